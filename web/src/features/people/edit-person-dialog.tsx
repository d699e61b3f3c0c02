import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Role, User } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { changePerson, refreshPeople } from "./invitations.ts";
import { RoleField, TeamField } from "./person-fields.tsx";

/** Changes somebody's name, role and team. */
export function EditPersonDialog({ person, onClose }: { person: User; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role as Role);
  const [team, setTeam] = useState(person.team_id ?? null);
  const saving = useMutation({
    mutationFn: () => changePerson(person, { name, role, team_id: team }),
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
      <RoleField
        value={role}
        onChange={setRole}
        hint={t`Another role signs this person out once.`}
      />
      <TeamField value={team} onChange={setTeam} error={fieldError(saving.error, "team_id")} />
    </CreateDialog>
  );
}
