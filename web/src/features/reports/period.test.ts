import { expect, it } from "vitest";
import { readFigure } from "./behind.ts";
import { forecastDays, grainOf, periodDays } from "./period.ts";
import { askedBy, readReportSearch, reportHref } from "./report-search.ts";
import { below } from "./teams.ts";

it("knows the days of each period, over the turn of the year too", () => {
  const today = "2026-02-14";
  expect(periodDays("month", today)).toEqual({ from: "2026-02-01", to: today });
  expect(periodDays("last-month", today)).toEqual({ from: "2026-01-01", to: "2026-01-31" });
  expect(periodDays("quarter", today)).toEqual({ from: "2026-01-01", to: today });
  expect(periodDays("last-quarter", today)).toEqual({ from: "2025-10-01", to: "2025-12-31" });
  expect(periodDays("year", today)).toEqual({ from: "2026-01-01", to: today });
  expect(periodDays("12-months", today)).toEqual({ from: "2025-03-01", to: today });
});

it("cuts a month into days, two years into weeks and anything longer into months", () => {
  expect(grainOf({ from: "2026-01-01", to: "2026-01-31" })).toBe("day");
  expect(grainOf({ from: "2026-01-01", to: "2026-03-31" })).toBe("week");
  expect(grainOf({ from: "2020-01-01", to: "2026-03-31" })).toBe("month");
});

it("reads an address without what it does not understand, and writes it back", () => {
  expect(readReportSearch({ period: "decade", currency: "euro", x: 1 })).toEqual({});
  const search = readReportSearch({ period: "quarter", currency: "JPY" });
  expect(reportHref("/", search)).toBe("/?period=quarter&currency=JPY");
  expect(reportHref("/", { period: "12-months" })).toBe("/");
});

it("takes days of one's own before a period, unless they end before they begin", () => {
  const days = { from: "2026-01-05", to: "2026-01-09" };
  expect(readReportSearch({ ...days, period: "year" })).toEqual(days);
  expect(askedBy({ ...days, owner: "me" }, "2026-02-14")).toEqual({ ...days, owner_id: ["me"] });
  expect(readReportSearch({ from: days.to, to: days.from, period: "year" })).toEqual({
    period: "year",
  });
});

it("looks half a year ahead in a forecast whose period still runs", () => {
  const from = "2026-01-01";
  expect(forecastDays({ from, to: "2026-02-14" }, "2026-02-14").to).toBe("2026-08-31");
  expect(forecastDays({ from, to: "2026-01-31" }, "2026-02-14").to).toBe("2026-01-31");
});

it("reads the deals behind a figure, whose reason may look like a number", () => {
  expect(readFigure({ of: "closed", lost_reason: 42, x: 1 })).toEqual({
    of: "closed",
    lost_reason: "42",
  });
});

it("counts the teams below a team as its own, however deep", () => {
  const teams = [
    { id: "c", parent_id: "b" },
    { id: "b", parent_id: "a" },
    { id: "a", parent_id: null },
    { id: "x" },
  ];
  expect([...below(teams, "a")].sort()).toEqual(["a", "b", "c"]);
});
