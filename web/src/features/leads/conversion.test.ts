import { describe, expect, it } from "vitest";
import type { ConversionPreview } from "@/api/generated/types.gen.ts";
import { conversionOf, formOf, MAKE, NONE } from "./conversion.ts";

const deal = { name: "Oulu", amount: 100, currency: "EUR", pipeline_id: "p", stage_id: "s" };
const preview = (known: object = {}) =>
  ({
    companies: [],
    contacts: [],
    company_name: "Oulu Oy",
    contact_name: "Saga",
    deal: { ...deal, stage_name: "First" },
    ...known,
  }) as unknown as ConversionPreview;

describe("a conversion", () => {
  it("takes whom one knows before it makes anybody anew", () => {
    const known = preview({
      companies: [{ company: { id: "c1" } }],
      contacts: [{ contact: { id: "k1" } }],
    });
    expect(formOf(known)).toMatchObject({ company: "c1", contact: "k1" });
    expect(formOf(preview())).toMatchObject({ company: MAKE, contact: MAKE });
    expect(formOf(preview({ company_name: null })).company).toBe(NONE);
  });

  it("asks the server for what was chosen, and for nothing else", () => {
    const form = { ...formOf(preview()), dealName: "  Oulu, 40 seats " };
    expect(conversionOf(form, preview())).toEqual({
      company: { create: { name: "Oulu Oy" } },
      contact: { create: {} },
      deal: { ...deal, name: "Oulu, 40 seats" },
    });
    const none = { ...form, company: NONE, contact: "k1", deal: false };
    expect(conversionOf(none, preview())).toEqual({
      company: null,
      contact: { id: "k1" },
      deal: null,
    });
  });
});
