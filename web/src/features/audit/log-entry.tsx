import { Plural, useLingui } from "@lingui/react/macro";
import { ChevronRight } from "lucide-react";
import { useFormats } from "@/ui/format/format-context.tsx";

/** A field before and after. */
export interface LoggedChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** A line of a log; what changed is behind it. */
export function LogEntry({
  at,
  who,
  what,
  about,
  href,
  changes,
}: {
  at: string;
  who: string;
  what: string;
  /** What it was done to. */
  about?: string;
  /** Where that is. */
  href?: string;
  changes: readonly LoggedChange[];
}) {
  return (
    <li className="border-b border-line">
      {changes.length === 0 ? (
        <div className="flex items-start py-2 ps-6">
          <Line at={at} who={who} what={what} about={about} />
        </div>
      ) : (
        <details className="group">
          <summary className="flex cursor-default list-none items-start rounded-m py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
            <ChevronRight
              aria-hidden="true"
              className="mx-1 mt-0.5 size-4 shrink-0 text-ink-3 group-open:rotate-90 rtl:-scale-x-100"
            />
            <Line at={at} who={who} what={what} about={about} count={changes.length} />
          </summary>
          <Changes changes={changes} about={about} href={href} />
        </details>
      )}
    </li>
  );
}

function Line({
  at,
  who,
  what,
  about,
  count,
}: {
  at: string;
  who: string;
  what: string;
  about?: string;
  count?: number;
}) {
  const formats = useFormats();
  return (
    <span className="grid min-w-0 flex-1 gap-x-4 md:grid-cols-[11rem_10rem_1fr_auto]">
      <time dateTime={at} className="text-ink-3 tabular-nums">
        {formats.moment(at)}
      </time>
      <bdi className="min-w-0 truncate font-medium">{who}</bdi>
      <span className="min-w-0 break-words">
        {what}
        {about ? (
          <span className="text-ink-2">
            {" "}
            · <bdi>{about}</bdi>
          </span>
        ) : null}
      </span>
      {count === undefined ? null : (
        <span className="text-sm text-ink-3">
          <Plural value={count} one="# field" other="# fields" />
        </span>
      )}
    </span>
  );
}

/* The way to what was changed is here: a line that opens holds no link. */
function Changes({
  changes,
  about,
  href,
}: {
  changes: readonly LoggedChange[];
  about?: string;
  href?: string;
}) {
  const { t } = useLingui();
  return (
    <div className="overflow-x-auto ps-6 pb-3">
      {href ? (
        <a
          href={href}
          className="text-accent hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
        >
          <bdi>{about ?? t`Open`}</bdi>
        </a>
      ) : null}
      <table className="w-full min-w-80 text-start text-sm">
        <thead className="text-ink-3">
          <tr>
            <th scope="col" className="w-1/4 py-1 pe-4 text-start font-medium">{t`Field`}</th>
            <th scope="col" className="py-1 pe-4 text-start font-medium">{t`Before`}</th>
            <th scope="col" className="py-1 text-start font-medium">{t`After`}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field} className="border-t border-line align-top">
              <th scope="row" className="py-1 pe-4 text-start font-normal text-ink-2">
                {field.replaceAll("_", " ")}
              </th>
              <td className="py-1 pe-4 break-words text-ink-2">
                <Value value={before} />
              </td>
              <td className="py-1 break-words">
                <Value value={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/* As it stands in the log: a log that words its values could not be compared with anything. */
function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) return <span className="text-ink-3">—</span>;
  return <bdi>{typeof value === "string" ? value : JSON.stringify(value)}</bdi>;
}
