import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { messageOf } from "@/features/records/message-of.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Button, buttonClass } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { Column } from "@/ui/table/columns.ts";
import { DataTable } from "@/ui/table/data-table.tsx";
import { Bounded } from "./bounded.tsx";
import { type ImportDetail, sheetOf, stayedQuery } from "./imports.ts";
import { Section } from "./section.tsx";
import { type StayingRow, stayingRows } from "./stays.ts";

/** What an undo left as it is: each with its record and its reason, and the file of them. */
export function StayedRows({ detail }: { detail: ImportDetail }) {
  const { t } = useLingui();
  const query = useInfiniteQuery(stayedQuery(detail));
  const found = query.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = found.flatMap((row) => stayingRows(detail, row));
  const columns = useColumns(detail, rows);
  if (query.error)
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Notice tone="bad">{messageOf(query.error)}</Notice>
        <Button onClick={() => void query.refetch()}>{t`Try again`}</Button>
      </div>
    );
  if (query.isPending) return <SkeletonLines count={4} label={t`Loading`} />;
  return (
    <Section
      title={t`What stayed as it was`}
      note={t`People went on with these after the import, so the undo left them alone.`}
    >
      <a
        href={`/api/imports/${detail.id}/stayed.${sheetOf(detail) ? "xlsx" : "csv"}`}
        download
        className={`${buttonClass()} justify-self-start`}
      >
        {t`Download all of them`}
      </a>
      <Bounded rows={Math.max(1, rows.length)}>
        <DataTable
          label={t`What stayed as it was`}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          rowHref={({ href }) => href}
          card={(row) => ({
            title: <bdi>{row.record || row.reason}</bdi>,
            detail: enumerate([row.field, row.record ? row.reason : null]),
            end: sheetOf(detail) ? t`Row ${row.line}` : t`Line ${row.line}`,
          })}
          hasMore={query.hasNextPage}
          loading={query.isFetchingNextPage}
          loadMore={() => void query.fetchNextPage()}
        />
      </Bounded>
    </Section>
  );
}

function useColumns(detail: ImportDetail, rows: readonly StayingRow[]): Column<StayingRow>[] {
  const { t } = useLingui();
  const formats = useFormats();
  const field: Column<StayingRow> = {
    id: "field",
    header: t`Field`,
    width: 130,
    grow: 1,
    cell: (row) => row.field,
  };
  return [
    {
      id: "line",
      header: sheetOf(detail) ? t`Row` : t`Line`,
      width: 72,
      grow: 0,
      align: "end",
      cell: ({ line }) => formats.number(line),
    },
    {
      id: "record",
      header: t`Record`,
      width: 160,
      grow: 2,
      link: true,
      cell: ({ record }) => <bdi>{record}</bdi>,
    },
    // Of records that stay as a whole there is no field to tell.
    ...(rows.some((row) => row.field) ? [field] : []),
    { id: "reason", header: t`Reason`, width: 240, grow: 3, cell: ({ reason }) => reason },
  ];
}
