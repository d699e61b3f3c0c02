import { expect, test } from "vitest";
import type { ImportRow } from "@/api/generated/types.gen.ts";
import { stayingRows } from "./stays.ts";

const detail = {
  noun: "contacts",
  preview: {
    fields: [{ field: "company", label: "Company", takes: "reference", required: false }],
  },
};
const row = (stayed: ImportRow["stayed"]): ImportRow => ({
  line: 7,
  outcome: "created",
  record_id: "r",
  stayed,
});

test("what stays leads to the record that it is about, and says why", () => {
  const staying = stayingRows(
    detail,
    row([
      { code: "changed", field: "company_id", name: "Ines Haddad", message: "…" },
      { code: "in_use", by: "deal", company_id: "c", name: "Halcyon GmbH", message: "…" },
    ]),
  );
  expect(staying).toEqual([
    {
      id: "7-0",
      line: 7,
      record: "Ines Haddad",
      href: "/contacts/r",
      field: "Company",
      reason: "Somebody changed this since.",
    },
    {
      id: "7-1",
      line: 7,
      record: "Halcyon GmbH",
      href: "/companies/c",
      field: "",
      reason: "A deal belongs to it.",
    },
  ]);
});

test("what is gone leads nowhere, and a reason without words of ours keeps the server's", () => {
  const [gone, other] = stayingRows(
    detail,
    row([
      { code: "deleted", message: "…" },
      { code: "surprise", message: "As the server says." },
    ]),
  );
  expect(gone).toMatchObject({ href: null, record: "" });
  expect(other?.reason).toBe("As the server says.");
});
