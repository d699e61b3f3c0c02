import { useState } from "react";
import { Avatar } from "@/ui/avatar.tsx";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ConditionBar } from "@/ui/filter/condition-bar.tsx";
import { readFilter } from "@/ui/filter/conditions.ts";
import type { FilterField } from "@/ui/filter/fields.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";
import type { Column } from "@/ui/table/columns.ts";
import { DataTable } from "@/ui/table/data-table.tsx";
import { IndexTabs } from "@/ui/tabs.tsx";
import { type Lead, lead } from "./data.ts";

const FIELDS: FilterField[] = [
  { id: "owner", label: "Owner", kind: "text" },
  { id: "amount", label: "Amount", kind: "money", currency: "EUR" },
];
const TOTAL = 100_000;
const PAGE = 200;

export function ListStory() {
  const formats = useFormats();
  const [rows, setRows] = useState(() => Array.from({ length: PAGE }, (_, index) => lead(index)));
  const [loading, setLoading] = useState(false);
  const [filter, setFilter] = useState(() => readFilter("owner:Me (amount>=500000 or owner:Ada)"));
  const [sort, setSort] = useState("-created_at");
  const columns: Column<Lead>[] = [
    { id: "name", header: "Name", width: 200, grow: 2, sort: "name", cell: (row) => row.name },
    { id: "company", header: "Company", width: 160, grow: 2, cell: (row) => row.company },
    {
      id: "status",
      header: "Status",
      width: 110,
      grow: 1,
      sort: "status",
      cell: (row) => <Chip tone={row.status === "Qualified" ? "ok" : "plain"}>{row.status}</Chip>,
    },
    {
      id: "owner",
      header: "Owner",
      width: 170,
      grow: 1,
      cell: (row) => (
        <span className="flex items-center gap-2">
          <Avatar size="sm" name={row.owner} />
          {row.owner}
        </span>
      ),
    },
    {
      id: "amount",
      header: "Amount",
      width: 120,
      grow: 0,
      align: "end",
      sort: "amount",
      cell: (row) => formats.money({ amount: row.amount, currency: "EUR" }),
    },
    {
      id: "created",
      header: "Created",
      width: 130,
      grow: 0,
      align: "end",
      sort: "created_at",
      cell: (row) => formats.day(row.created),
    },
  ];
  return (
    <>
      <PageHeader
        title="Leads"
        summary={
          <>
            <Figure>12,480</Figure> leads, <Figure>312</Figure> new this week
          </>
        }
        actions={
          <Button
            variant="primary"
            onClick={() => toast("Moved Halcyon rollout to Negotiation", { onUndo: () => {} })}
          >
            New lead
          </Button>
        }
      >
        <IndexTabs
          label="Views"
          current="open"
          tabs={[
            { id: "open", label: "All open", href: "#open", count: "8,204" },
            { id: "mine", label: "Mine", href: "#mine", count: 41 },
            { id: "all", label: "All", href: "#all" },
          ]}
        />
      </PageHeader>
      <ConditionBar fields={FIELDS} filter={filter} onChange={setFilter} />
      <DataTable
        label="Leads"
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/leads/${row.id}`}
        card={(row) => ({
          title: row.name,
          detail: `${row.company} · ${row.status}`,
          end: formats.money({ amount: row.amount, currency: "EUR" }),
          endDetail: formats.day(row.created),
        })}
        hasMore={rows.length < TOTAL}
        loading={loading}
        loadMore={() => {
          setLoading(true);
          setTimeout(() => {
            setRows((old) => [
              ...old,
              ...Array.from({ length: PAGE }, (_, index) => lead(old.length + index)),
            ]);
            setLoading(false);
          }, 60);
        }}
        sort={sort}
        onSort={setSort}
      />
    </>
  );
}
