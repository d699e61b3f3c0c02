import { describe, expect, it } from "vitest";
import {
  readColumnSet,
  usualSet,
  withPin,
  withPlace,
  withShown,
  withWidth,
  writeColumnSet,
} from "./column-set.ts";
import type { Column } from "./columns.ts";

const column = (id: string, offered?: true): Column<never> => ({
  id,
  header: id,
  width: 100,
  cell: () => null,
  ...(offered ? { offered } : {}),
});
const COLUMNS = [column("name"), column("company"), column("score"), column("custom.seats", true)];
const read = (text?: string) => readColumnSet(text, COLUMNS);
const write = (set: ReturnType<typeof read>) => writeColumnSet(set, COLUMNS);

describe("columns in the address", () => {
  it("are nothing as long as they are the list's own", () => {
    expect(read()).toEqual(usualSet(COLUMNS));
    expect(write(read())).toBe("");
    expect(write(read("nonsense,;,"))).toBe("");
  });

  it("come back as they were, pinned ones first", () => {
    expect(write(read("score:120,custom.seats,name!:240"))).toBe(
      "name!:240,score:120,custom.seats",
    );
    expect(write(read("score:1,score:80,unknown,company:9999"))).toBe("score:56,company:900");
  });
});

describe("columns that are changed", () => {
  it.each([
    ["wider", withWidth(read(), "score", 151.6), "name,company,score:152"],
    ["as wide as there is room", withWidth(read("name:80,score"), "name", undefined), "name,score"],
    ["pinned", withPin(read(), "score", true), "score!,name,company"],
    ["pinned no longer", withPin(read("score!,name"), "score", false), "score,name"],
    ["shown", withShown(read("name"), "custom.seats", true), "name,custom.seats"],
    ["hidden", withShown(read(), "company", false), "name,score"],
    ["moved", withPlace(read(), "score", 0), "score,name,company"],
    [
      "not moved before a pinned one",
      withPlace(read("name!,score,company"), "company", 0),
      "name!,company,score",
    ],
  ])("%s", (_, set, text) => {
    expect(write(set)).toBe(text);
  });

  it("leave the last one", () => {
    expect(write(withShown(read("name"), "name", false))).toBe("name");
  });
});
