import { useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createActivity } from "@/api/generated/sdk.gen.ts";
import type { ActivityDraft } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { DraftNotice } from "@/features/records/draft-notice.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { zonedInstant } from "@/ui/format/zoned.ts";
import { keepDraft, readDraft } from "@/ui/forms/draft-store.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Input, Textarea } from "@/ui/forms/input.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { type About, draftOf, type LogEntry, type LogKind } from "./activities.ts";
import { entryOf, keepEntry, logDraftKey } from "./log-draft.ts";

/* A task is due when the day's work ends, on the workspace's clock. */
const WORK_ENDS = "17:00";

/** Which form is open. "next": a task, asked for because one has just been closed. */
export type LogOpening = LogKind | "next" | null;

/** Write a note, log a call or a meeting, plan a task: buttons that open one small form. */
export function LogActivity({
  about,
  opening,
  onOpening,
  onSaved,
}: {
  about: About;
  opening: LogOpening;
  onOpening: (opening: LogOpening) => void;
  /** Brings the timeline up to date; the form stays busy until then. */
  onSaved: () => Promise<unknown>;
}) {
  const { t } = useLingui();
  const kind = opening === "next" ? "task" : opening;
  const kinds: [LogKind, string, string][] = [
    ["note", t`Write a note`, "w"],
    ["call", t`Log a call`, "l"],
    ["meeting", t`Log a meeting`, "m"],
    ["task", t`Plan a task`, "t"],
  ];
  const group = t`On this page`;
  useShortcuts(
    kinds.map(([id, label, keys]) => ({ keys, label, group, run: () => onOpening(id) })),
  );
  return (
    <div className="mb-3 grid gap-2">
      <div className="flex flex-wrap gap-1.5">
        {kinds.map(([id, label, keys]) => (
          <Button
            key={id}
            size="sm"
            aria-keyshortcuts={keys}
            aria-expanded={kind === id}
            onClick={() => onOpening(kind === id ? null : id)}
            className="aria-expanded:border-mark aria-expanded:bg-mark-soft"
          >
            {label}
          </Button>
        ))}
      </div>
      {kind ? (
        <ActivityForm
          key={opening}
          kind={kind}
          asksNext={opening === "next"}
          about={about}
          onSaved={onSaved}
          onDone={() => onOpening(null)}
        />
      ) : null}
    </div>
  );
}

/** The form itself: of one kind, about one record. */
export function ActivityForm({
  kind,
  asksNext,
  about,
  onSaved,
  onDone,
}: {
  kind: LogKind;
  asksNext: boolean;
  about: About;
  onSaved: () => Promise<unknown>;
  onDone: () => void;
}) {
  const { t } = useLingui();
  const { timeZone } = useFormats();
  const key = logDraftKey(useSession().user.id, about, kind);
  const [missing, setMissing] = useState(false);
  const [begun, setBegun] = useState(() => readDraft<LogEntry>(key));
  const leave = () => {
    keepDraft(key, null);
    onDone();
  };
  const save = useMutation({
    mutationFn: (body: ActivityDraft) => createActivity({ body, throwOnError: true }),
    onSuccess: async () => {
      keepDraft(key, null);
      await onSaved();
      onDone();
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : null;
  const errorOf = (field: string) => problem?.field(field);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const draft = draftOf(entryOf(kind, event.currentTarget), about, (day) =>
      zonedInstant(`${day}T${WORK_ENDS}`, timeZone),
    );
    setMissing(draft.subject === "");
    if (draft.subject !== "" && !save.isPending) save.mutate(draft);
  }

  return (
    <form
      noValidate
      onSubmit={submit}
      onInput={(event) => keepEntry(key, entryOf(kind, event.currentTarget))}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          leave();
        } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }
      }}
      className="grid gap-3 rounded-m border border-line bg-surface p-3"
    >
      {save.error && !problem?.fields.length ? (
        <Notice tone="bad">{messageOf(save.error)}</Notice>
      ) : null}
      <DraftNotice
        draft={{
          restored: begun !== null,
          discard: () => {
            keepDraft(key, null);
            setBegun(null);
          },
        }}
      />
      <ActivityFields
        key={begun ? "begun" : "fresh"}
        kind={kind}
        asksNext={asksNext}
        begun={begun}
        errorOf={(field) =>
          field === "subject" && missing ? t`Write at least a word.` : errorOf(field)
        }
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={leave}>
          {t`Cancel`}
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={save.isPending}>
          {t`Save`}
        </Button>
      </div>
    </form>
  );
}

function ActivityFields({
  kind,
  asksNext,
  begun,
  errorOf,
}: {
  kind: LogKind;
  asksNext: boolean;
  /** What was typed before a reload. */
  begun: LogEntry | null;
  errorOf: (field: string) => string | undefined;
}) {
  const { t } = useLingui();
  if (kind === "note")
    return (
      <Field label={t`Note`} required error={errorOf("subject") ?? errorOf("body")}>
        {(control) => <Textarea {...control} name="text" defaultValue={begun?.text} autoFocus />}
      </Field>
    );
  return (
    <>
      <Field
        label={
          asksNext
            ? t`Done. What is the next step?`
            : kind === "task"
              ? t`What is to be done?`
              : t`What was it about?`
        }
        required
        error={errorOf("subject")}
      >
        {(control) => (
          <Input
            {...control}
            name="subject"
            defaultValue={begun?.subject}
            maxLength={300}
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      {kind === "task" ? (
        <Field label={t`Due`} error={errorOf("due_at")}>
          {(control) => (
            <Input {...control} name="due" type="date" defaultValue={begun?.due} className="w-44" />
          )}
        </Field>
      ) : (
        <>
          <Field label={t`Minutes`} error={errorOf("duration_minutes")}>
            {(control) => (
              <Input
                {...control}
                name="minutes"
                type="number"
                defaultValue={begun?.minutes}
                min={0}
                className="w-24"
              />
            )}
          </Field>
          <Field label={t`Notes`} error={errorOf("body")}>
            {(control) => <Textarea {...control} name="text" defaultValue={begun?.text} />}
          </Field>
        </>
      )}
    </>
  );
}
