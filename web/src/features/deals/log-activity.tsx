import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemError } from "@/api/problem.ts";
import { request } from "@/api/transport.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input, Textarea } from "@/ui/forms/input.tsx";
import { errorText } from "./errors.ts";
import { type Activity, storyKey } from "./story.ts";

/** What can be written down here. */
type Kind = "note" | "call" | "task";

/** A new activity as the API takes it. */
interface ActivityDraft {
  kind: Kind;
  subject: string;
  body: string | null;
  deal_id: string;
  due_at?: string;
  done_at?: string;
  duration_minutes?: number;
  assignee_id: string;
}

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
  const [missing, setMissing] = useState(false);
  const save = useMutation({
    mutationFn: (draft: ActivityDraft) =>
      request<Activity>("/api/activities", { method: "POST", body: draft }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: storyKey(dealId) });
      onDone();
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : null;
  const subjectError =
    problem?.field("subject") ?? (missing ? t`Write at least a word.` : undefined);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const draft = draftOf(new FormData(event.currentTarget), kind, dealId, user.id);
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
function draftOf(form: FormData, kind: Kind, dealId: string, userId: string): ActivityDraft {
  const text = String(form.get("text") ?? "").trim();
  const [firstLine = "", ...rest] = text.split("\n");
  const whole = firstLine.length <= SUBJECT_MAX;
  const now = new Date().toISOString();
  const due = String(form.get("due") ?? "");
  const minutes = Number.parseInt(String(form.get("minutes") ?? ""), 10);
  return {
    kind,
    deal_id: dealId,
    assignee_id: userId,
    subject:
      kind === "note"
        ? whole
          ? firstLine
          : `${firstLine.slice(0, SUBJECT_MAX - 1)}…`
        : String(form.get("subject") ?? "").trim(),
    body: (kind === "note" ? (whole ? rest.join("\n").trim() : text) : text) || null,
    ...(kind === "task" && due ? { due_at: new Date(`${due}T17:00:00`).toISOString() } : {}),
    ...(kind === "task" ? {} : { done_at: now }),
    ...(Number.isFinite(minutes) ? { duration_minutes: minutes } : {}),
  };
}
