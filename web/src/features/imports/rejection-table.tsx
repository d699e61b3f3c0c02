import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Select } from "@/ui/forms/select.tsx";
import type { Column } from "@/ui/table/columns.ts";
import { DataTable } from "@/ui/table/data-table.tsx";
import { Bounded } from "./bounded.tsx";
import { type RejectedRow, reasonOf, reasonsOf } from "./rejections.ts";
import { Section } from "./section.tsx";

const ALL = "";

/** What the table of rejected rows shows. Those of an import that is done come by pages. */
export interface RejectionTableProps {
  rows: readonly RejectedRow[];
  /** They are rows of a sheet, and not lines of a text. */
  ofSheet: boolean;
  /** What is to be said about these rows: how many of them are shown. */
  note?: ReactNode;
  download: ReactNode;
  hasMore?: boolean;
  loading?: boolean;
  loadMore?: () => void;
}

/** The rejected rows: line, column, value and reason; of one reason alone when that is chosen. */
export function RejectionTable(props: RejectionTableProps) {
  const { rows, note, download, hasMore = false, loading = false, loadMore = () => {} } = props;
  const { t } = useLingui();
  const formats = useFormats();
  const [wanted, setWanted] = useState(ALL);
  const columns = useColumns(props.ofSheet);
  const reasons = reasonsOf(rows);
  const reason = reasons.some(({ id }) => id === wanted) ? wanted : ALL;
  const shown = reason === ALL ? rows : rows.filter((row) => reasonOf(row) === reason);
  const counted = (count: number) => formats.number(count) + (hasMore ? "+" : "");
  return (
    <Section title={t`Rejected rows`} note={note}>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64 sm:max-w-md">
          <Field label={t`Reason`}>
            {(control) => (
              <Select
                {...control}
                value={reason}
                onChange={setWanted}
                options={[
                  { value: ALL, label: t`All reasons (${counted(rows.length)})` },
                  ...reasons.map(({ id, column, message, count }) => ({
                    value: id,
                    label: `${column ? `${column}: ` : ""}${message} (${counted(count)})`,
                  })),
                ]}
              />
            )}
          </Field>
        </div>
        {download}
      </div>
      <Bounded rows={Math.max(1, shown.length)}>
        <DataTable
          key={reason}
          label={t`Rejected rows`}
          columns={columns}
          rows={shown}
          rowId={({ line }) => String(line)}
          rowHref={() => null}
          card={(row) => ({
            title: row.message,
            detail: <bdi>{[row.column, row.value].filter((part) => part !== null).join(": ")}</bdi>,
            end: props.ofSheet ? t`Row ${row.line}` : t`Line ${row.line}`,
          })}
          hasMore={hasMore}
          loading={loading}
          loadMore={loadMore}
        />
      </Bounded>
    </Section>
  );
}

function useColumns(ofSheet: boolean): Column<RejectedRow>[] {
  const { t } = useLingui();
  const formats = useFormats();
  return [
    {
      id: "line",
      header: ofSheet ? t`Row` : t`Line`,
      width: 72,
      grow: 0,
      align: "end",
      cell: ({ line }) => formats.number(line),
    },
    { id: "column", header: t`Column`, width: 130, grow: 1, cell: ({ column }) => column },
    {
      id: "value",
      header: t`Value`,
      width: 150,
      grow: 2,
      cell: ({ value }) => <bdi title={value ?? undefined}>{value}</bdi>,
    },
    {
      id: "reason",
      header: t`Reason`,
      width: 260,
      grow: 4,
      cell: ({ message }) => <span title={message}>{message}</span>,
    },
  ];
}
