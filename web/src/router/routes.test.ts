import { expect, it } from "vitest";
import { match, route } from "./routes.ts";

const page = async () => () => null;
const routes = ["/", "/leads", "/reports/deals", "/reports/$report", "/leads/$leadId", "/$"].map(
  (path) => route({ path, page }),
);
const at = (pathname: string) => {
  const found = match(routes, pathname, "");
  return [found?.route.path, found?.params];
};

it("finds fixed words before those that take any, and everything else at the end", () => {
  expect(at("/")).toEqual(["/", {}]);
  expect(at("/leads/")).toEqual(["/leads", {}]);
  expect(at("/leads/a%20b")).toEqual(["/leads/$leadId", { leadId: "a b" }]);
  expect(at("/reports/deals")).toEqual(["/reports/deals", {}]);
  expect(at("/reports/funnel")).toEqual(["/reports/$report", { report: "funnel" }]);
  expect(at("/leads/1/2")).toEqual(["/$", {}]);
});

it("gives the page what its route makes of the query", () => {
  const reading = route({ path: "/x", page, read: ({ n }) => ({ n: Number(n) + 1 }) });
  expect(match([reading], "/x", "?n=41")?.search).toEqual({ n: 42 });
});

it("does not fall over an address that cannot be read", () => {
  expect(at("/leads/%E0%A4%A")).toEqual(["/leads/$leadId", { leadId: "%E0%A4%A" }]);
});
