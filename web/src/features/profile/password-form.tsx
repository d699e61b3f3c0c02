import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { request } from "@/api/transport.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { NewPasswordField } from "@/features/session/new-password-field.tsx";
import { useSession } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { PasswordInput } from "@/ui/forms/password-input.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { sessionsQuery } from "./sessions.ts";

/** Another password. Every other browser is signed out. */
export function PasswordForm() {
  const { t } = useLingui();
  const client = useQueryClient();
  const { user } = useSession();
  const form = useRef<HTMLFormElement>(null);
  const [turn, setTurn] = useState(0);
  const changing = useMutation({
    mutationFn: (body: { current: string; new: string }) =>
      request<void>("/api/password", { method: "POST", body }),
    onSuccess: async () => {
      form.current?.reset();
      setTurn(turn + 1);
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      toast(t`Your password is changed; every other browser is signed out`);
    },
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    changing.mutate({ current: String(given.get("current")), new: String(given.get("new")) });
  }
  const [current, fresh] = ["current", "new"].map((field) => fieldError(changing.error, field));
  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      aria-label={t`Change the password`}
      className="grid gap-4"
    >
      {changing.error && !current && !fresh ? (
        <Notice tone="bad">{messageOf(changing.error)}</Notice>
      ) : null}
      <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
      <Field label={t`Password until now`} required error={current}>
        {(control) => <PasswordInput {...control} name="current" autoComplete="current-password" />}
      </Field>
      <NewPasswordField
        key={turn}
        name="new"
        label={t`New password`}
        error={fresh}
        known={[user.email, user.name]}
      />
      <div>
        <Button type="submit" busy={changing.isPending}>
          <Trans>Change the password</Trans>
        </Button>
      </div>
    </form>
  );
}
