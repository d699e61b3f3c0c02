import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import type { View } from "@/api/generated/types.gen.ts";
import { afterStep, isSame, putView, stateOf, viewHref, viewsQuery } from "./views.ts";

function view(id: string, rank: string, more: Partial<View> = {}): View {
  return {
    id,
    noun: "deal",
    name: id,
    shared: false,
    filter: "owner_id:me",
    sort: "-amount",
    columns: "",
    layout: "list",
    rank,
    owner_id: "me",
    created_at: "2026-11-23T09:00:00Z",
    updated_at: "2026-11-23T09:00:00Z",
    version: 1,
    ...more,
  };
}
const PATHS = { list: "/deals", board: "/pipeline" };

describe("a view", () => {
  it("is an address that shows the same without it", () => {
    expect(viewHref(PATHS, view("a", "V"))).toBe("/deals?view=a&filter=owner_id:me&sort=-amount");
    const board = view("b", "V", { layout: "board", pipeline_id: "p", sort: "", filter: "" });
    expect(viewHref(PATHS, board)).toBe("/pipeline?view=b&pipeline=p");
  });

  it("knows whether an address shows something else", () => {
    const search = { filter: "owner_id:me", sort: "-amount", open: "x", at: "start:9" };
    expect(isSame(view("a", "V"), stateOf(search, "list"))).toBe(true);
    expect(isSame(view("a", "V"), stateOf(search, "board"))).toBe(false);
    expect(isSame(view("a", "V"), stateOf({ ...search, columns: "name" }, "list"))).toBe(false);
  });
});

describe("the order of views", () => {
  const all = [view("s", "V", { shared: true }), view("a", "B"), view("b", "a"), view("c", "b")];

  it("is that of their bytes, shared ones first", () => {
    const client = new QueryClient();
    client.setQueryData(viewsQuery("deal").queryKey, all);
    putView(client, view("c", "A"));
    const ids = () => client.getQueryData(viewsQuery("deal").queryKey)?.map(({ id }) => id);
    expect(ids()).toEqual(["s", "c", "a", "b"]);
    putView(client, view("a", "B", { trashed_at: "2026-11-23T09:00:00Z" }));
    expect(ids()).toEqual(["s", "c", "b"]);
  });

  it.each<[string, -1 | 1, string | null | undefined]>([
    ["a", 1, "b"],
    ["c", -1, "a"],
    ["b", -1, null],
    ["a", -1, undefined],
    ["c", 1, undefined],
    ["s", 1, undefined],
  ])("%s by %i goes behind %s", (id, step, after) => {
    const moved = all.find((one) => one.id === id) as View;
    expect(afterStep(all, moved, step)).toBe(after);
  });
});
