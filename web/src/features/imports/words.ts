import type { MessageDescriptor } from "@lingui/core";
import { msg, plural } from "@lingui/core/macro";
import type { DateOrder, DecimalMark } from "@/api/generated/types.gen.ts";

/** How dates stand, in words and by an example. */
export const ORDER_WORDS: Record<DateOrder, MessageDescriptor> = {
  dmy: msg`Day, month, year (31/12/2026)`,
  mdy: msg`Month, day, year (12/31/2026)`,
  ymd: msg`Year, month, day (2026-12-31)`,
};

/** How decimals are written, in words and by an example. */
export const MARK_WORDS: Record<DecimalMark, MessageDescriptor> = {
  dot: msg`Point before the decimals (1,234.56)`,
  comma: msg`Comma before the decimals (1.234,56)`,
};

/** What an import is, in its state. */
export const STATE_WORDS: Record<string, MessageDescriptor> = {
  previewed: msg`Not imported yet`,
  running: msg`Running`,
  done: msg`Imported`,
  weighing: msg`Imported`,
  undoing: msg`Being undone`,
  undone: msg`Undone`,
  failed: msg`Failed`,
};

const TRASHED: Record<string, (count: number) => string> = {
  companies: (count) => plural(count, { one: "# company", other: "# companies" }),
  contacts: (count) => plural(count, { one: "# contact", other: "# contacts" }),
  deals: (count) => plural(count, { one: "# deal", other: "# deals" }),
  leads: (count) => plural(count, { one: "# lead", other: "# leads" }),
  products: (count) => plural(count, { one: "# product", other: "# products" }),
};

/** How many records of each noun go to the trash, the file's own first. */
export function trashedWords(own: string, trashed: Record<string, number> | undefined): string[] {
  const all = Object.entries(trashed ?? {}).sort(([a], [b]) => +(b === own) - +(a === own));
  return all.map(([noun, count]) => TRASHED[noun]?.(count) ?? noun);
}
