import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import type { ImportReport } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useGo } from "@/features/records/use-go.ts";
import { Button, buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";
import { checksItself, importHref } from "./import-steps.ts";
import { RejectedRows } from "./imported-rows.tsx";
import { isRunning } from "./imports.ts";
import { ConfirmedNames, NameMatches } from "./name-matches.tsx";
import { MadeText, OutcomeFigures, useOutcomeText } from "./outcome.tsx";
import { RunProgress } from "./run-progress.tsx";
import { StepFooter } from "./section.tsx";
import { UnknownNames } from "./unknown-names.tsx";
import type { ImportView } from "./use-import.ts";

/* Several names are confirmed in a row: what they come to is found out when one pauses. */
const SETTLE_MS = 700;

/** The third step: what the import would do, to the row. It is the import itself, taken back. */
export function CheckStep({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const { detail, run, starting } = view;
  const busy = isRunning(detail) || starting;
  const wanted = checksItself(detail, view.saving) && !busy && !view.runError;
  const first = detail.version === 1 || !detail.finished_at;
  useEffect(() => {
    if (!wanted) return;
    const timer = setTimeout(() => run(true), first ? 0 : SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wanted, first, run]);
  return (
    <>
      {detail.state === "failed" ? (
        <Notice tone="bad">
          {detail.problem} <Trans>Nothing of the file was imported. Check it again.</Trans>
        </Notice>
      ) : null}
      {view.runError ? <Notice tone="bad">{messageOf(view.runError)}</Notice> : null}
      <NameMatches view={view} />
      {detail.checked && !busy && !view.saving ? (
        <Report view={view} report={detail.checked} />
      ) : busy || wanted || view.saving ? (
        <RunProgress
          view={view}
          label={
            view.saving
              ? t`The file is read with your change…`
              : t`Finding out what the import would do…`
          }
        />
      ) : detail.state === "failed" || view.runError ? null : (
        <EmptyState title={t`Nothing was checked yet`}>
          <Trans>
            A check reads the whole file and tells exactly what would be new, changed or rejected.
            Nothing is imported by it.
          </Trans>
        </EmptyState>
      )}
      <ConfirmedNames view={view} />
      <UnknownNames view={view} />
      {detail.checked?.counts.rejected && !view.saving && !busy ? (
        <RejectedRows detail={detail}>
          <Trans>
            The others are imported without them. The file holds these rows as they are, with their
            reasons, to be mended and imported later.
          </Trans>
        </RejectedRows>
      ) : null}
      <Footer view={view} busy={busy || wanted || view.saving} />
    </>
  );
}

function Report({ view, report }: { view: ImportView; report: ImportReport }) {
  const { t } = useLingui();
  const say = useOutcomeText();
  const { created = 0, updated = 0, merged = 0, rejected = 0, read = 0 } = report.counts;
  const idle = created + updated + merged === 0;
  return (
    <section aria-label={t`What the import would do`} className="grid gap-2">
      <div role="status">
        <VisuallyHidden>{say(report.counts, true)}</VisuallyHidden>
      </div>
      <OutcomeFigures counts={report.counts} planned />
      <MadeText made={report.counts.made} planned />
      {idle && rejected === 0 && read > 0 ? (
        <p className="text-ink-2">
          <Trans>
            Every row is here already, just as the file says. There is nothing to import.
          </Trans>
        </p>
      ) : null}
      {rejected > 0 && rejected === read ? (
        <Notice tone="warn">
          <Trans>Not one row can be imported so. The reasons are below.</Trans>
        </Notice>
      ) : null}
      <p className="text-sm text-ink-2">
        {view.detail.preview.rows === read ? (
          <Trans>
            Nothing is imported yet. These numbers are exact: the whole import was tried and taken
            back.
          </Trans>
        ) : null}
      </p>
    </section>
  );
}

function Footer({ view, busy }: { view: ImportView; busy: boolean }) {
  const { t } = useLingui();
  const go = useGo();
  const { detail } = view;
  const counts = detail.checked?.counts;
  const effect = (counts?.created ?? 0) + (counts?.updated ?? 0) + (counts?.merged ?? 0);
  const start = () => {
    go(importHref(detail.id, "import"));
    view.run(false);
  };
  return (
    <StepFooter
      summary={
        counts ? (
          <Trans>The whole file comes in at once, or nothing of it.</Trans>
        ) : busy ? null : (
          <Trans>Find out first what the import would do.</Trans>
        )
      }
    >
      <a href={importHref(detail.id)} className={buttonClass()}>{t`Back to the columns`}</a>
      {!busy && !counts ? (
        <Button variant="primary" onClick={() => view.run(true)}>{t`Check the file`}</Button>
      ) : (
        <Button variant="primary" busy={busy} onClick={start}>
          {counts && effect > 0
            ? plural(effect, { one: "Import # row", other: "Import # rows" })
            : t`Import`}
        </Button>
      )}
    </StepFooter>
  );
}
