import { expect, it } from "vitest";
import { certain, confirmation } from "./near-matches.ts";

const match = (from: string, to: string, field = "product") => ({ field, from, to, rows: 3 });

it("confirms names together only where one record looks alike", () => {
  const clear = match("GTXPro", "GTX Pro");
  const twice = [match("Acme", "Acme Ltd", "company"), match("Acme", "Acme Inc", "company")];
  expect(certain([clear, ...twice])).toEqual([clear]);
});

it("keeps the names of one field together", () => {
  expect(confirmation([match("a", "A"), match("b", "B"), match("c", "C", "company")])).toEqual({
    values: { product: { a: "A", b: "B" }, company: { c: "C" } },
  });
});
