import { expect, it } from "vitest";
import { grainOf, homeHref, periodDays, readReportSearch } from "./period.ts";

it("knows the days of each period, over the turn of the year too", () => {
  const today = "2026-02-14";
  expect(periodDays("month", today)).toEqual({ from: "2026-02-01", to: today });
  expect(periodDays("last-month", today)).toEqual({ from: "2026-01-01", to: "2026-01-31" });
  expect(periodDays("quarter", today)).toEqual({ from: "2026-01-01", to: today });
  expect(periodDays("last-quarter", today)).toEqual({ from: "2025-10-01", to: "2025-12-31" });
  expect(periodDays("year", today)).toEqual({ from: "2026-01-01", to: today });
  expect(periodDays("12-months", today)).toEqual({ from: "2025-03-01", to: today });
});

it("cuts a month into days and anything longer into weeks", () => {
  expect(grainOf({ from: "2026-01-01", to: "2026-01-31" })).toBe("day");
  expect(grainOf({ from: "2026-01-01", to: "2026-03-31" })).toBe("week");
});

it("reads an address without what it does not understand, and writes it back", () => {
  expect(readReportSearch({ period: "decade", currency: "euro", x: 1 })).toEqual({});
  const search = readReportSearch({ period: "quarter", currency: "JPY" });
  expect(homeHref(search)).toBe("/?period=quarter&currency=JPY");
  expect(homeHref({ period: "12-months" })).toBe("/");
});
