import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { EntryPage } from "@/features/session/entry-page.tsx";
import type { SignInSearch } from "@/features/session/sign-in-search.ts";
import { useCountdown } from "@/features/session/use-countdown.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { PasswordInput } from "@/ui/forms/password-input.tsx";
import { CodeField } from "./code-field.tsx";
import type { OperatorSignIn } from "./generated/types.gen.ts";
import { signIn } from "./session.ts";

/** Address, password and code: whichever is wrong, the answer is the same. */
export function OperatorSignInPage({ search: { next, ended } }: PageProps<SignInSearch>) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const pause = useCountdown();
  const attempt = useMutation({
    mutationFn: (given: OperatorSignIn) => signIn(client, given),
    onSuccess: () => router.history.replace(next ?? "/"),
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 429)
        pause.start(error.retryAfterSeconds ?? 30);
      form.current?.querySelector<HTMLInputElement>("[name=code]")?.select();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (pause.left > 0 || attempt.isPending) return;
    const given = new FormData(event.currentTarget);
    attempt.mutate({
      email: String(given.get("email")).trim(),
      password: String(given.get("password")),
      code: String(given.get("code")).trim(),
    });
  }
  const wrong = attempt.error instanceof ProblemError && attempt.error.status === 401;
  return (
    <EntryPage
      mark="Kontaly"
      name={t`Console`}
      title={t`Sign in to the console`}
      lead={
        ended ? (
          <Trans>Your session has ended. Sign in to go on where you were.</Trans>
        ) : (
          <Trans>For whoever runs this installation.</Trans>
        )
      }
      footer={
        <Trans>
          Lost password or device? Another owner makes a link with which you begin anew.
        </Trans>
      }
    >
      <form ref={form} onSubmit={submit} className="grid gap-4" aria-label={t`Sign in`}>
        {attempt.error ? (
          <Notice tone="bad">
            {wrong
              ? t`Address, password and code do not belong together. A code works once: wait for the next one.`
              : messageOf(attempt.error)}
          </Notice>
        ) : null}
        <Field label={t`E-mail`} required>
          {(control) => (
            <Input
              {...control}
              name="email"
              type="email"
              autoComplete="username"
              required
              autoFocus
              spellCheck={false}
            />
          )}
        </Field>
        <Field label={t`Password`} required>
          {(control) => (
            <PasswordInput {...control} name="password" autoComplete="current-password" required />
          )}
        </Field>
        <CodeField hint={t`Or one of your recovery codes.`} />
        <Button
          type="submit"
          variant="primary"
          busy={attempt.isPending}
          disabled={pause.left > 0}
          className="h-9.5"
        >
          {pause.left > 0 ? t`Try again in ${pause.left} s` : t`Sign in`}
        </Button>
      </form>
    </EntryPage>
  );
}
