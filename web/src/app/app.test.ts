import { expect, it } from "vitest";
import { isLocalPath } from "./router.tsx";
import { placeOf } from "./shell/nav.ts";

it("follows only paths of this origin after the sign-in", () => {
  expect(isLocalPath("/leads?sort=name")).toBe(true);
  for (const elsewhere of [
    "//evil.test",
    "/\\evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "",
  ]) {
    expect(isLocalPath(elsewhere)).toBe(false);
  }
});

it("knows the place of a record's page", () => {
  expect(placeOf("/deals/42")).toBe("pipeline");
  expect(placeOf("/leads")).toBe("leads");
  expect(placeOf("/")).toBe("home");
  expect(placeOf("/nowhere")).toBeNull();
});
