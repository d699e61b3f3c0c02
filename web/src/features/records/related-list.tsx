import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { RecordSection } from "@/ui/record/record-layout.tsx";
import { messageOf } from "./message-of.ts";
import type { PageOf, PageParams } from "./resource.ts";
import { ShowMore } from "./show-more.tsx";

/* A glance, not a list: the rest comes when it is asked for. */
const FIRST_ROWS = 5;
const MORE_ROWS = 25;

/** One line of a related list. */
export interface RelatedRow {
  href: string;
  before?: ReactNode;
  title: string;
  detail?: ReactNode;
  end?: ReactNode;
}

/** What belongs to a record: the first few, and the rest when it is asked for. */
export function RelatedList<Row extends { id: string }>({
  title,
  name,
  filter,
  page,
  row,
  action,
  empty,
  quiet,
}: {
  title: string;
  /** What the rows are, in the cache. */
  name: string;
  filter: { field: string; value: string };
  page: (query: PageParams, signal: AbortSignal) => Promise<PageOf<Row>>;
  row: (row: Row) => RelatedRow;
  action?: ReactNode;
  /** What is said when there is none. */
  empty?: string;
  /** Not there at all when there is none: for what most records never have. */
  quiet?: boolean;
}) {
  const { t } = useLingui();
  const query = useInfiniteQuery({
    queryKey: [name, "related", filter],
    staleTime: 15_000,
    queryFn: ({ pageParam, signal }) =>
      page(
        {
          filter: JSON.stringify({ ...filter, op: "eq" }),
          cursor: pageParam,
          limit: pageParam ? MORE_ROWS : FIRST_ROWS,
        },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (quiet && rows.length === 0) return null;
  return (
    <RecordSection title={title} action={action}>
      {query.isPending ? <SkeletonLines count={2} label={t`Loading ${title}`} /> : null}
      {query.error ? <p className="text-ink-2">{messageOf(query.error)}</p> : null}
      {query.data && rows.length === 0 ? <p className="py-1 text-ink-3">{empty}</p> : null}
      {rows.length > 0 ? (
        <ul aria-label={title} className="-mx-2 border-t border-line">
          {rows.map((item) => (
            <li key={item.id}>
              <Line {...row(item)} />
            </li>
          ))}
        </ul>
      ) : null}
      <ShowMore query={query} />
    </RecordSection>
  );
}

function Line({ href, before, title, detail, end }: RelatedRow) {
  return (
    <div className="relative flex min-h-9 items-center gap-3 border-b border-line px-2 py-1.5 hover:bg-hover touch:min-h-12">
      {before}
      <div className="min-w-0 flex-1 sm:flex sm:items-baseline sm:gap-3">
        <a
          href={href}
          className="block truncate font-medium outline-offset-[-2px] after:absolute after:inset-0"
        >
          <bdi>{title}</bdi>
        </a>
        {detail ? <div className="truncate text-sm text-ink-2">{detail}</div> : null}
      </div>
      {end ? <div className="shrink-0 text-end text-sm">{end}</div> : null}
    </div>
  );
}
