import { expect, it } from "vitest";
import { lastOfMonth } from "./deal-filters.ts";
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
  expect(pipelineHref({ view: "month", deal: "d 1", group: undefined })).toBe(
    "/pipeline?view=month&deal=d+1",
  );
  expect(pipelineHref({ group: "owner", filter: "owner_id:me,none" })).toBe(
    "/pipeline?filter=owner_id:me,none&group=owner",
  );
});

it("knows how long months are", () => {
  expect(lastOfMonth("2028-02-10")).toBe("2028-02-29");
  expect(lastOfMonth("2026-12-31")).toBe("2026-12-31");
});
