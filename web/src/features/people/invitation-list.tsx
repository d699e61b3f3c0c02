import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import type { Invitation } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { invitationsQuery, refreshPeople, revoke, sendAgain } from "./invitations.ts";
import { PersonRow } from "./person-row.tsx";

/** Everybody who has not accepted yet: invited, or brought in by an import. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  const { t } = useLingui();
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="waiting" className="grid grid-cols-1 gap-2">
      <h2 id="waiting" className="font-display text-xl font-medium">{t`Not here yet`}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {invitations.map((one) => (
          <InvitationRow key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

function InvitationRow({ one }: { one: Invitation }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const taking = useMutation({
    mutationFn: () => revoke(one.id),
    onSuccess: async () => {
      await refreshPeople(client);
      // A link that has ended stays so; the way back is a new one.
      toast(t`The link in ${one.name}'s invitation has ended`, {
        onUndo: () => inviting.mutate(),
        undoLabel: t`Invite again`,
      });
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  const inviting = useMutation({
    mutationFn: () => sendAgain(one.id, { email: one.email }),
    onSuccess: async ({ email }) => {
      await refreshPeople(client);
      toast(t`An invitation is on its way to ${email}`);
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  return (
    <PersonRow name={one.name} email={one.email} role={one.role} teamId={one.team_id}>
      <State one={one} />
      <Button size="sm" onClick={() => setAsking(true)}>
        {one.expires_at ? <Trans>Send again</Trans> : <Trans>Invite</Trans>}
      </Button>
      {one.expires_at ? (
        <Menu
          trigger={
            <IconButton label={t`More for ${one.name}`}>
              <MoreHorizontal aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem danger onSelect={() => taking.mutate()}>{t`Take the invitation back`}</MenuItem>
        </Menu>
      ) : null}
      {asking ? <SendDialog one={one} onClose={() => setAsking(false)} /> : null}
    </PersonRow>
  );
}

function State({ one }: { one: Invitation }) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow();
  if (!one.expires_at) return <Chip>{t`Not invited`}</Chip>;
  if (one.mail === "failed") return <Chip tone="bad">{t`The mail could not be delivered`}</Chip>;
  if (one.mail === "waiting") return <Chip tone="warn">{t`The mail is on its way`}</Chip>;
  if (new Date(one.expires_at).getTime() < now)
    return <Chip tone="warn">{t`Invitation ended`}</Chip>;
  return <Chip tone="accent">{t`Invited until ${formats.day(one.expires_at)}`}</Chip>;
}

/* Sends an invitation; somebody who was imported may need a true address first. */
function SendDialog({ one, onClose }: { one: Invitation; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [email, setEmail] = useState(one.email);
  const { refetch } = useQuery({ ...invitationsQuery, enabled: false });
  const sending = useMutation({
    mutationFn: () => sendAgain(one.id, { email: email.trim() }),
    onSuccess: async ({ email: to }) => {
      await refreshPeople(client);
      toast(t`An invitation is on its way to ${to}`);
      onClose();
    },
    onError: () => void refetch(),
  });
  return (
    <CreateDialog
      title={t`Invite ${one.name}`}
      submit={t`Send the invitation`}
      busy={sending.isPending}
      error={sending.error}
      fields={["email"]}
      onSubmit={() => sending.mutate()}
      onClose={onClose}
    >
      <Field
        label={t`E-mail`}
        required
        hint={t`Links that were sent before end. This one works for 7 days.`}
        error={fieldError(sending.error, "email")}
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
    </CreateDialog>
  );
}
