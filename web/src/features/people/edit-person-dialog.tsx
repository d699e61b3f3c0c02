import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Role, User } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { changePerson, refreshPeople, teamsQuery } from "./invitations.ts";
import { ROLE_WORDS, ROLES } from "./role-words.ts";

const NO_TEAM = "none";

/** Changes somebody's name, role and team. */
export function EditPersonDialog({ person, onClose }: { person: User; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const teams = useQuery(teamsQuery).data ?? [];
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role as Role);
  const [team, setTeam] = useState(person.team_id ?? NO_TEAM);
  const saving = useMutation({
    mutationFn: () => changePerson(person, { name, role, team_id: team === NO_TEAM ? null : team }),
    onSuccess: async () => {
      await refreshPeople(client);
      onClose();
    },
    onError: () => refreshPeople(client),
  });
  return (
    <CreateDialog
      title={person.name}
      submit={t`Save`}
      busy={saving.isPending}
      error={saving.error}
      fields={["name", "team_id"]}
      onSubmit={() => saving.mutate()}
      onClose={onClose}
    >
      <Field label={t`Name`} required error={fieldError(saving.error, "name")}>
        {(control) => (
          <Input {...control} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t`Role`} hint={t`Another role signs this person out once.`}>
        {(control) => (
          <Select
            {...control}
            value={role}
            onChange={(value) => setRole(value as Role)}
            options={ROLES.map((id) => ({ value: id, label: i18n._(ROLE_WORDS[id]) }))}
          />
        )}
      </Field>
      <Field label={t`Team`} error={fieldError(saving.error, "team_id")}>
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
    </CreateDialog>
  );
}
