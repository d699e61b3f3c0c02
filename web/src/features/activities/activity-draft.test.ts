import { describe, expect, it } from "vitest";
import type { Activity } from "@/api/generated/types.gen.ts";
import { patchOf } from "./activities.ts";
import { changeOf, draftOf, formOf } from "./activity-draft.ts";

const TASK: Activity = {
  id: "a",
  kind: "task",
  subject: "Send the offer",
  body: null,
  due_at: "2026-11-24T16:00:00Z",
  at: "2026-11-24T16:00:00Z",
  done_at: null,
  assignee_id: "u",
  deal_id: "d",
  record_name: "40 seats",
  created_at: "2026-11-20T09:00:00Z",
  updated_at: "2026-11-20T09:00:00Z",
  version: 3,
};
const ZONE = "Europe/Berlin";
const form = formOf(TASK, ZONE);

describe("the form of an activity", () => {
  it("shows what is there", () => {
    expect(form).toMatchObject({ day: "2026-11-24", time: "17:00", done: false });
    expect(form.about).toEqual({ id: "deal:d", label: "40 seats" });
  });

  it("makes a draft on exactly one record", () => {
    expect(draftOf({ ...form, subject: " Call back ", body: " " }, ZONE)).toEqual({
      kind: "task",
      subject: "Call back",
      body: null,
      due_at: "2026-11-24T16:00:00.000Z",
      assignee_id: "u",
      deal_id: "d",
      done: false,
    });
  });

  it("makes no note that is due or done", () => {
    const note = draftOf({ ...form, kind: "note", done: true }, ZONE);
    expect(note).toMatchObject({ kind: "note", due_at: null, done: false });
  });

  it("changes only what is different", () => {
    expect(changeOf(form, TASK, ZONE)).toEqual({});
    expect(changeOf({ ...form, day: "", time: "", assigneeId: "" }, TASK, ZONE)).toEqual({
      due_at: null,
      assignee_id: null,
    });
    const done = changeOf({ ...form, done: true }, TASK, ZONE);
    expect(patchOf(done)).toEqual({ done: true });
  });

  it("takes back that it was done when it becomes a note", () => {
    const change = changeOf(
      { ...form, kind: "note", done: true },
      { ...TASK, done_at: TASK.at },
      ZONE,
    );
    expect(patchOf(change)).toEqual({ kind: "note", due_at: null, done: false });
  });
});
