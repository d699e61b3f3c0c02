import { expect, it } from "vitest";
import type { Permission } from "@/api/generated/types.gen.ts";
import { isLocalPath } from "@/features/session/sign-in-search.ts";
import { placeOf, placesFor } from "./shell/nav.ts";

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

it("leads nobody to a page that their role does not open", () => {
  const idsFor = (...permissions: Permission[]) => placesFor(permissions).map(({ id }) => id);
  expect(idsFor("imports.create")).toContain("imports");
  expect(idsFor("leads.read")).not.toContain("imports");
  expect(idsFor("leads.read")).toContain("leads");
});
