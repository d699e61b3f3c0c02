import { describe, expect, it } from "vitest";
import { type About, draftOf, type LogEntry } from "./activities.ts";

const contact: About = { noun: "contacts", id: "c1" };
const fiveOClock = (day: string) => `${day}T17:00:00.000Z`;
const draft = (entry: Partial<LogEntry>) =>
  draftOf(
    { kind: "note", subject: "", text: "", minutes: "", due: "", ...entry },
    contact,
    fiveOClock,
  );

describe("what was typed beside a record", () => {
  it("makes a note of its first line and the rest", () => {
    expect(draft({ text: " Likes blue\n\nNot red. \n" })).toEqual({
      kind: "note",
      subject: "Likes blue",
      body: "Not red.",
      contact_id: "c1",
    });
  });

  it("keeps the whole text of a note whose first line is long", () => {
    const text = "word ".repeat(40).trim();
    const note = draft({ text });
    expect(note.subject.length).toBeLessThanOrEqual(120);
    expect(note.subject.endsWith("…")).toBe(true);
    expect(note.body).toBe(text);
  });

  it("makes a call that is done, with its minutes", () => {
    expect(draft({ kind: "call", subject: "Prices ", minutes: "24" })).toEqual({
      kind: "call",
      subject: "Prices",
      body: null,
      done: true,
      duration_minutes: 24,
      contact_id: "c1",
    });
  });

  it("makes a task that is open, due when the day's work ends or never", () => {
    expect(draft({ kind: "task", subject: "Send the offer", due: "2026-12-01" })).toEqual({
      kind: "task",
      subject: "Send the offer",
      body: null,
      due_at: "2026-12-01T17:00:00.000Z",
      contact_id: "c1",
    });
    expect(draft({ kind: "task", subject: "Send the offer" }).due_at).toBeNull();
  });

  it("puts it on the record that it is about", () => {
    const entry: LogEntry = { kind: "note", subject: "", text: "x", minutes: "", due: "" };
    expect(draftOf(entry, { noun: "companies", id: "f1" }, fiveOClock).company_id).toBe("f1");
    expect(draftOf(entry, { noun: "deals", id: "d1" }, fiveOClock).deal_id).toBe("d1");
    expect(draftOf(entry, { noun: "leads", id: "l1" }, fiveOClock).lead_id).toBe("l1");
  });
});
