import { expect, it } from "vitest";
import { SETTINGS, settingsFor, settingsPlace } from "./settings-places.ts";

it("shows nobody a page that their role does not open, and no group without pages", () => {
  const groups = settingsFor(["pipelines.read"]);
  expect(groups.flatMap(({ places }) => places.map(({ id }) => id))).toContain("pipelines");
  expect(groups.flatMap(({ places }) => places.map(({ id }) => id))).not.toContain("api-keys");
  expect(groups.every(({ places }) => places.length > 0)).toBe(true);
  expect(settingsFor([])).toEqual([]);
});

it("has each page once, at an address of its own", () => {
  const places = SETTINGS.flatMap(({ places }) => places);
  expect(new Set(places.map(({ href }) => href)).size).toBe(places.length);
  expect(places.every(({ href }) => href.startsWith("/settings/"))).toBe(true);
  expect(settingsPlace("pipelines").href).toBe("/settings/pipelines");
  expect(() => settingsPlace("nowhere")).toThrow("no page nowhere");
});
