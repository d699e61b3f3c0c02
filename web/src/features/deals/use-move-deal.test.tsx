import { I18nProvider } from "@lingui/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";
import type { Stage } from "@/features/pipelines/types.ts";
import { i18n } from "@/i18n/i18n.ts";
import { BOARDS } from "./board-query.ts";
import type { DealMove } from "./deal-move.ts";
import type { BoardData, Deal } from "./types.ts";
import { useMoveDeal } from "./use-move-deal.ts";

const NOW = "2026-11-23T09:00:00Z";
const KEY = [...BOARDS, "p", ""];

function stage(id: string, position: number): Stage {
  return {
    id,
    pipeline_id: "p",
    name: id,
    kind: "open",
    probability: 50,
    forecast_category: "pipeline",
    required_fields: [],
    position,
    version: 1,
  };
}
const [NEW, PROPOSAL, CLOSING] = [stage("new", 0), stage("proposal", 1), stage("closing", 2)];

function deal(id: string, at: Stage, rank: string, version = 1): Deal {
  return {
    id,
    name: id,
    pipeline_id: "p",
    stage_id: at.id,
    state: "open",
    currency: "EUR",
    probability: 50,
    rank,
    stage_entered_at: NOW,
    created_at: NOW,
    updated_at: NOW,
    version,
  };
}

function column(at: Stage, items: Deal[]) {
  return { id: at.id, stage: at, count: items.length, sums: [], deals: { items, next: null } };
}

/** A board of two cards in New; `answer` is the server, one call after the other. */
function setUp(answer: (path: string, init: RequestInit) => [number, unknown]) {
  const calls: { path: string; ifMatch: string | null }[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init = {}) => {
    const path = String(input);
    calls.push({ path, ifMatch: new Headers(init.headers).get("if-match") });
    // The answer comes after the next move has been made.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [status, body] = answer(path, init);
    const type = status < 400 ? "application/json" : "application/problem+json";
    return new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
  });
  const client = new QueryClient();
  client.setQueryData<BoardData>(KEY, {
    pipeline_id: "p",
    group: "stage",
    columns: [
      column(NEW, [deal("a", NEW, "1"), deal("b", NEW, "2")]),
      column(PROPOSAL, []),
      column(CLOSING, []),
    ],
  });
  client.setQueryDefaults(BOARDS, { queryFn: () => client.getQueryData(KEY) });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </I18nProvider>
  );
  const { result } = renderHook(() => useMoveDeal(), { wrapper });
  const columns = () =>
    client
      .getQueryData<BoardData>(KEY)
      ?.columns.map((one) => one.deals.items.map((card) => card.id).join(""));
  const idle = () => waitFor(() => expect(client.isMutating()).toBe(0));
  const move = (dealId: string, to: Stage) =>
    act(async () =>
      result.current({ dealId, to: { by: "stage", stage: to, aboveId: null, belowId: null } }),
    );
  const start = (wanted: DealMove) => result.current(wanted);
  return { client, calls, columns, idle, move, start };
}

function moved(path: string, init: RequestInit, version: number): [number, unknown] {
  const to = JSON.parse(String(init.body)).stage_id;
  const at = [NEW, PROPOSAL, CLOSING].find((one) => one.id === to) ?? NEW;
  return [200, deal(path.split("/")[3] ?? "", at, "5", version)];
}

it("puts back the one card that was refused, and leaves the others where they went", async () => {
  const board = setUp((path, init) =>
    path.includes("/a/")
      ? [422, { status: 422, code: "invalid", detail: "no", fields: [] }]
      : moved(path, init, 2),
  );
  await board.move("a", PROPOSAL);
  await board.move("b", PROPOSAL);
  await board.idle();
  expect(board.columns()).toEqual(["a", "b", ""]);
});

it("sends the moves of a card in order, each on the version that the one before has made", async () => {
  let version = 1;
  const board = setUp((path, init) => {
    version += 1;
    return moved(path, init, version);
  });
  await board.move("a", PROPOSAL);
  await board.move("a", CLOSING);
  expect(board.columns()).toEqual(["b", "", "a"]);
  await board.idle();
  expect(board.calls.map((call) => call.ifMatch)).toEqual(['"1"', '"2"']);
  expect(board.columns()).toEqual(["b", "", "a"]);
});

it("shows the card where somebody else has put it, and does not send what came after", async () => {
  const current = deal("a", CLOSING, "3", 7);
  const board = setUp((path) =>
    path.includes("/events")
      ? [200, { items: [] }]
      : [409, { status: 409, code: "version_conflict", detail: "changed", current }],
  );
  await board.move("a", PROPOSAL);
  await board.move("a", NEW);
  await board.idle();
  expect(board.columns()).toEqual(["b", "", "a"]);
  expect(board.calls.filter((call) => call.path.includes("/move"))).toHaveLength(1);
});

it("gives a deal to somebody, and takes it back where the server refuses", async () => {
  const bodies: unknown[] = [];
  const board = setUp((_path, init) => {
    bodies.push(JSON.parse(String(init.body)));
    return bodies.length === 1
      ? [403, { status: 403, code: "forbidden", detail: "no" }]
      : [200, { ...deal("a", NEW, "1", 2), owner_id: "bob" }];
  });
  board.client.setQueryData<BoardData>([...BOARDS, "p", "", "owner"], {
    pipeline_id: "p",
    group: "owner",
    columns: [
      { id: "bob", owner_id: "bob", count: 0, sums: [], deals: { items: [] } },
      { id: "none", count: 1, sums: [], deals: { items: [deal("a", NEW, "1")] } },
    ],
  });
  const owners = () =>
    board.client
      .getQueryData<BoardData>([...BOARDS, "p", "", "owner"])
      ?.columns.map((one) => one.deals.items.map((card) => card.id).join(""));
  const give = () =>
    act(async () =>
      board.start({ dealId: "a", to: { by: "owner", ownerId: "bob", label: "Bob" } }),
    );
  await give();
  expect(owners()).toEqual(["a", ""]);
  await board.idle();
  expect(owners()).toEqual(["", "a"]);
  await give();
  await board.idle();
  expect(owners()).toEqual(["a", ""]);
  expect(bodies).toEqual([{ owner_id: "bob" }, { owner_id: "bob" }]);
});
