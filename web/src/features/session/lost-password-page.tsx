import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { request } from "@/api/transport.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { EntryPage, linkClass } from "./entry-page.tsx";
import { useLinkToken } from "./link-token.ts";
import { NewPasswordForm } from "./new-password-form.tsx";
import type { Session } from "./session.ts";

/** Where one asks for a new password, and, with the link of the mail, chooses it. */
export function LostPasswordPage({
  name,
  onSignedIn,
}: {
  name: string;
  onSignedIn: (session: Session) => void;
}) {
  const { t } = useLingui();
  const token = useLinkToken();
  return (
    <EntryPage
      name={name}
      title={t`A new password for ${name}`}
      lead={
        token ? (
          <Trans>Choose a new password. It signs you in here, and out everywhere else.</Trans>
        ) : (
          <Trans>Write your e-mail address. We send you a link to choose a new password.</Trans>
        )
      }
      footer={
        <a href="/sign-in" className={linkClass}>
          <Trans>Back to sign-in</Trans>
        </a>
      }
    >
      {token ? <NewPasswordForm key={token} token={token} onSignedIn={onSignedIn} /> : <AskForm />}
    </EntryPage>
  );
}

function AskForm() {
  const { t } = useLingui();
  const ask = useMutation({
    mutationFn: (email: string) =>
      request<void>("/api/password-reset", { method: "POST", body: { email } }),
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    ask.mutate(String(new FormData(event.currentTarget).get("email")).trim());
  }
  if (ask.isSuccess)
    return (
      <Notice tone="ok">
        <Trans>
          If {ask.variables} signs in here, a mail is on its way to it. Its link works for 10
          minutes.
        </Trans>
      </Notice>
    );
  const error = fieldError(ask.error, "email");
  return (
    <form
      onSubmit={submit}
      className="grid gap-4"
      aria-label={t`Ask for a new password`}
      noValidate
    >
      {ask.error && !error ? <Notice tone="bad">{messageOf(ask.error)}</Notice> : null}
      <Field label={t`E-mail`} required error={error}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            spellCheck={false}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={ask.isPending} className="h-9.5">
        {t`Send the link`}
      </Button>
    </form>
  );
}
