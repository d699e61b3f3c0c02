import type { SelectOption } from "@/ui/forms/select.tsx";

/** A field that can be set for many records at once. */
export type BulkField = { id: string; label: string } & (
  | { kind: "choice"; options: SelectOption[] }
  | { kind: "text" }
  | { kind: "number"; min: number; max: number }
);

/** One column of an exported file. */
export interface ExportColumn<Row> {
  id: string;
  header: string;
  /** What stands in its cell; what hangs on the record is asked for, many records at a time. */
  text: (row: Row) => string | Promise<string>;
  /** It has no column in the list that could be shown or hidden. */
  always?: true;
}

/** Stages that records can be moved to. */
export interface BulkStages {
  options: SelectOption[];
  move: (ids: readonly string[], stageId: string) => void;
}

/** What a noun says about its records in bulk. */
export interface BulkNoun<Row> {
  /** As the API calls one of them. */
  singular: "lead" | "contact" | "company" | "deal";
  /** "12 leads", in the number's form. */
  counted: (count: number) => string;
  /** Who can own them. */
  owners: SelectOption[];
  fields: BulkField[];
  exported: ExportColumn<Row>[];
  /** Only deals stand in stages. */
  stages?: BulkStages;
}

/** Which records are meant: those with these ids, or all that a filter of the API matches. */
export type BulkScope = { ids: string[] } | { filter: string | undefined };
