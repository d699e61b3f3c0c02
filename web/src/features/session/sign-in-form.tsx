import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { ProblemError } from "@/api/problem.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { PasswordInput } from "@/ui/forms/password-input.tsx";
import type { Session } from "./session.ts";
import { signIn } from "./session.ts";
import { signInError } from "./sign-in-errors.ts";
import { useCountdown } from "./use-countdown.ts";

const PAUSE_SECONDS = 30;

/** E-mail and password. On failure the password is selected for another try, and the reason is said. */
export function SignInForm({ onSignedIn }: { onSignedIn: (session: Session) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const password = useRef<HTMLInputElement>(null);
  const pause = useCountdown();
  const attempt = useMutation({
    mutationFn: (credentials: { email: string; password: string }) => signIn(client, credentials),
    onSuccess: onSignedIn,
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 429)
        pause.start(error.retryAfterSeconds ?? PAUSE_SECONDS);
      password.current?.focus();
      password.current?.select();
    },
  });

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (pause.left > 0 || attempt.isPending) return;
    const form = new FormData(event.currentTarget);
    attempt.mutate({
      email: String(form.get("email")).trim(),
      password: String(form.get("password")),
    });
  }

  const problem = attempt.error instanceof ProblemError ? attempt.error : null;
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label={t`Sign in`}>
      {attempt.error ? <Notice tone="bad">{signInError(attempt.error)}</Notice> : null}
      <Field label={t`E-mail`} required error={problem?.field("email")}>
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
      <Field label={t`Password`} required error={problem?.field("password")}>
        {(control) => (
          <PasswordInput
            {...control}
            ref={password}
            name="password"
            autoComplete="current-password"
            required
          />
        )}
      </Field>
      <Button
        type="submit"
        variant="primary"
        busy={attempt.isPending}
        disabled={pause.left > 0}
        className="mt-1 h-9.5"
      >
        {pause.left > 0 ? t`Try again in ${pause.left} s` : t`Sign in`}
      </Button>
    </form>
  );
}
