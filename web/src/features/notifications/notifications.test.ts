import { expect, test } from "vitest";
import type { Notification } from "@/api/generated/types.gen.ts";
import { isShownAt, linkOf } from "./notification-link.ts";
import { readIn } from "./notifications.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");

function one(about: Partial<Notification>): Notification {
  return {
    id: "n",
    kind: "assigned",
    noun: "lead",
    record_id: "r",
    record_name: "Halcyon",
    count: 1,
    actor_id: "a",
    at: "2026-11-27T11:50:00Z",
    ...about,
  };
}

test.each<[Partial<Notification>, string | null]>([
  [{}, "/leads/r"],
  [{ count: 3 }, "/leads?filter=owner:me"],
  [{ noun: "company" }, "/companies/r"],
  [{ kind: "reminder", noun: "activity" }, "/activities?open=r"],
  [{ kind: "agenda", noun: null, record_id: null, count: 3 }, "/activities"],
  [{ kind: "import", noun: "import" }, "/imports/r"],
  [{ kind: "export", noun: "export", state: "done" }, "/api/exports/r/file"],
  [{ kind: "export", noun: "export", state: "failed" }, null],
  [{ kind: "export", noun: "export", state: "done", at: "2026-11-27T11:44:00Z" }, null],
])("%o leads to %s", (about, href) => {
  expect(linkOf(one(about), NOW)).toBe(href);
});

test("whoever is on a record's page has read what is about it, and about nothing else", () => {
  expect(isShownAt("/leads/r", one({}))).toBe(true);
  expect(isShownAt("/leads/other", one({}))).toBe(false);
  expect(isShownAt("/activities", one({ kind: "agenda", noun: null, record_id: null }))).toBe(
    false,
  );
});

test("what is read is counted off once", () => {
  const data = [
    one({ id: "1" }),
    one({ id: "2" }),
    one({ id: "3", read_at: "2026-11-27T11:55:00Z" }),
  ];
  const page = { unread: 7, time_zone: "UTC", more: true, data };
  const some = readIn(page, "now", ["1", "3"]);
  expect(some.unread).toBe(6);
  expect(some.data.map(({ read_at }) => read_at)).toEqual([
    "now",
    undefined,
    "2026-11-27T11:55:00Z",
  ]);
  const all = readIn(page, "now");
  expect([all.unread, all.data.every(({ read_at }) => read_at)]).toEqual([0, true]);
});
