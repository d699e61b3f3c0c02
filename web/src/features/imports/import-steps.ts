import type { ImportDetail } from "@/api/generated/types.gen.ts";

/** The steps of an import, in order. */
export const STEPS = ["file", "columns", "check", "result"] as const;
/** One of them. */
export type Step = (typeof STEPS)[number];

/** What the address of an import says: which step is looked at, as far as there is a choice. */
export interface ImportSearch {
  step?: (typeof CHOICES)[number];
}

/* "undo" asks whether the import is to be undone. */
const CHOICES = ["check", "import", "undo"] as const;

/** Reads that part of the address; what makes no sense is left out. */
export function readImportSearch(search: Record<string, unknown>): ImportSearch {
  const step = CHOICES.find((known) => known === search.step);
  return step ? { step } : {};
}

/** The address of an import, at a step. */
export function importHref(id: string, step?: ImportSearch["step"]): string {
  return step ? `/imports/${id}?step=${step}` : `/imports/${id}`;
}

/* From these states on there is a result and no way back to the columns. */
const HAS_RUN = ["done", "weighing", "undoing", "undone"];

type Known = Pick<ImportDetail, "state" | "preview">;

/**
 * Which step is open. What the import is decides before the address does: one that is done has a
 * result and nothing else, and what must be answered is asked before anything is checked.
 */
export function openStep(detail: Known, search: ImportSearch): Exclude<Step, "file"> {
  if (HAS_RUN.includes(detail.state)) return "result";
  if (detail.state === "running") return search.step === "import" ? "result" : "check";
  if ((detail.preview.questions ?? []).length > 0) return "columns";
  if (detail.state === "failed") return "check";
  return search.step === "check" || search.step === "import" ? "check" : "columns";
}

/** Whether a step can be gone to from where the import is. */
export function canOpen(detail: Known, step: Step): boolean {
  if (HAS_RUN.includes(detail.state) || detail.state === "running") return false;
  if (step === "check") return (detail.preview.questions ?? []).length === 0;
  return step !== "result";
}

/* Above this a dry run takes long enough to be asked for. */
const AUTO_CHECK_ROWS = 100_000;

/** Whether the dry run starts by itself: it is wanted, nothing is in the way, and it does not take long. */
export function checksItself(
  detail: Known & Pick<ImportDetail, "checked">,
  saving: boolean,
): boolean {
  return (
    detail.state === "previewed" &&
    !detail.checked &&
    !saving &&
    (detail.preview.questions ?? []).length === 0 &&
    (detail.preview.rows ?? 0) <= AUTO_CHECK_ROWS
  );
}
