import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal, UserPlus } from "lucide-react";
import { useState } from "react";
import type { User } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { Figure } from "@/ui/page-header.tsx";
import { EditPersonDialog } from "./edit-person-dialog.tsx";
import { InvitationList } from "./invitation-list.tsx";
import { changePerson, invitationsQuery, refreshPeople } from "./invitations.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { peopleQuery } from "./people.ts";
import { PersonRow } from "./person-row.tsx";

/** Who works here, and who is to: the administrators' page. */
export function PeoplePage() {
  return (
    <SettingsGate place="people">
      <People />
    </SettingsGate>
  );
}

function People() {
  const { t } = useLingui();
  const [inviting, setInviting] = useState(false);
  const people = useQuery(peopleQuery);
  const invitations = useQuery(invitationsQuery);
  const here =
    people.data?.filter(({ kind, state }) => kind === "person" && state !== "invited") ?? [];
  const error = people.error ?? invitations.error;
  const retry = () => void Promise.all([people.refetch(), invitations.refetch()]);
  return (
    <SettingsPage
      place="people"
      summary={
        people.data ? (
          <Trans>
            <Figure>{here.length}</Figure>{" "}
            <Plural value={here.length} one="person" other="people" /> in the workspace
          </Trans>
        ) : null
      }
      actions={
        <Button
          variant="primary"
          icon={<UserPlus className="size-4" aria-hidden="true" />}
          onClick={() => setInviting(true)}
        >
          {t`Invite a colleague`}
        </Button>
      }
    >
      {error ? (
        <ErrorState title={t`The people could not be loaded`} onRetry={retry}>
          {messageOf(error)}
        </ErrorState>
      ) : people.isPending || invitations.isPending ? (
        <SkeletonLines count={6} label={t`Loading the people`} />
      ) : (
        <>
          <InvitationList invitations={invitations.data ?? []} />
          <section aria-labelledby="here" className="grid grid-cols-1 gap-2">
            <h2 id="here" className="font-display text-xl font-medium">{t`In the workspace`}</h2>
            <ul className="divide-y divide-line border-y border-line">
              {here.map((person) => (
                <Person key={person.id} person={person} />
              ))}
            </ul>
          </section>
        </>
      )}
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
    </SettingsPage>
  );
}

function Person({ person }: { person: User }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { user } = useSession();
  const [editing, setEditing] = useState(false);
  const suspended = person.state === "suspended";
  const changing = useMutation({
    mutationFn: ({ who, state }: { who: User; state: "active" | "suspended" }) =>
      changePerson(who, { state }),
    onSuccess: async (who, { state }) => {
      await refreshPeople(client);
      if (state === "active") toast(t`${who.name} can sign in again`);
      else {
        toast(t`${who.name} is suspended and signed out`, {
          onUndo: () => changing.mutate({ who, state: "active" }),
        });
      }
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  return (
    <PersonRow name={person.name} email={person.email} role={person.role} teamId={person.team_id}>
      {person.id === user.id ? <Chip tone="mark">{t`You`}</Chip> : null}
      {suspended ? <Chip tone="bad">{t`Suspended`}</Chip> : null}
      <Menu
        trigger={
          <IconButton label={t`More for ${person.name}`}>
            <MoreHorizontal aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setEditing(true)}>{t`Change name, role or team`}</MenuItem>
        <MenuItem
          danger={!suspended}
          onSelect={() =>
            changing.mutate({ who: person, state: suspended ? "active" : "suspended" })
          }
        >
          {suspended ? t`Let in again` : t`Suspend`}
        </MenuItem>
      </Menu>
      {editing ? <EditPersonDialog person={person} onClose={() => setEditing(false)} /> : null}
    </PersonRow>
  );
}
