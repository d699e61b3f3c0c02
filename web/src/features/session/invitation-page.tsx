import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { InvitationCard } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { EntryPage, linkClass } from "./entry-page.tsx";
import { useLinkToken } from "./link-token.ts";
import { NewPasswordField } from "./new-password-field.tsx";
import { letIn, type Session } from "./session.ts";

/** What the pages behind a mail's link need. */
export interface InvitationPageProps {
  name: string;
  onSignedIn: (session: Session) => void;
}

/** Where an invited person chooses a name and a password, and is in. */
export function InvitationPage({ name, onSignedIn }: InvitationPageProps) {
  const { t } = useLingui();
  const token = useLinkToken();
  const card = useQuery({
    queryKey: ["invitation", token],
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => request<InvitationCard>("/api/invitation", { method: "POST", body: { token } }),
  });
  return (
    <EntryPage
      name={name}
      title={t`Join ${name}`}
      lead={<Trans>You are invited to this workspace.</Trans>}
      footer={
        <a href="/sign-in" className={linkClass}>
          <Trans>Accepted already? Sign in</Trans>
        </a>
      }
    >
      {card.data ? (
        <AcceptForm token={token} card={card.data} onSignedIn={onSignedIn} />
      ) : card.error ? (
        <Notice tone="bad">
          {messageOf(card.error)}{" "}
          <Trans>Ask whoever invited you to send the invitation again.</Trans>
        </Notice>
      ) : (
        <SkeletonLines label={t`Loading the invitation`} />
      )}
    </EntryPage>
  );
}

function AcceptForm({
  token,
  card,
  onSignedIn,
}: {
  token: string;
  card: InvitationCard;
  onSignedIn: (session: Session) => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: (chosen: { name: string; password: string }) =>
      request<Session>("/api/invitation/accept", { method: "POST", body: { token, ...chosen } }),
    onSuccess: async (session) => {
      await letIn(client, session);
      onSignedIn(session);
    },
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    accept.mutate({ name: String(form.get("name")), password: String(form.get("password")) });
  }
  const [nameError, passwordError] = ["name", "password"].map((field) =>
    fieldError(accept.error, field),
  );
  return (
    <form onSubmit={submit} className="grid gap-4" aria-label={t`Accept the invitation`} noValidate>
      {accept.error && !nameError && !passwordError ? (
        <Notice tone="bad">{messageOf(accept.error)}</Notice>
      ) : null}
      <Field label={t`E-mail`}>
        {(control) => (
          <Input
            {...control}
            value={card.email}
            readOnly
            autoComplete="username"
            className="bg-sunken"
          />
        )}
      </Field>
      <Field label={t`Your name`} required error={nameError}>
        {(control) => (
          <Input {...control} name="name" defaultValue={card.name} autoComplete="name" autoFocus />
        )}
      </Field>
      <NewPasswordField error={passwordError} known={[card.email, card.name]} />
      <Button type="submit" variant="primary" busy={accept.isPending} className="h-9.5">
        {t`Join the workspace`}
      </Button>
    </form>
  );
}
