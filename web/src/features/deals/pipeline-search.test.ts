import { expect, it } from "vitest";
import { pipelineHref, readPipelineSearch } from "./pipeline-search.ts";

it("takes what it knows and leaves the rest out", () => {
  expect(
    readPipelineSearch({ view: "mine", filter: "", group: "colour", new: "yes", x: 1 }),
  ).toEqual({ view: "mine" });
  expect(readPipelineSearch({ group: "month", filter: "owner_id:me" })).toEqual({
    group: "month",
    filter: "owner_id:me",
  });
});

it("is written shortly, and read as it was written", () => {
  expect(pipelineHref({})).toBe("/pipeline");
  expect(pipelineHref({ view: "month", open: "d 1", group: undefined })).toBe(
    "/pipeline?view=month&open=d+1",
  );
  expect(pipelineHref({ group: "owner", filter: "owner_id:me,none" })).toBe(
    "/pipeline?filter=owner_id:me,none&group=owner",
  );
});
