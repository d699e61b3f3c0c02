import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { NewApiKey, Role } from "@/api/generated/types.gen.ts";
import { teamsQuery } from "@/features/people/invitations.ts";
import { peopleQuery } from "@/features/people/people.ts";
import { RoleField, TeamField } from "@/features/people/person-fields.tsx";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { CopyField } from "@/ui/forms/copy-field.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { apiKeysQuery, endOf, LIVES, makeKey } from "./api-keys.ts";

/** Roles whose rows depend on a team. */
const OF_TEAMS: readonly Role[] = ["account_manager", "sales_representative"];

/** Makes a key, and shows its secret, once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<NewApiKey | null>(null);
  return made ? (
    <SecretDialog made={made} onClose={onClose} />
  ) : (
    <DraftDialog onMade={setMade} onClose={onClose} />
  );
}

function DraftDialog(props: { onMade: (made: NewApiKey) => void; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const teams = useQuery(teamsQuery).data ?? [];
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("sales_representative");
  const [team, setTeam] = useState<string | null>(null);
  const [days, setDays] = useState("90");
  const takesTeam = teams.length > 0 && OF_TEAMS.includes(role);
  const making = useMutation({
    mutationFn: () =>
      makeKey({
        name: name.trim(),
        role,
        team_id: takesTeam ? team : null,
        expires_at: endOf(Number(days), Date.now()),
      }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: apiKeysQuery.queryKey });
      void client.invalidateQueries({ queryKey: peopleQuery.queryKey });
      props.onMade(made);
    },
  });
  return (
    <CreateDialog
      title={t`New API key`}
      submit={t`Make the key`}
      busy={making.isPending}
      error={making.error}
      fields={["name", "role", "team_id", "expires_at"]}
      onSubmit={() => making.mutate()}
      onClose={props.onClose}
    >
      <Field
        label={t`Name`}
        required
        hint={t`What it is for. It stands in timelines as who did something.`}
        error={fieldError(making.error, "name")}
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
      <RoleField
        value={role}
        onChange={setRole}
        hint={t`What it may, and which records it sees.`}
      />
      {takesTeam ? (
        <TeamField value={team} onChange={setTeam} error={fieldError(making.error, "team_id")} />
      ) : null}
      <Field label={t`Ends`} error={fieldError(making.error, "expires_at")}>
        {(control) => (
          <Select
            {...control}
            value={days}
            onChange={setDays}
            options={LIVES.map((life) => ({
              value: String(life),
              label:
                life === 0
                  ? t`When it is revoked`
                  : plural(life, { one: "In # day", other: "In # days" }),
            }))}
          />
        )}
      </Field>
    </CreateDialog>
  );
}

function SecretDialog({ made, onClose }: { made: NewApiKey; onClose: () => void }) {
  const { t } = useLingui();
  const origin = window.location.origin;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`The key ${made.name} is made`}
      footer={<Button variant="primary" onClick={onClose}>{t`Done`}</Button>}
    >
      <Notice tone="warn">
        {t`Copy the secret now and keep it safe. It is not shown again: Kontaly knows its hash alone.`}
      </Notice>
      <CopyField label={t`Secret`} value={made.secret} />
      <CopyField
        label={t`Try it`}
        value={`curl ${origin}/api/leads -H "Authorization: Bearer ${made.secret}"`}
      />
    </Dialog>
  );
}
