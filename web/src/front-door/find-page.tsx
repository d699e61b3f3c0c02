import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { request } from "@/api/transport.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { EntryPage, linkClass } from "@/features/session/entry-page.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";

/** Has a mail sent that lists the workspaces of an address; what it lists is shown to nobody else. */
export function FindPage() {
  const { t } = useLingui();
  const find = useMutation({
    mutationFn: (email: string) =>
      request<void>("/api/workspaces/find", { method: "POST", body: { email } }),
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    find.mutate(String(new FormData(event.currentTarget).get("email")).trim());
  }
  const error = fieldError(find.error, "email");
  return (
    <EntryPage
      mark="Kontaly"
      name={t`Find my workspace`}
      title={t`Find my workspace`}
      lead={<Trans>Write your e-mail address. We send you the addresses of your workspaces.</Trans>}
      footer={
        <a href="/" className={linkClass}>
          <Trans>Back</Trans>
        </a>
      }
    >
      {find.isSuccess ? (
        <Notice tone="ok">
          <Trans>
            A mail is on its way to {find.variables}. It lists the workspaces in which this address
            signs in, if there are any.
          </Trans>
        </Notice>
      ) : (
        <form onSubmit={submit} className="grid gap-4" aria-label={t`Find my workspace`} noValidate>
          {find.error && !error ? <Notice tone="bad">{messageOf(find.error)}</Notice> : null}
          <Field label={t`E-mail`} required error={error}>
            {(control) => (
              <Input {...control} name="email" type="email" autoComplete="email" autoFocus />
            )}
          </Field>
          <Button type="submit" variant="primary" busy={find.isPending} className="h-9.5">
            {t`Send the mail`}
          </Button>
        </form>
      )}
    </EntryPage>
  );
}
