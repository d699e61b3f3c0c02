import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Team } from "@/api/generated/types.gen.ts";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { below } from "@/features/reports/teams.ts";
import { useFaster } from "@/features/settings/use-faster.tsx";
import { isConflict } from "@/features/settings/use-setting-change.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { changeTeam, makeTeam, useTeamChange } from "./team-calls.ts";

const TOP = "top";

/** Makes a team, or renames one and moves it within the tree. */
export function TeamDialog(props: {
  teams: readonly Team[];
  team?: Team;
  /** The team that a new one begins below. */
  parent?: string;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { teams, onClose } = props;
  /* As it was when the dialog opened: what is typed is compared with that, whatever others do meanwhile. */
  const [team] = useState(props.team);
  const [name, setName] = useState(team?.name ?? "");
  const [parent, setParent] = useState(team?.parent_id ?? props.parent ?? null);
  const { version, attempt, notice } = useFaster(team, team?.name ?? "");
  const saving = useTeamChange({
    send: () =>
      team
        ? changeTeam(team.id, version, {
            ...(name === team.name ? {} : { name }),
            ...(parent === (team.parent_id ?? null) ? {} : { parent_id: parent }),
          })
        : makeTeam({ name, parent_id: parent }),
    foresee: (all) =>
      all.map((one) => (one.id === team?.id ? { ...one, name, parent_id: parent } : one)),
    onDone: onClose,
  });
  const { error } = saving;
  // A team does not stand below itself.
  const taken = team ? below(teams, team.id) : new Set<string>();
  return (
    <CreateDialog
      title={team ? t`Change ${team.name}` : t`New team`}
      submit={team ? t`Save` : t`Make the team`}
      busy={saving.isPending}
      error={isConflict(error) ? null : error}
      fields={["name", "parent_id"]}
      onSubmit={() => void attempt(() => saving.mutateAsync(undefined))}
      onClose={onClose}
    >
      {notice}
      <Field label={t`Name`} required error={fieldError(error, "name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t`Below`}
        hint={t`Account managers of a team see what the teams below it own.`}
        error={fieldError(error, "parent_id")}
      >
        {(control) => (
          <Select
            {...control}
            value={parent ?? TOP}
            onChange={(next) => setParent(next === TOP ? null : next)}
            options={[
              { value: TOP, label: t`No team: at the top` },
              ...teams
                .filter(({ id }) => !taken.has(id))
                .map(({ id, name: label }) => ({ value: id, label })),
            ]}
          />
        )}
      </Field>
    </CreateDialog>
  );
}
