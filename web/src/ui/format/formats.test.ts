import { describe, expect, it } from "vitest";
import { createFormats } from "./formats.ts";
import { editableMoney, parseMoney } from "./parse-money.ts";
import { daysUntil, relativeDay } from "./relative.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("money", () => {
  const formats = createFormats({ locale: "en-GB", timeZone: "Europe/London", currency: "EUR" });

  it("shows cents only where there are any, and none where the currency has none", () => {
    expect(formats.money({ amount: 8_400_000, currency: "EUR" })).toBe("€84,000");
    expect(formats.money({ amount: 8_400_050, currency: "EUR" })).toBe("€84,000.50");
    expect(formats.money({ amount: 84_000, currency: "JPY" })).toBe("¥84,000");
  });

  it("lists currencies instead of adding them up", () => {
    const sums = [
      { amount: 100_000_000, currency: "EUR" },
      { amount: 5_000, currency: "JPY" },
    ];
    expect(formats.moneyList(sums)).toBe("€1m and ¥5k");
  });

  it.each([
    ["84,000.50", "EUR", "en-GB", 8_400_050],
    ["€ 84.000,5", "EUR", "de-DE", 8_400_050],
    ["84k", "EUR", "en-GB", 8_400_000],
    ["1.2m", "USD", "en-US", 120_000_000],
    ["5000 JPY", "JPY", "en-GB", 5_000],
    ["999999999999", "EUR", "en-GB", 99_999_999_999_900],
    ["0", "EUR", "en-GB", 0],
    ["1.005", "EUR", "en-GB", null],
    ["12 apples", "EUR", "en-GB", null],
    ["", "EUR", "en-GB", null],
  ])("reads %s in %s (%s)", (text, currency, locale, minor) => {
    expect(parseMoney(text, currency, locale)).toBe(minor);
  });

  it("gives back for editing what it would read again", () => {
    for (const amount of [0, 5, 99, 100, 8_400_050, 99_999_999_999_999]) {
      expect(parseMoney(editableMoney(amount, "EUR", "de-DE"), "EUR", "de-DE")).toBe(amount);
    }
  });
});

describe("dates", () => {
  const formats = createFormats({ locale: "de-DE", timeZone: "Pacific/Auckland", currency: "EUR" });

  it("does not move a calendar date into another time zone", () => {
    expect(plain(formats.date("2026-11-28"))).toBe("28. Nov. 2026");
  });

  it("finds the day of an instant where the workspace is", () => {
    expect(formats.dayKey("2026-11-23T12:00:00Z")).toBe("2026-11-24");
  });

  it("counts days and says the near ones in words", () => {
    expect(daysUntil("2026-12-01", "2026-11-28")).toBe(3);
    const now = Date.parse("2026-11-23T00:00:00Z");
    expect(relativeDay(formats, "2026-11-24", now)).toBe("Morgen");
    expect(plain(relativeDay(formats, "2027-01-24", now))).toBe("24. Jan. 2027");
  });
});

it("a wait is said in the unit that one would say it in, and never too short", () => {
  const { wait } = createFormats({ locale: "en-GB", timeZone: "UTC", currency: "EUR" });
  expect([0, 12, 90, 91, 5_400, 5_401, 9_100].map(wait)).toEqual([
    "5 seconds",
    "15 seconds",
    "90 seconds",
    "2 minutes",
    "90 minutes",
    "2 hours",
    "3 hours",
  ]);
});
