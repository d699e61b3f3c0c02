import { describe, expect, it } from "vitest";
import { addDays, isDay, startOfDay, startOfWeek, wallClock, zonedInstant } from "./zoned.ts";

describe("days where the workspace is", () => {
  it("begin at its midnight, summer and winter", () => {
    expect(startOfDay("2026-11-23", "Europe/Berlin")).toBe("2026-11-22T23:00:00.000Z");
    expect(startOfDay("2026-07-01", "Europe/Berlin")).toBe("2026-06-30T22:00:00.000Z");
    expect(startOfDay("2026-11-23", "UTC")).toBe("2026-11-23T00:00:00.000Z");
    expect(startOfDay("2026-11-23", "America/St_Johns")).toBe("2026-11-23T03:30:00.000Z");
  });

  it("are right on the day when the clock changes", () => {
    expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
    expect(startOfDay("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
  });

  it("go to the box and back", () => {
    const instant = zonedInstant("2026-11-23T14:30", "Asia/Tokyo");
    expect(instant).toBe("2026-11-23T05:30:00.000Z");
    expect(wallClock(instant, "Asia/Tokyo")).toBe("2026-11-23T14:30");
  });

  it("count across months and begin weeks as the locale does", () => {
    expect(addDays("2026-11-30", 1)).toBe("2026-12-01");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(startOfWeek("2026-11-25", "de-DE")).toBe("2026-11-23");
    expect(startOfWeek("2026-11-25", "en-US")).toBe("2026-11-22");
  });

  it("are told from other text", () => {
    expect(isDay("2026-11-23")).toBe(true);
    for (const text of ["2026-13-40", "yesterday", "2026-1-1", ""]) expect(isDay(text)).toBe(false);
  });
});
