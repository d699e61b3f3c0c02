import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createActivity } from "@/api/generated/sdk.gen.ts";
import type { ActivityDraft } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { dueAt } from "@/features/activities/due.ts";
import { refreshActivities } from "@/features/activities/use-activity-changes.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input, Textarea } from "@/ui/forms/input.tsx";
import { errorText } from "./errors.ts";
import { storyKey } from "./story.ts";

/** What can be written down here. */
type Kind = "note" | "call" | "task";

/** Write a note, log a call, plan a task: three buttons that open one small form. */
export function LogActivity({ dealId }: { dealId: string }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<Kind | null>(null);
  const kinds: [Kind, string][] = [
    ["note", t`Write a note`],
    ["call", t`Log a call`],
    ["task", t`Plan a task`],
  ];
  return (
    <div className="mb-3 grid gap-2">
      <div className="flex flex-wrap gap-1.5">
        {kinds.map(([id, label]) => (
          <Button
            key={id}
            size="sm"
            aria-expanded={kind === id}
            onClick={() => setKind(kind === id ? null : id)}
            className="aria-expanded:border-mark aria-expanded:bg-mark-soft"
          >
            {label}
          </Button>
        ))}
      </div>
      {kind ? (
        <ActivityForm key={kind} kind={kind} dealId={dealId} onDone={() => setKind(null)} />
      ) : null}
    </div>
  );
}

function ActivityForm({
  kind,
  dealId,
  onDone,
}: {
  kind: Kind;
  dealId: string;
  onDone: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { user } = useSession();
  const { timeZone } = useFormats();
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: async (draft: ActivityDraft) =>
      (await createActivity({ body: draft, throwOnError: true })).data,
    onSuccess: async (activity) => {
      refreshActivities(client, activity);
      await client.invalidateQueries({ queryKey: storyKey(dealId) });
      onDone();
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : null;
  const subjectError =
    problem?.field("subject") ?? (missing ? t`Write at least a word.` : undefined);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const draft: ActivityDraft = {
      ...draftOf(new FormData(event.currentTarget), kind, timeZone),
      deal_id: dealId,
      assignee_id: user.id,
    };
    setMissing(draft.subject === "");
    if (draft.subject !== "" && !save.isPending) save.mutate(draft);
  }

  return (
    <form
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          onDone();
        }
      }}
      className="grid gap-3 rounded-m border border-line bg-surface p-3"
    >
      {save.error && !problem?.fields.length ? (
        <Notice tone="bad">{errorText(save.error)}</Notice>
      ) : null}
      {kind === "note" ? (
        <Field label={t`Note`} required error={subjectError}>
          {(control) => <Textarea {...control} name="text" autoFocus />}
        </Field>
      ) : (
        <>
          <Field
            label={kind === "call" ? t`What was it about?` : t`What is to be done?`}
            required
            error={subjectError}
          >
            {(control) => (
              <Input {...control} name="subject" maxLength={300} autoComplete="off" autoFocus />
            )}
          </Field>
          {kind === "call" ? (
            <>
              <Field label={t`Minutes`} error={problem?.field("duration_minutes")}>
                {(control) => (
                  <Input {...control} name="minutes" type="number" min={0} className="w-24" />
                )}
              </Field>
              <Field label={t`Notes`}>{(control) => <Textarea {...control} name="text" />}</Field>
            </>
          ) : (
            <Field label={t`Due`} error={problem?.field("due_at")}>
              {(control) => <Input {...control} name="due" type="date" className="w-44" />}
            </Field>
          )}
        </>
      )}
      <div className="flex justify-end gap-2">
        <Button size="sm" variant="ghost" onClick={onDone}>
          {t`Cancel`}
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={save.isPending}>
          {t`Save`}
        </Button>
      </div>
    </form>
  );
}

const SUBJECT_MAX = 120;

/** A note's first line is its subject, the rest its text. A task is due at the end of the working day. */
function draftOf(form: FormData, kind: Kind, timeZone: string): ActivityDraft {
  const text = String(form.get("text") ?? "").trim();
  if (kind === "note") return { kind, ...noteOf(text) };
  const minutes = Number.parseInt(String(form.get("minutes") ?? ""), 10);
  return {
    kind,
    subject: String(form.get("subject") ?? "").trim(),
    body: text || null,
    // a call is written down when it has happened
    ...(kind === "task"
      ? { due_at: dueAt({ day: String(form.get("due") ?? ""), time: "" }, timeZone) }
      : { done: true }),
    ...(Number.isFinite(minutes) ? { duration_minutes: minutes } : {}),
  };
}

function noteOf(text: string): Pick<ActivityDraft, "subject" | "body"> {
  const [firstLine = "", ...rest] = text.split("\n");
  return firstLine.length <= SUBJECT_MAX
    ? { subject: firstLine, body: rest.join("\n").trim() || null }
    : { subject: `${firstLine.slice(0, SUBJECT_MAX - 1)}…`, body: text };
}
