import { describe, expect, it } from "vitest";
import { paceOf, type Sample, sampled } from "./pace.ts";

const of = (...readings: [seconds: number, behind: number][]) =>
  readings.reduce<Sample[]>(
    (samples, [seconds, behind]) => sampled(samples, { at: seconds * 1000, behind }),
    [],
  );

describe("the pace of a run", () => {
  it("is what the last seconds say, and how long the rest takes like that", () => {
    expect(paceOf(of([0, 0], [1, 500], [2, 2_000]), 10_000)).toEqual({ rate: 1_000, left: 8 });
  });

  it("is not said before there is anything to say", () => {
    expect(paceOf([], 100)).toBeUndefined();
    expect(paceOf(of([0, 0], [1, 50]), 100)).toBeUndefined();
    expect(paceOf(of([0, 50], [9, 50]), 100)).toBeUndefined();
  });

  it("forgets how slowly it began", () => {
    expect(paceOf(of([0, 0], [30, 10], [40, 10_010]), 20_010)).toEqual({ rate: 1_000, left: 10 });
  });

  it("begins again with a run that begins again", () => {
    expect(paceOf(of([0, 0], [10, 9_000], [12, 100]), 10_000)).toBeUndefined();
    expect(paceOf(of([0, 0], [10, 9_000], [12, 0], [14, 400]), 10_400)).toEqual({
      rate: 200,
      left: 50,
    });
  });
});
