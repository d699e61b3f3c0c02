import { Trans, useLingui } from "@lingui/react/macro";
import { buttonClass } from "@/ui/button.tsx";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";
import { nounOf } from "./import-nouns.ts";
import { ImportedRows, RejectedRows } from "./imported-rows.tsx";
import { isRunning } from "./imports.ts";
import { MadeText, OutcomeFigures, useOutcomeText } from "./outcome.tsx";
import { RunProgress } from "./run-progress.tsx";
import type { ImportView } from "./use-import.ts";

/** The last step: the import while it runs, and what it did. */
export function ResultStep({ view }: { view: ImportView }) {
  const { t } = useLingui();
  if (isRunning(view.detail))
    return (
      <div className="grid gap-3">
        <RunProgress view={view} label={t`Importing…`} />
        <p className="text-sm text-ink-2">
          <Trans>
            You need not wait: the import goes on when you leave, and its result is kept under
            “Earlier imports”.
          </Trans>
        </p>
      </div>
    );
  return <Result view={view} />;
}

function Result({ view: { detail } }: { view: ImportView }) {
  const { t, i18n } = useLingui();
  const say = useOutcomeText();
  const noun = nounOf(detail.noun);
  const { created = 0, updated = 0, merged = 0, rejected = 0 } = detail.counts;
  const changed = created + updated + merged;
  const label = noun ? i18n._(noun.label) : detail.noun;
  return (
    <>
      <section aria-label={t`What the import did`} className="grid gap-3">
        <h2 className="font-display text-2xl font-medium">
          {changed > 0 ? t`It is in` : rejected > 0 ? t`Nothing came in` : t`Nothing changed`}
        </h2>
        <div role="status">
          <VisuallyHidden>{say(detail.counts, false)}</VisuallyHidden>
        </div>
        <OutcomeFigures counts={detail.counts} planned={false} />
        <MadeText made={detail.counts.made} planned={false} />
        {changed === 0 && rejected === 0 ? (
          <p className="text-ink-2">
            <Trans>Everything in this file was here already, just as it says.</Trans>
          </p>
        ) : null}
        {detail.searchable ? null : (
          <p className="text-sm text-ink-2" role="status">
            <Trans>Search is still catching up; everything else is ready.</Trans>
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {noun?.list ? (
            <a href={noun.list} className={buttonClass("primary")}>
              <Trans>Go to: {label}</Trans>
            </a>
          ) : null}
          <a href="/imports" className={buttonClass(noun?.list ? "secondary" : "primary")}>
            {t`Import another file`}
          </a>
        </div>
      </section>
      {rejected > 0 ? (
        <RejectedRows detail={detail}>
          <Trans>
            The file holds these rows as they were, with their reasons. Mend it and import it: the
            rows that are in already stay as they are.
          </Trans>
        </RejectedRows>
      ) : null}
      {changed > 0 && noun?.record ? <ImportedRows detail={detail} /> : null}
    </>
  );
}
