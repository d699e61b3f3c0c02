import { type QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import type { ChangeNotice, Lead } from "@/api/generated/types.gen.ts";
import { createQueryClient } from "@/api/query-client.ts";
import { leads } from "@/features/leads/leads.ts";
import { keysOf } from "@/features/records/resource.ts";
import { applyChanges } from "./changes.ts";

const keys = keysOf("leads");
const before = { id: "l", version: 1, updated_at: "2026-11-23T09:00:00Z", name: "Old" } as Lead;
const after = { ...before, version: 2, updated_at: "2026-11-23T10:00:00Z", name: "New" };

function change(action: string): ChangeNotice {
  const at = "2026-11-23T10:00:00Z";
  return { number: 1, at, noun: "lead", record_id: "l", action, actor_id: "u" };
}

/** A lead that lies open, with its history. Says how often each was asked for since. */
function open(client: QueryClient) {
  const asked = { record: 0, events: 0 };
  const show = (part: keyof typeof asked, data: unknown) => {
    const queryKey = keys[part]("l");
    client.setQueryData(queryKey, data);
    const queryFn = async () => {
      asked[part] += 1;
      return data;
    };
    new QueryObserver(client, { queryKey, queryFn, staleTime: Infinity }).subscribe(() => {});
  };
  show("record", before);
  show("events", []);
  return asked;
}

afterEach(() => vi.restoreAllMocks());

it("asks for an open record once a change, and for what hangs on it", async () => {
  const client = createQueryClient();
  const asked = open(client);
  const get = vi.spyOn(leads, "get").mockResolvedValue(after);
  await applyChanges(client, [change("update")]);
  await vi.waitFor(() => expect(asked.events).toBe(1));
  expect(get).toHaveBeenCalledTimes(1);
  expect(asked.record).toBe(0);
  expect(client.getQueryData(keys.record("l"))).toEqual(after);
});

it("lets the page say what has become of a record that is gone, or cannot be had", async () => {
  for (const [action, calls] of [
    ["removed", 0],
    ["update", 1],
  ] as const) {
    const client = createQueryClient();
    const asked = open(client);
    const get = vi.spyOn(leads, "get").mockRejectedValue(new Error("gone"));
    await applyChanges(client, [change(action)]);
    await vi.waitFor(() => expect(asked.record).toBe(1));
    expect(get).toHaveBeenCalledTimes(calls);
    vi.restoreAllMocks();
  }
});
