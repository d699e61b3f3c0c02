import { beforeEach, expect, it } from "vitest";
import { forgetDrafts, keepDraft, readDraft } from "./draft-store.ts";

beforeEach(() => sessionStorage.clear());

it("gives back what was typed until it is sent or its person signs out", () => {
  keepDraft("leads.1.note", { text: "Call back" });
  keepDraft("leads.2.note", { text: "Other" });
  expect(readDraft("leads.1.note")).toEqual({ text: "Call back" });
  keepDraft("leads.1.note", null);
  expect(readDraft("leads.1.note")).toBeNull();
  sessionStorage.setItem("other", "1");
  forgetDrafts();
  expect(readDraft("leads.2.note")).toBeNull();
  expect(sessionStorage.getItem("other")).toBe("1");
});

it("takes what it cannot read for nothing", () => {
  sessionStorage.setItem("kontaly.draft.leads.1.note", "{");
  expect(readDraft("leads.1.note")).toBeNull();
});
