import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { CheckStep } from "./check-step.tsx";
import { ColumnsStep } from "./columns-step.tsx";
import { nounOf } from "./import-nouns.ts";
import { canOpen, type ImportSearch, importHref, openStep, type Step } from "./import-steps.ts";
import { LeaveGuard } from "./leave-guard.tsx";
import { NoAccess } from "./no-access.tsx";
import { ResultStep } from "./result-step.tsx";
import { StepList } from "./step-list.tsx";
import { type ImportView, useImport } from "./use-import.ts";

/** One import, at the step where it stands. The server keeps all of it: the page can be left and come back to. */
export function ImportDetailPage({ id, search }: { id: string; search: ImportSearch }) {
  const { t } = useLingui();
  const allowed = useCan("imports.create");
  useTitle(t`Import`);
  return allowed ? <Import id={id} search={search} /> : <NoAccess />;
}

function Import({ id, search }: { id: string; search: ImportSearch }) {
  const { t } = useLingui();
  const view = useImport(id);
  if (!view)
    return (
      <>
        <PageHeader title={t`Import`} />
        <div className="flex-1 bg-surface p-6">
          <SkeletonLines count={6} label={t`Loading`} />
        </div>
      </>
    );
  return <Steps view={view} search={search} />;
}

function Steps({ view, search }: { view: ImportView; search: ImportSearch }) {
  const { t } = useLingui();
  const { detail } = view;
  const step = openStep(detail, search);
  const unfinished = detail.state === "previewed" || detail.state === "failed";
  const top = useFocusOnStep(step);
  const hrefOf = (to: Step) => {
    if (to === "file") return "/imports";
    if (!canOpen(detail, to)) return null;
    return importHref(detail.id, to === "check" ? "check" : undefined);
  };
  return (
    <>
      <PageHeader title={t`Import`} summary={<Summary view={view} />}>
        <StepList current={step} hrefOf={hrefOf} />
      </PageHeader>
      <div
        ref={top}
        tabIndex={-1}
        className="min-h-0 flex-1 overflow-y-auto bg-surface outline-none"
      >
        <div className="mx-auto flex min-h-full max-w-5xl flex-col gap-6 px-4 py-5 md:px-6">
          <SaveTrouble view={view} />
          {step === "columns" ? <ColumnsStep view={view} /> : null}
          {step === "check" ? <CheckStep view={view} /> : null}
          {step === "result" ? <ResultStep view={view} asksUndo={search.step === "undo"} /> : null}
        </div>
      </div>
      <LeaveGuard unfinished={unfinished} loses={view.saving} title={t`Leave without importing?`}>
        <Trans>
          Nothing of {detail.file_name} has been imported yet. The file and how it is read are kept
          for seven days, under “Earlier imports”.
        </Trans>
      </LeaveGuard>
    </>
  );
}

/* A new step begins at its top, for the eye and for the keyboard. */
function useFocusOnStep(step: Step) {
  const top = useRef<HTMLDivElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    top.current?.scrollTo({ top: 0 });
    top.current?.focus({ preventScroll: true });
  }, [step]);
  return top;
}

function Summary({ view: { detail } }: { view: ImportView }) {
  const { i18n } = useLingui();
  const formats = useFormats();
  const noun = nounOf(detail.noun);
  const rows = formats.number(detail.preview.rows ?? 0);
  return (
    <>
      <Figure>
        <bdi className="break-all">{detail.file_name}</bdi>
      </Figure>
      {", "}
      {noun ? i18n._(noun.label) : detail.noun}
      {", "}
      <Trans>
        <Figure>{rows}</Figure> rows
      </Trans>
    </>
  );
}

function SaveTrouble({ view }: { view: ImportView }) {
  const { t } = useLingui();
  if (!view.saveError || view.saving) return null;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Notice tone="bad">
        <Trans>The change was not kept.</Trans> {messageOf(view.saveError)}
      </Notice>
      <Button onClick={view.saveAgain}>{t`Try again`}</Button>
    </div>
  );
}
