import { describe, expect, it } from "vitest";
import { AGENDA_VIEWS, agendaFilter, standsIn } from "./agenda.ts";
import { agendaHref, readAgendaSearch } from "./agenda-search.ts";

const here = { timeZone: "Europe/Berlin", today: "2026-11-23", locale: "en" };
const open = { kind: "task", done_at: null, due_at: null };
const viewsOf = (activity: Parameters<typeof standsIn>[1]) =>
  AGENDA_VIEWS.filter((view) => view !== "all" && standsIn(view, activity, here));

describe("the tabs of the agenda", () => {
  it("cut the days at the workspace's midnight", () => {
    // Berlin's 23 November begins and ends at 23:00 UTC
    expect(viewsOf({ ...open, due_at: "2026-11-22T22:59:59Z" })).toEqual(["overdue"]);
    expect(viewsOf({ ...open, due_at: "2026-11-22T23:00:00Z" })).toEqual(["today"]);
    expect(viewsOf({ ...open, due_at: "2026-11-23T22:59:59Z" })).toEqual(["today"]);
    expect(viewsOf({ ...open, due_at: "2026-11-23T23:00:00Z" })).toEqual(["upcoming"]);
  });

  it("hold each activity once: what has no day, what is done, and no note that has nothing to be done", () => {
    expect(viewsOf(open)).toEqual(["undated"]);
    expect(viewsOf({ ...open, done_at: "2026-11-23T09:00:00Z" })).toEqual(["done"]);
    expect(
      viewsOf({ ...open, due_at: "2026-11-01T09:00:00Z", done_at: "2026-11-23T09:00:00Z" }),
    ).toEqual(["done"]);
    expect(viewsOf({ ...open, kind: "note" })).toEqual([]);
    expect(standsIn("all", { ...open, kind: "note" }, here)).toBe(true);
  });

  it("ask the API for the same days", () => {
    const bounds = (view: "overdue" | "today" | "upcoming") =>
      agendaFilter(view, "all", here).flatMap((part) =>
        "field" in part && part.field === "at" ? [`${part.op} ${part.value}`] : [],
      );
    expect(bounds("overdue")).toEqual(["lt 2026-11-22T23:00:00.000Z"]);
    expect(bounds("today")).toEqual([
      "gte 2026-11-22T23:00:00.000Z",
      "lt 2026-11-23T23:00:00.000Z",
    ]);
    expect(bounds("upcoming")).toEqual(["gte 2026-11-23T23:00:00.000Z"]);
  });

  it("are one's own, everybody's, nobody's or a person's", () => {
    const person = (who: string) => agendaFilter("all", who, here);
    expect(person("me")).toEqual([{ field: "assignee_id", op: "eq", value: "me" }]);
    expect(person("all")).toEqual([]);
    expect(person("none")).toEqual([{ field: "assignee_id", op: "empty" }]);
    expect(person("7")).toEqual([{ field: "assignee_id", op: "eq", value: "7" }]);
  });
});

describe("the agenda's address", () => {
  const person = "01a207ba-8bed-7f85-b1bc-662b39a01beb";

  it("goes there and back", () => {
    const search = { view: "overdue", who: person, filter: "kind:call,meeting" } as const;
    const { searchParams } = new URL(agendaHref(search), "http://acme.test");
    expect(readAgendaSearch(Object.fromEntries(searchParams))).toEqual(search);
  });

  it("is the plain one for today, and leaves out what makes no sense", () => {
    expect(agendaHref({ view: "today" })).toBe("/activities");
    expect(readAgendaSearch({ view: "someday", who: "x; drop", filter: 3 })).toEqual({});
  });
});
