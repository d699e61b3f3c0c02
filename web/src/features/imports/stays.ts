import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ImportDetail, ImportRow, Stay } from "@/api/generated/types.gen.ts";
import { i18n, inWords } from "@/i18n/i18n.ts";
import { fieldLabel } from "./changed-fields.ts";
import { nounOf } from "./import-nouns.ts";

/** One thing that an undo leaves as it is, as the table shows it. */
export interface StayingRow {
  id: string;
  line: number;
  record: string;
  href: string | null;
  field: string;
  reason: string;
}

const USED_BY: Record<string, MessageDescriptor> = {
  activity: msg`An activity hangs on it.`,
  attachment: msg`A file hangs on it.`,
  company: msg`A company belongs to it.`,
  contact: msg`A contact belongs to it.`,
  deal: msg`A deal belongs to it.`,
  lead: msg`A lead became it.`,
};

const REASONS: Record<string, MessageDescriptor> = {
  changed: msg`Somebody changed this since.`,
  deleted: msg`It was deleted for good since.`,
  in_trash: msg`It is in the trash already.`,
  in_use: msg`Something hangs on it since.`,
  invalid_value: msg`The old values are not allowed any more.`,
  not_yours: msg`It is outside what you can see or change now.`,
};

/** Why something stays, in the reader's language. */
export function reasonOfStay({ code = "", by, message = "" }: Stay): string {
  const words = (code === "in_use" && by && USED_BY[by]) || REASONS[code];
  return words ? i18n._(words) : inWords(code, message);
}

/** Everything that stays of one row of the file. */
export function stayingRows(
  detail: Pick<ImportDetail, "noun" | "preview">,
  row: ImportRow,
): StayingRow[] {
  return (row.stayed ?? []).map((stay, at) => {
    const made = stay.company_id ? `/companies/${stay.company_id}` : null;
    const own = row.record_id ? (nounOf(detail.noun)?.record?.(row.record_id) ?? null) : null;
    const gone = stay.code === "deleted" || stay.code === "not_yours";
    return {
      id: `${row.line}-${at}`,
      line: row.line,
      record: stay.name ?? "",
      href: gone ? null : (made ?? own),
      field: stay.field ? (fieldLabel(detail, stay.field) ?? "") : "",
      reason: reasonOfStay(stay),
    };
  });
}
