import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Role } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { invite, refreshPeople, teamsQuery } from "./invitations.ts";
import { ROLE_WORDS, ROLES } from "./role-words.ts";

const NO_TEAM = "none";
const DAYS = ["1", "3", "7", "14", "30"];

/** Invites one person: address, name, role, team, and how long the link works. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const teams = useQuery(teamsQuery).data ?? [];
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("sales_representative");
  const [team, setTeam] = useState(NO_TEAM);
  const [days, setDays] = useState("7");
  const sending = useMutation({
    mutationFn: () =>
      invite({
        email: email.trim(),
        name: name.trim() || null,
        role,
        team_id: team === NO_TEAM ? null : team,
        days: Number(days),
      }),
    onSuccess: async ({ email: to }) => {
      await refreshPeople(client);
      toast(t`An invitation is on its way to ${to}`);
      onClose();
    },
  });
  return (
    <CreateDialog
      title={t`Invite a colleague`}
      submit={t`Send the invitation`}
      busy={sending.isPending}
      error={sending.error}
      fields={["email", "name", "team_id", "days"]}
      onSubmit={() => sending.mutate()}
      onClose={onClose}
    >
      <Field label={t`E-mail`} required error={fieldError(sending.error, "email")}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t`Name`}
        hint={t`Your colleague can change it.`}
        error={fieldError(sending.error, "name")}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={t`Role`}>
        {(control) => (
          <Select
            {...control}
            value={role}
            onChange={(value) => setRole(value as Role)}
            options={ROLES.map((id) => ({ value: id, label: i18n._(ROLE_WORDS[id]) }))}
          />
        )}
      </Field>
      {teams.length > 0 ? (
        <Field label={t`Team`} error={fieldError(sending.error, "team_id")}>
          {(control) => (
            <Select
              {...control}
              value={team}
              onChange={setTeam}
              options={[
                { value: NO_TEAM, label: t`No team` },
                ...teams.map(({ id, name: label }) => ({ value: id, label })),
              ]}
            />
          )}
        </Field>
      ) : null}
      <Field label={t`The link works for`} error={fieldError(sending.error, "days")}>
        {(control) => (
          <Select
            {...control}
            value={days}
            onChange={setDays}
            options={DAYS.map((count) => ({
              value: count,
              label: count === "1" ? t`1 day` : t`${count} days`,
            }))}
          />
        )}
      </Field>
    </CreateDialog>
  );
}
