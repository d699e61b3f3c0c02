import { describe, expect, it } from "vitest";
import { dayAndTime, dueAt, nextWeek, tomorrow } from "./due.ts";

const berlin = { timeZone: "Europe/Berlin", locale: "de-DE" };

describe("when something is due", () => {
  it("goes to the boxes and back, where the workspace is", () => {
    const due = dueAt({ day: "2026-11-23", time: "09:30" }, "Asia/Tokyo");
    expect(due).toBe("2026-11-23T00:30:00.000Z");
    expect(dayAndTime(due, "Asia/Tokyo")).toEqual({ day: "2026-11-23", time: "09:30" });
  });

  it("is the end of the day without an hour, and never without a day", () => {
    expect(dueAt({ day: "2026-11-23", time: "" }, "UTC")).toBe("2026-11-23T17:00:00.000Z");
    expect(dueAt({ day: "", time: "09:30" }, "UTC")).toBeNull();
    expect(dayAndTime(null, "UTC")).toEqual({ day: "", time: "" });
  });
});

describe("moving", () => {
  it("keeps the hour, also over a change of the clock", () => {
    // summer time ends in the night to 25 October 2026
    const due = "2026-10-24T07:00:00Z"; // 09:00
    expect(tomorrow(due, "2026-10-24", berlin)).toBe("2026-10-25T08:00:00.000Z");
  });

  it("counts from today and not from a day that has long passed", () => {
    expect(tomorrow("2026-01-05T09:00:00Z", "2026-11-23", berlin)).toBe("2026-11-24T09:00:00.000Z");
    expect(tomorrow(null, "2026-11-23", berlin)).toBe("2026-11-24T16:00:00.000Z");
  });

  it("finds the next working week wherever weeks begin", () => {
    const due = "2026-11-25T09:00:00Z";
    for (const locale of ["de-DE", "en-US", "ar-EG"]) {
      expect(nextWeek(due, "2026-11-25", { ...berlin, locale })).toBe("2026-11-30T09:00:00.000Z");
    }
  });
});
