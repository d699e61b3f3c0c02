import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Button, buttonClass } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Select } from "@/ui/forms/select.tsx";
import type { Column } from "@/ui/table/columns.ts";
import { DataTable } from "@/ui/table/data-table.tsx";
import { Bounded } from "./bounded.tsx";
import { changedFields } from "./changed-fields.ts";
import { nounOf } from "./import-nouns.ts";
import {
  type ImportDetail,
  type ImportRow,
  type RowOutcome,
  rowsQuery,
  sheetOf,
} from "./imports.ts";
import { RejectionTable } from "./rejection-table.tsx";
import { rejectedRow } from "./rejections.ts";
import { Section } from "./section.tsx";

function useRows(detail: ImportDetail, outcome: RowOutcome) {
  const query = useInfiniteQuery(rowsQuery(detail, outcome));
  return { query, rows: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** Every row that an import, or a dry run, rejected, and the file of them. The children say what to do with it. */
export function RejectedRows({ detail, children }: { detail: ImportDetail; children: ReactNode }) {
  const { t } = useLingui();
  const { query, rows } = useRows(detail, "rejected");
  if (query.error) return <Retry error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonLines count={4} label={t`Loading the rejected rows`} />;
  return (
    <RejectionTable
      rows={rows.map((row) => rejectedRow(row.line, row.detail ?? null))}
      ofSheet={sheetOf(detail) !== null}
      note={children}
      download={
        <a
          href={`/api/imports/${detail.id}/rejected.${sheetOf(detail) ? "xlsx" : "csv"}`}
          download
          className={buttonClass("secondary")}
        >
          {t`Download all rejected rows`}
        </a>
      }
      hasMore={query.hasNextPage}
      loading={query.isFetchingNextPage}
      loadMore={() => void query.fetchNextPage()}
    />
  );
}

/** The records that an import made or changed, by the lines of the file, each a link. */
export function ImportedRows({ detail }: { detail: ImportDetail }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { created = 0, updated = 0, merged = 0 } = detail.counts;
  const kinds = [
    { value: "created" as const, label: t`New`, count: created },
    { value: "updated" as const, label: t`Changed`, count: updated },
    { value: "merged" as const, label: t`Added to an earlier row`, count: merged },
  ].filter(({ count }) => count > 0);
  const [wanted, setWanted] = useState<RowOutcome>("created");
  const kind = kinds.find(({ value }) => value === wanted) ?? kinds[0];
  if (!kind) return null;
  return (
    <Section title={t`The records, by the lines of the file`}>
      {kinds.length > 1 ? (
        <div className="max-w-xs">
          <Field label={t`Which`}>
            {(control) => (
              <Select
                {...control}
                value={kind.value}
                options={kinds.map(({ value, label, count }) => ({
                  value,
                  label: `${label} (${formats.number(count)})`,
                }))}
                onChange={(next) =>
                  setWanted(kinds.find(({ value }) => value === next)?.value ?? kind.value)
                }
              />
            )}
          </Field>
        </div>
      ) : null}
      <Records key={kind.value} detail={detail} outcome={kind.value} />
    </Section>
  );
}

function Records({ detail, outcome }: { detail: ImportDetail; outcome: RowOutcome }) {
  const { t } = useLingui();
  const { query, rows } = useRows(detail, outcome);
  const columns = useColumns(detail, outcome);
  const record = nounOf(detail.noun)?.record;
  if (query.error) return <Retry error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Bounded rows={query.isPending ? 5 : rows.length}>
      <DataTable
        label={t`Imported records`}
        columns={columns}
        rows={rows}
        rowId={({ line }) => String(line)}
        rowHref={(row) => (record && row.record_id ? record(row.record_id) : null)}
        card={(row) => ({
          title: sheetOf(detail) ? t`Row ${row.line}` : t`Line ${row.line}`,
          detail: enumerate(changedFields(detail, row)),
        })}
        hasMore={query.hasNextPage}
        loading={query.isPending || query.isFetchingNextPage}
        loadMore={() => void query.fetchNextPage()}
      />
    </Bounded>
  );
}

function useColumns(detail: ImportDetail, outcome: RowOutcome): Column<ImportRow>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const line: Column<ImportRow> = {
    id: "line",
    header: sheetOf(detail) ? t`Row` : t`Line`,
    width: 90,
    grow: 0,
    cell: (row) => formats.number(row.line),
  };
  const fields: Column<ImportRow> = {
    id: "fields",
    header: outcome === "created" ? t`Record` : t`Changed fields`,
    width: 200,
    grow: 1,
    cell: (row) =>
      outcome === "created" ? t`Open the record` : enumerate(changedFields(detail, row)),
  };
  return [line, fields];
}

function Retry({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Notice tone="bad">{messageOf(error)}</Notice>
      <Button onClick={onRetry}>{t`Try again`}</Button>
    </div>
  );
}
