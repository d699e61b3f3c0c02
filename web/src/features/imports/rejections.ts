import { inWords } from "@/i18n/i18n.ts";

/** A rejected row as the table shows it, from a dry run or from the rows of an import. */
export interface RejectedRow {
  line: number;
  code: string;
  column: string | null;
  value: string | null;
  message: string;
}

/** One way in which rows fail, and how many do. */
export interface Reason {
  id: string;
  column: string | null;
  message: string;
  count: number;
}

/** The reason of a row: its code and the column that it is about. */
export function reasonOf({ code, column }: Pick<RejectedRow, "code" | "column">): string {
  return `${code} ${column ?? ""}`;
}

/** Why rows were rejected, the commonest reason first. */
export function reasonsOf(rows: readonly RejectedRow[]): Reason[] {
  const found = new Map<string, Reason>();
  for (const row of rows) {
    const id = reasonOf(row);
    const known = found.get(id);
    if (known) known.count += 1;
    else found.set(id, { id, column: row.column, message: row.message, count: 1 });
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** Reads what the server keeps with a rejected row; what is not there is blank. */
export function rejectedRow(line: number, detail: Record<string, unknown> | null): RejectedRow {
  const text = (name: string) => {
    const value = detail?.[name];
    return typeof value === "string" ? value : null;
  };
  const code = text("code") ?? "";
  return {
    line,
    code,
    column: text("column"),
    value: text("value"),
    message: inWords(code, text("message") ?? ""),
  };
}
