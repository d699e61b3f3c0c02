import { expect, it } from "vitest";
import { canOpen, checksItself, openStep, readImportSearch } from "./import-steps.ts";

const question = { code: "date_order_ambiguous", message: "" };
const at = (state: string, questions = [] as (typeof question)[], rows = 3) => ({
  state,
  preview: { rows, questions },
});

it("opens the columns first, and the check when the address asks for it", () => {
  expect(openStep(at("previewed"), {})).toBe("columns");
  expect(openStep(at("previewed"), { step: "check" })).toBe("check");
});

it("asks what must be answered before anything is checked", () => {
  expect(openStep(at("previewed", [question]), { step: "check" })).toBe("columns");
  expect(canOpen(at("previewed", [question]), "check")).toBe(false);
  expect(canOpen(at("previewed"), "check")).toBe(true);
});

it("shows the result of what is done, whatever the address says", () => {
  expect(openStep(at("done"), { step: "check" })).toBe("result");
  expect(canOpen(at("done"), "columns")).toBe(false);
});

it("tells a check that runs from an import that runs by the address", () => {
  expect(openStep(at("running"), { step: "check" })).toBe("check");
  expect(openStep(at("running"), { step: "import" })).toBe("result");
  expect(canOpen(at("running"), "columns")).toBe(false);
});

it("goes back to the check after a failure, where it can be tried again", () => {
  expect(openStep(at("failed"), { step: "import" })).toBe("check");
  expect(canOpen(at("failed"), "columns")).toBe(true);
});

it("checks by itself once, and not while something is saved, open or very large", () => {
  expect(checksItself(at("previewed"), false)).toBe(true);
  expect(checksItself(at("previewed"), true)).toBe(false);
  expect(checksItself(at("failed"), false)).toBe(false);
  expect(checksItself(at("previewed", [question]), false)).toBe(false);
  expect(checksItself(at("previewed", [], 1_000_000), false)).toBe(false);
  const checked = { counts: {}, rejections: [] };
  expect(checksItself({ ...at("previewed"), checked }, false)).toBe(false);
});

it("reads an address", () => {
  expect(readImportSearch({ step: "check" })).toEqual({ step: "check" });
  expect(readImportSearch({ step: "elsewhere" })).toEqual({});
});
