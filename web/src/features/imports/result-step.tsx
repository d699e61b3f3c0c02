import { Trans, useLingui } from "@lingui/react/macro";
import { Undo2 } from "lucide-react";
import { useEffect } from "react";
import { useGo } from "@/features/records/use-go.ts";
import { buttonClass } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { DateText } from "@/ui/format/format-context.tsx";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";
import { nounOf } from "./import-nouns.ts";
import { importHref } from "./import-steps.ts";
import { ImportedRows, RejectedRows } from "./imported-rows.tsx";
import { canUndo, isRunning } from "./imports.ts";
import { MadeText, OutcomeFigures, useOutcomeText } from "./outcome.tsx";
import { RunProgress } from "./run-progress.tsx";
import { UndoDialog } from "./undo-dialog.tsx";
import { UndoneResult, UndoProgress } from "./undo-result.tsx";
import type { ImportView } from "./use-import.ts";

/** The last step: the import while it runs, what it did, and its undo. `asksUndo`: the address is that of the question. */
export function ResultStep({ view, asksUndo }: { view: ImportView; asksUndo: boolean }) {
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
  if (view.detail.state === "undoing") return <UndoProgress view={view} />;
  if (view.detail.state === "undone") return <UndoneResult detail={view.detail} />;
  return <Result view={view} asksUndo={asksUndo} />;
}

function Result({ view, asksUndo }: { view: ImportView; asksUndo: boolean }) {
  const { detail } = view;
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
        <UndoOffer view={view} asks={asksUndo} />
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

/* Until when it can be undone; what that would do is said before it is done. */
function UndoOffer({ view, asks }: { view: ImportView; asks: boolean }) {
  const { t } = useLingui();
  const go = useGo();
  const { detail } = view;
  const { problem } = detail;
  const { undo } = view;
  // Each time it is asked, what it would do is found out anew.
  useEffect(() => {
    if (asks) undo(true);
  }, [asks, undo]);
  if (detail.noun === "people")
    return (
      <p className="text-sm text-ink-2">
        <Trans>
          An import of people is not undone: they may have signed in and own records. Change or
          suspend them on the page <a href="/people">People</a>.
        </Trans>
      </p>
    );
  if (!detail.undo_until) return null;
  if (!canUndo(detail) && detail.state === "done")
    return (
      <p className="text-sm text-ink-2">
        <Trans>An import can be undone for 30 days. This one is older.</Trans>
      </p>
    );
  return (
    <div className="grid gap-2">
      {problem && detail.undone_at ? (
        <Notice tone="bad">
          <Trans>The undo broke off: {problem} Undo again, and it goes on from there.</Trans>
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <a href={importHref(detail.id, "undo")} className={buttonClass()}>
          <Undo2 aria-hidden="true" size={14} />
          {t`Undo this import…`}
        </a>
        <p className="text-sm text-ink-2">
          <Trans>
            Possible until <DateText value={detail.undo_until.slice(0, 10)} />. You see first what
            it would do.
          </Trans>
        </p>
      </div>
      {asks ? <UndoDialog view={view} onClose={() => go(importHref(detail.id))} /> : null}
    </div>
  );
}
