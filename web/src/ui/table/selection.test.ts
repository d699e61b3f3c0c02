import { describe, expect, it } from "vitest";
import { choose, isChosen, NOTHING } from "./selection.ts";

const IDS = ["a", "b", "c", "d", "e"];
const of = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join("");

describe("choosing rows", () => {
  it("turns one on and off again", () => {
    const one = choose(NOTHING, { kind: "toggle", index: 2 }, IDS);
    expect(of(one)).toBe("c");
    expect(of(choose(one, { kind: "toggle", index: 2 }, IDS))).toBe("");
    expect(choose(NOTHING, { kind: "toggle", index: 9 }, IDS)).toBe(NOTHING);
  });

  it("takes a range from the row that was chosen last, in both directions", () => {
    const one = choose(NOTHING, { kind: "toggle", index: 2 }, IDS);
    expect(of(choose(one, { kind: "range", from: 2, to: 4 }, IDS))).toBe("cde");
    expect(of(choose(one, { kind: "range", from: 2, to: 0 }, IDS))).toBe("abc");
    expect(of(choose(NOTHING, { kind: "range", from: 1, to: 2 }, IDS))).toBe("bc");
  });

  it("knows where a range begins though rows have come in front of it", () => {
    const one = choose(NOTHING, { kind: "toggle", index: 1 }, IDS);
    const more = ["x", "y", ...IDS];
    const rows = { length: 7, at: (index: number) => more[index], findIndex: () => -1, origin: -2 };
    expect(of(choose(one, { kind: "range", from: 6, to: 5 }, rows))).toBe("bcd");
  });

  it("leaves out what is not at hand", () => {
    const at = (index: number) => (index === 2 ? undefined : IDS[index]);
    const rows = { length: 5, at, findIndex: () => -1 };
    expect(of(choose(NOTHING, { kind: "range", from: 1, to: 3 }, rows))).toBe("bd");
  });

  it("falls from all that match to those that are loaded when one is taken out", () => {
    const all = { ...NOTHING, all: true };
    expect(isChosen(all, "not loaded yet")).toBe(true);
    const rest = choose(all, { kind: "toggle", index: 0 }, IDS);
    expect([of(rest), rest.all]).toEqual(["bcde", false]);
    expect(of(choose(rest, { kind: "none" }, IDS))).toBe("");
  });
});
