import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { recordHref } from "@/features/records/record-ref.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { useRouter } from "@/router/router-context.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { CatchingUp } from "./catching-up.tsx";
import { nounWord } from "./find-everything.ts";
import { recentRecords } from "./recent.ts";
import { searchQuery } from "./search-groups.ts";
import { HitGroup, HitLine } from "./search-hits.tsx";
import { type SearchSearch, searchHref } from "./search-search.ts";

const SETTLED_MS = 200;

/** Everything that holds some words, by noun; without words what was looked at last. */
export function SearchPage({ search }: { search: SearchSearch }) {
  const { t } = useLingui();
  const router = useRouter();
  const [typed, setTyped] = useState(search.q ?? "");
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const page = useRef<HTMLDivElement>(null);
  const text = (search.q ?? "").trim();
  const found = useQuery({
    ...searchQuery(text, search.noun),
    placeholderData: keepPreviousData,
  });
  useTitle(text === "" ? t`Search` : t`${text}: search`);
  const count = (found.data ?? []).reduce((sum, { hits }) => sum + hits.length, 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows walk its links, which have the focus themselves
    <div
      ref={page}
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => walk(event, page.current)}
    >
      <PageHeader title={t`Search`}>
        <search className="max-w-xl pb-3">
          <Input
            type="search"
            aria-label={t`Search for`}
            placeholder={t`Beginnings of words: hadd ine finds Ines Haddad`}
            autoFocus
            data-walk
            value={typed}
            onChange={(event) => {
              const next = event.target.value;
              setTyped(next);
              clearTimeout(waiting.current);
              waiting.current = setTimeout(
                () => router.history.replace(searchHref({ ...search, q: next.trim() })),
                SETTLED_MS,
              );
            }}
          />
        </search>
      </PageHeader>
      <CatchingUp />
      <p role="status" className="sr-only">
        {text === "" || found.isFetching ? "" : plural(count, { one: "# hit", other: "# hits" })}
      </p>
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-4 md:px-6">
        {text === "" ? (
          <Recent />
        ) : found.error ? (
          <ErrorState title={t`The search did not work`} onRetry={() => void found.refetch()}>
            {messageOf(found.error)}
          </ErrorState>
        ) : found.isPending ? (
          <SkeletonLines count={8} label={t`Searching…`} />
        ) : found.data.length === 0 ? (
          <EmptyState title={t`Nothing found`}>
            <Trans>
              No record that you can see holds all of these words. Fewer letters find more.
            </Trans>
          </EmptyState>
        ) : (
          found.data.map((group) => (
            <HitGroup key={group.noun} group={group} text={text} search={search} />
          ))
        )}
      </div>
    </div>
  );
}

function Recent() {
  const { t } = useLingui();
  const { user } = useSession();
  const [recent] = useState(() => recentRecords(user.id));
  if (recent.length === 0)
    return (
      <EmptyState title={t`Search leads, contacts, companies, deals and activities`}>
        <Trans>What you look at will be listed here.</Trans>
      </EmptyState>
    );
  return (
    <section aria-labelledby="recent" className="max-w-3xl">
      <h2 id="recent" className="mb-1 text-sm font-semibold">{t`Looked at last`}</h2>
      <ul>
        {recent.map(({ noun, id, name }) => (
          <HitLine
            key={id}
            href={recordHref({ noun, id })}
            title={name}
            detail={nounWord(noun)}
            text=""
          />
        ))}
      </ul>
    </section>
  );
}

/* Down and up go from the box through the hits and back. */
function walk(event: KeyboardEvent, page: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !page || event.ctrlKey || event.metaKey || event.altKey) return;
  const stops = [...page.querySelectorAll<HTMLElement>("[data-walk]")];
  const next = stops[stops.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
