import { Trans, useLingui } from "@lingui/react/macro";
import type { SearchGroup } from "@/api/generated/types.gen.ts";
import { highlight } from "./highlight.ts";
import { hitHref } from "./search-groups.ts";
import { type SearchSearch, searchHref } from "./search-search.ts";

/** What was found of one noun, and the way to the rest of it. */
export function HitGroup({
  group,
  text,
  search,
}: {
  group: SearchGroup;
  text: string;
  search: SearchSearch;
}) {
  const { t } = useLingui();
  const names: Record<string, string> = {
    lead: t`Leads`,
    contact: t`Contacts`,
    company: t`Companies`,
    deal: t`Deals`,
    activity: t`Activities`,
  };
  const name = names[group.noun] ?? group.noun;
  const id = `hits-${group.noun}`;
  return (
    <section aria-labelledby={id} className="mb-6 max-w-3xl">
      <div className="mb-1 flex items-baseline justify-between gap-3">
        <h2 id={id} className="text-sm font-semibold">
          {name}
        </h2>
        {search.noun ? (
          <a href={searchHref({ q: search.q })} className="text-sm text-ink-2 hover:underline">
            {t`Show all nouns`}
          </a>
        ) : group.more ? (
          <a
            href={searchHref({ ...search, noun: group.noun })}
            className="text-sm text-ink-2 hover:underline touch:py-2.5"
          >
            <Trans>More {name}</Trans>
          </a>
        ) : null}
      </div>
      <ul>
        {group.hits.map((hit) => (
          <HitLine
            key={hit.id}
            href={hitHref(group.noun, hit)}
            title={hit.title}
            detail={hit.subtitle ?? ""}
            text={text}
          />
        ))}
      </ul>
      {search.noun && group.more ? (
        <p className="py-2 text-sm text-ink-3">{t`There are more. Another word narrows them down.`}</p>
      ) : null}
    </section>
  );
}

/** One line that leads to a record. */
export function HitLine({
  href,
  title,
  detail,
  text,
}: {
  href: string | null;
  title: string;
  detail: string;
  text: string;
}) {
  const words = (
    <>
      <bdi className="truncate font-medium">
        <Marked words={title} by={text} />
      </bdi>
      <bdi className="truncate text-sm text-ink-2">
        <Marked words={detail} by={text} />
      </bdi>
    </>
  );
  const box = "flex min-h-9 items-baseline gap-3 border-b border-line px-2 py-1.5 touch:min-h-12";
  return (
    <li>
      {href ? (
        <a
          href={href}
          data-walk
          className={`${box} outline-offset-[-2px] hover:bg-paper focus-visible:bg-paper`}
        >
          {words}
        </a>
      ) : (
        <span className={box}>{words}</span>
      )}
    </li>
  );
}

function Marked({ words, by }: { words: string; by: string }) {
  return highlight(words, by).map(({ text, hit }, at) =>
    hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never move
      <mark key={at} className="rounded-[2px] bg-mark-soft text-ink">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
