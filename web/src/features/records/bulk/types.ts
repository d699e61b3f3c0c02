import type { SelectOption } from "@/ui/forms/select.tsx";

/** A field that can be set for many records at once. */
export type BulkField = { id: string; label: string } & (
  | { kind: "choice"; options: SelectOption[] }
  | { kind: "text" }
  | { kind: "number"; min: number; max: number }
);

/** One column of an exported file. */
export interface ExportColumn {
  id: string;
  header: string;
  /** The field as the API calls it. */
  field: string;
  /** What is written for values that are words of the program. */
  words?: Record<string, string>;
  /** It has no column in the list that could be shown or hidden. */
  always?: true;
}

/** Stages that records can be moved to. */
export interface BulkStages {
  options: SelectOption[];
  move: (ids: readonly string[], stageId: string) => void;
}

/** What a noun says about its records in bulk. */
export interface BulkNoun {
  /** As the API calls one of them. */
  singular: "lead" | "contact" | "company" | "deal";
  /** "12 leads", in the number's form. */
  counted: (count: number) => string;
  /** Who can own them. */
  owners: SelectOption[];
  fields: BulkField[];
  exported: ExportColumn[];
  /** Only deals stand in stages. */
  stages?: BulkStages;
}

/** Which records are meant: those with these ids, or all that a filter of the API matches. */
export type BulkScope = { ids: string[] } | { filter: string | undefined };
