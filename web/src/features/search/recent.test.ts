import { beforeEach, expect, it } from "vitest";
import { forgetRecent, recentRecords, rememberRecord } from "./recent.ts";

const lead = (id: string) => ({ noun: "lead" as const, id, name: `Lead ${id}` });
beforeEach(() => localStorage.clear());

it("keeps the last dozen, each once, the newest first", () => {
  for (let n = 0; n < 15; n++) rememberRecord("dana", lead(String(n)));
  rememberRecord("dana", lead("7"));
  const ids = recentRecords("dana").map(({ id }) => id);
  expect(ids).toHaveLength(12);
  expect(ids.slice(0, 3)).toEqual(["7", "14", "13"]);
});

it("shows nobody what another person looked at, and nothing after signing out", () => {
  rememberRecord("dana", lead("1"));
  expect(recentRecords("elif")).toEqual([]);
  forgetRecent();
  expect(recentRecords("dana")).toEqual([]);
});

it("survives what it cannot read", () => {
  localStorage.setItem("kontaly.recent.dana", '[{"noun":"tenant","id":"1","name":"x"},null]');
  expect(recentRecords("dana")).toEqual([]);
  localStorage.setItem("kontaly.recent.dana", "{");
  expect(recentRecords("dana")).toEqual([]);
});
