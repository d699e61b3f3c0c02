import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Role } from "@/api/generated/types.gen.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { teamsQuery } from "./invitations.ts";
import { ROLE_WORDS, ROLES } from "./role-words.ts";

const NO_TEAM = "none";

/** The role that somebody has, or is to have. */
export function RoleField(props: { value: Role; onChange: (role: Role) => void; hint?: string }) {
  const { t, i18n } = useLingui();
  return (
    <Field label={t`Role`} hint={props.hint}>
      {(control) => (
        <Select
          {...control}
          value={props.value}
          onChange={(value) => props.onChange(value as Role)}
          options={ROLES.map((id) => ({ value: id, label: i18n._(ROLE_WORDS[id]) }))}
        />
      )}
    </Field>
  );
}

/** The team that somebody is in, or is to be in; null: none. */
export function TeamField(props: {
  value: string | null;
  onChange: (team: string | null) => void;
  error?: string | undefined;
}) {
  const { t } = useLingui();
  const teams = useQuery(teamsQuery).data ?? [];
  return (
    <Field label={t`Team`} error={props.error}>
      {(control) => (
        <Select
          {...control}
          value={props.value ?? NO_TEAM}
          onChange={(value) => props.onChange(value === NO_TEAM ? null : value)}
          options={[
            { value: NO_TEAM, label: t`No team` },
            ...teams.map(({ id, name: label }) => ({ value: id, label })),
          ]}
        />
      )}
    </Field>
  );
}
