import { expect, it, vi } from "vitest";
import { codeFound, loadAnew } from "./lost-code.ts";

it("loads the page anew when its code is gone, once until one is found", () => {
  const assign = vi.fn<(href: string) => void>();
  const page = { sessionStorage, location: { assign } } as unknown as Window;
  const lost = new TypeError("Failed to fetch dynamically imported module: /assets/x.js");
  expect(loadAnew(new Error("else"), "/leads", page)).toBe(false);
  expect(loadAnew(lost, "/leads", page)).toBe(true);
  expect(loadAnew(lost, "/leads", page)).toBe(false);
  codeFound(page);
  expect(loadAnew(lost, "/leads", page)).toBe(true);
  expect(assign.mock.calls).toEqual([["/leads"], ["/leads"]]);
});
