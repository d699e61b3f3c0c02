import { expect, it } from "vitest";
import { changedFields } from "./changed-fields.ts";

const field = (name: string, label: string) => ({
  field: name,
  label,
  takes: "text",
  required: false,
});
const preview = { fields: [field("stage", "Stage"), field("city", "City")] };

it("names what a row changed as the mapping does, and leaves out what follows from it", () => {
  const detail = {
    stage_id: ["a", "b"],
    state: ["open", "won"],
    city: [null, "Kiel"],
    kept: { city: "x" },
  };
  expect(changedFields({ preview }, { detail })).toEqual(["Stage", "City"]);
  expect(changedFields({ preview }, { detail: null })).toEqual([]);
});
