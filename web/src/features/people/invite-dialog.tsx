import { plural } from "@lingui/core/macro";
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
import { RoleField, TeamField } from "./person-fields.tsx";

const DAYS = ["1", "3", "7", "14", "30"];

/** Invites one person: address, name, role, team, and how long the link works. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const teams = useQuery(teamsQuery).data ?? [];
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("sales_representative");
  const [team, setTeam] = useState<string | null>(null);
  const [days, setDays] = useState("7");
  const sending = useMutation({
    mutationFn: () =>
      invite({
        email: email.trim(),
        name: name.trim() || null,
        role,
        team_id: team,
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
      <RoleField value={role} onChange={setRole} />
      {teams.length > 0 ? (
        <TeamField value={team} onChange={setTeam} error={fieldError(sending.error, "team_id")} />
      ) : null}
      <Field label={t`The link works for`} error={fieldError(sending.error, "days")}>
        {(control) => (
          <Select
            {...control}
            value={days}
            onChange={setDays}
            options={DAYS.map((count) => ({
              value: count,
              label: plural(Number(count), { one: "# day", other: "# days" }),
            }))}
          />
        )}
      </Field>
    </CreateDialog>
  );
}
