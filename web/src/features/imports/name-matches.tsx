import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { NearMatch } from "@/api/generated/types.gen.ts";
import { Button } from "@/ui/button.tsx";
import { confirmedNames } from "./mapping.ts";
import { certain, confirmation } from "./near-matches.ts";
import type { ImportView } from "./use-import.ts";

/** Names that are not here beside names that are: proposed, never taken by themselves, and confirmed once. */
export function NameMatches({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const waiting = waitingMatches(view);
  const sure = certain(waiting);
  if (waiting.length === 0) return null;
  return (
    <section
      aria-label={t`Do these names mean the same?`}
      className="grid gap-3 rounded-m border border-mark bg-mark-soft p-4"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="flex-1 basis-64 font-display text-lg font-medium">
          {t`Do these names mean the same?`}
        </h2>
        {sure.length > 1 ? (
          <Button variant="primary" size="sm" onClick={() => view.save(confirmation(sure))}>
            <Plural value={sure.length} one="Confirm # name" other="Confirm all # names" />
          </Button>
        ) : null}
      </div>
      <ul className="grid gap-2">
        {waiting.map((match) => (
          <Proposal key={`${match.field} ${match.from} ${match.to}`} view={view} match={match} />
        ))}
      </ul>
      <p className="text-sm text-ink-2">
        <Trans>
          What you confirm is remembered for the next file with the same columns. Rows of a name
          that nobody confirms are not imported.
        </Trans>
      </p>
    </section>
  );
}

/* Those that were not confirmed a moment ago. */
function waitingMatches({ detail, mapping }: ImportView): NearMatch[] {
  return (detail.preview.near_matches ?? []).filter(
    ({ field, from }) => mapping.values?.[field]?.[from] === undefined,
  );
}

function Proposal({ view, match }: { view: ImportView; match: NearMatch }) {
  const { t } = useLingui();
  const label = view.detail.preview.fields?.find(({ field }) => field === match.field)?.label;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-m bg-surface px-3 py-2">
      <p className="min-w-0 flex-1 basis-56">
        <Trans>
          <b className="font-semibold">{match.from}</b> means{" "}
          <b className="font-semibold">{match.to}</b>
        </Trans>{" "}
        <span className="text-sm text-ink-2">
          {label}, <Plural value={match.rows} one="# row" other="# rows" />
        </span>
      </p>
      <Button
        size="sm"
        aria-label={t`Confirm that ${match.from} means ${match.to}`}
        onClick={() => view.save(confirmation([match]))}
      >
        {t`Confirm`}
      </Button>
    </li>
  );
}

/** The names that were confirmed, each of which can be taken back. */
export function ConfirmedNames({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const names = confirmedNames(view.detail, view.mapping);
  if (names.length === 0) return null;
  return (
    <details className="group text-sm">
      <summary className="w-fit cursor-pointer font-medium text-ink-2 hover:text-ink touch:py-2.5">
        <Plural value={names.length} one="# confirmed name" other="# confirmed names" />
      </summary>
      <ul className="mt-2 grid gap-1">
        {names.map(({ field, from, to }) => (
          <li key={`${field} ${from}`} className="flex items-center gap-3">
            <span className="min-w-0 break-words">
              <Trans>
                <bdi>{from}</bdi> means <b className="font-medium">{to}</b>
              </Trans>
            </span>
            <Button
              size="sm"
              variant="ghost"
              aria-label={t`Take back that ${from} means ${to}`}
              onClick={() => view.save({ values: { [field]: { [from]: null } } })}
            >
              {t`Take back`}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
