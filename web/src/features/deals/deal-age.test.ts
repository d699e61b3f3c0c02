import { expect, it } from "vitest";
import { dealAge } from "./deal-age.ts";

const TODAY = "2026-11-23";
const day = (instant: string) => instant.slice(0, 10);
const open = { state: "open", stage_entered_at: "2026-11-02T09:00:00Z" } as const;

it("is stale by the stage's rule, the day after it allows", () => {
  expect(dealAge(open, TODAY, day, 20)).toEqual({ lateDays: 0, hereDays: 21, isStale: true });
  expect(dealAge(open, TODAY, day, 21).isStale).toBe(false);
  expect(dealAge(open, TODAY, day, null).isStale).toBe(false);
});

it("can be late and stale at once, and neither when it is closed", () => {
  const late = { ...open, expected_close_date: "2026-11-20" };
  expect(dealAge(late, TODAY, day, 14)).toEqual({ lateDays: 3, hereDays: 21, isStale: true });
  expect(dealAge({ ...late, state: "won" }, TODAY, day, 14)).toEqual({
    lateDays: 0,
    hereDays: null,
    isStale: false,
  });
});
