import type { StageDraft, StagePatch } from "@/api/generated/types.gen.ts";
import type { StageKind } from "./stage-words.ts";
import type { Stage } from "./types.ts";

/** A stage as it is typed. */
export interface StageForm {
  name: string;
  kind: StageKind;
  probability: string;
  forecast_category: string;
  /** Days; empty for never. */
  stale_after_days: string;
  required_fields: readonly string[];
}

/** What the form begins with: a stage as it is, or a new one. */
export function formOf(stage: Stage | undefined): StageForm {
  return {
    name: stage?.name ?? "",
    kind: (stage?.kind ?? "open") as StageKind,
    probability: stage ? String(stage.probability) : "",
    forecast_category: stage?.forecast_category ?? "pipeline",
    stale_after_days: stage?.stale_after_days ? String(stage.stale_after_days) : "",
    required_fields: stage?.required_fields ?? [],
  };
}

/** The form with another type: what is won counts whole, what is lost not at all. */
export function withKind(form: StageForm, kind: StageKind): StageForm {
  if (kind === "won") return { ...form, kind, probability: "100", forecast_category: "closed" };
  if (kind === "lost") return { ...form, kind, probability: "0", forecast_category: "omitted" };
  return { ...form, kind, probability: "", forecast_category: "pipeline" };
}

/** What is sent of a whole form. Numbers that are none are sent as such, so that the server says what is wrong. */
export function draftOf(form: StageForm): StageDraft & StagePatch {
  return {
    name: form.name,
    kind: form.kind,
    probability: wholeOr(form.probability, -1),
    forecast_category: form.forecast_category,
    stale_after_days:
      form.stale_after_days.trim() === "" ? null : wholeOr(form.stale_after_days, 0),
    required_fields: [...form.required_fields].sort(),
  };
}

/** What of a stage differs from what the form began with: what others changed meanwhile stays theirs. */
export function patchOf(seen: Stage, form: StageForm): StagePatch {
  const before = draftOf(formOf(seen)) as Record<string, unknown>;
  const changed = Object.entries(draftOf(form)).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
  );
  return Object.fromEntries(changed) as StagePatch;
}

function wholeOr(text: string, otherwise: number): number {
  const number = Number(text);
  const fits = text.trim() !== "" && Number.isInteger(number) && Math.abs(number) < 32_000;
  return fits ? number : otherwise;
}
