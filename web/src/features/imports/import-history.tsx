import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { usePeople } from "@/features/people/people.ts";
import { PersonText } from "@/features/people/person-text.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Button } from "@/ui/button.tsx";
import { Chip, type ChipTone } from "@/ui/chip.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import type { Column } from "@/ui/table/columns.ts";
import { DataTable } from "@/ui/table/data-table.tsx";
import { Bounded } from "./bounded.tsx";
import { nounOf } from "./import-nouns.ts";
import { importHref } from "./import-steps.ts";
import { canUndo, type Import, importsQuery } from "./imports.ts";
import { STATE_WORDS } from "./words.ts";

/** The imports of before: what each did, and those that wait to be gone on with. */
export function ImportHistory() {
  const { t } = useLingui();
  const query = useInfiniteQuery(importsQuery);
  const columns = useColumns();
  const state = useStateText();
  const nounText = useNounText();
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="earlier" className="grid gap-2">
      <h2 id="earlier" className="font-display text-lg font-medium">{t`Earlier imports`}</h2>
      {query.isPending ? <SkeletonLines count={3} label={t`Loading`} /> : null}
      {query.error ? (
        <div className="flex flex-wrap items-center gap-3">
          <Notice tone="bad">{messageOf(query.error)}</Notice>
          <Button onClick={() => void query.refetch()}>{t`Try again`}</Button>
        </div>
      ) : null}
      {query.data && rows.length === 0 ? (
        <p className="text-ink-2">
          <Trans>None yet. What you import is listed here, with what each row did.</Trans>
        </p>
      ) : null}
      {rows.length > 0 ? (
        <Bounded rows={rows.length}>
          <DataTable
            label={t`Earlier imports`}
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            rowHref={({ id }) => importHref(id)}
            card={(row) => ({
              title: <bdi>{row.file_name}</bdi>,
              detail: (
                <>
                  {nounText(row.noun)} · <Effect row={row} />
                </>
              ),
              end: state(row),
              endDetail: <MomentText value={row.created_at} />,
            })}
            hasMore={query.hasNextPage}
            loading={query.isFetchingNextPage}
            loadMore={() => void query.fetchNextPage()}
          />
        </Bounded>
      ) : null}
    </section>
  );
}

const TONES: Record<string, ChipTone> = {
  previewed: "mark",
  running: "accent",
  done: "ok",
  weighing: "ok",
  undoing: "accent",
  failed: "bad",
};

function useStateText(): (row: Import) => ReactNode {
  const { i18n } = useLingui();
  return ({ state }) => {
    const words = STATE_WORDS[state];
    return <Chip tone={TONES[state] ?? "plain"}>{words ? i18n._(words) : state}</Chip>;
  };
}

function useNounText(): (noun: string) => string {
  const { i18n } = useLingui();
  return (noun) => {
    const known = nounOf(noun);
    return known ? i18n._(known.label) : noun;
  };
}

function useColumns(): Column<Import>[] {
  const { t } = useLingui();
  const people = usePeople();
  const state = useStateText();
  const nounText = useNounText();
  return [
    {
      id: "file",
      header: t`File`,
      width: 150,
      grow: 2,
      cell: (row) => <bdi>{row.file_name || t`Without a name`}</bdi>,
    },
    { id: "noun", header: t`Holds`, width: 104, grow: 1, cell: (row) => nounText(row.noun) },
    { id: "state", header: t`State`, width: 116, grow: 0, cell: state },
    {
      id: "effect",
      header: t`What it did`,
      width: 150,
      grow: 2,
      cell: (row) => <Effect row={row} />,
    },
    {
      id: "owner",
      header: t`By`,
      width: 110,
      grow: 1,
      cell: (row) => (row.owner_id ? <PersonText id={row.owner_id} people={people} /> : null),
    },
    {
      id: "undo",
      header: t`Undo`,
      width: 64,
      grow: 0,
      control: true,
      cell: (row) => <UndoLink row={row} />,
    },
    {
      id: "at",
      header: t`Uploaded`,
      width: 124,
      grow: 0,
      align: "end",
      cell: (row) => <MomentText value={row.created_at} />,
    },
  ];
}

/* Leads to the question whether it is to be undone, as long as it can be. */
function UndoLink({ row }: { row: Import }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (!canUndo(row) || !row.undo_until) return null;
  const day = formats.date(row.undo_until.slice(0, 10));
  const name = row.file_name;
  return (
    <a
      href={importHref(row.id, "undo")}
      title={t`Possible until ${day}`}
      aria-label={t`Undo the import of ${name}, possible until ${day}`}
      className="underline"
    >
      {t`Undo…`}
    </a>
  );
}

/* What an import did, in a few words; nothing while it has done nothing. */
function Effect({ row }: { row: Import }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { state, counts, problem } = row;
  if (state === "failed") return problem;
  if (state === "undone") return <Undone row={row} />;
  if (state !== "done" && state !== "weighing") return null;
  const created = formats.number(counts.created ?? 0);
  const changed = formats.number((counts.updated ?? 0) + (counts.merged ?? 0));
  const rejected = formats.number(counts.rejected ?? 0);
  const parts = [
    counts.created ? t`${created} new` : null,
    counts.updated || counts.merged ? t`${changed} changed` : null,
    counts.rejected ? t`${rejected} rejected` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? enumerate(parts) : t`Nothing changed`;
}

function Undone({ row: { undo } }: { row: Import }) {
  const { t } = useLingui();
  const formats = useFormats();
  const undone = undo?.undone ?? 0;
  const stayed = (undo?.changed ?? 0) + (undo?.kept ?? 0);
  const kept = formats.number(stayed);
  return enumerate([
    plural(undone, { one: "# row undone", other: "# rows undone" }),
    stayed > 0 ? t`${kept} kept` : null,
  ]);
}
