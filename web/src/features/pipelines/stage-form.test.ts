import { expect, it } from "vitest";
import { draftOf, formOf, patchOf, withKind } from "./stage-form.ts";
import type { Stage } from "./types.ts";

const proposal = {
  name: "Proposal",
  kind: "open",
  probability: 50,
  forecast_category: "best_case",
  stale_after_days: 21,
  required_fields: ["amount"],
} as Stage;

it("sends only what was changed", () => {
  const form = formOf(proposal);
  expect(patchOf(proposal, form)).toEqual({});
  expect(patchOf(proposal, { ...form, name: "Offer", stale_after_days: "" })).toEqual({
    name: "Offer",
    stale_after_days: null,
  });
  expect(patchOf(proposal, { ...form, required_fields: ["source", "amount"] })).toEqual({
    required_fields: ["amount", "source"],
  });
});

it("takes what is won as certain and what is lost as nothing", () => {
  expect(withKind(formOf(proposal), "won")).toMatchObject({
    probability: "100",
    forecast_category: "closed",
  });
  expect(withKind(formOf(proposal), "lost")).toMatchObject({
    probability: "0",
    forecast_category: "omitted",
  });
});

it("lets the server refuse what is no number", () => {
  expect(draftOf({ ...formOf(undefined), probability: "half" }).probability).toBe(-1);
  expect(draftOf({ ...formOf(undefined), stale_after_days: "1.5" }).stale_after_days).toBe(0);
  expect(draftOf({ ...formOf(undefined), probability: "99999999" }).probability).toBe(-1);
});
