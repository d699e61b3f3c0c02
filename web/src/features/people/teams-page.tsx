import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { Team } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { compareText } from "@/i18n/i18n.ts";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Figure } from "@/ui/page-header.tsx";
import { teamsQuery } from "./invitations.ts";
import { usePeople } from "./people.ts";
import { TeamDialog } from "./team-dialog.tsx";
import { TeamRow } from "./team-row.tsx";
import { branches } from "./teams-tree.ts";

/** The tree of teams: read by everybody, changed by administrators. */
export function TeamsPage() {
  return (
    <SettingsGate place="teams">
      <Teams />
    </SettingsGate>
  );
}

function Teams() {
  const { t } = useLingui();
  const may = useCan("teams.manage");
  const [making, setMaking] = useState(false);
  const teams = useQuery(teamsQuery);
  const count = teams.data?.length ?? 0;
  const make = may ? (
    <Button
      variant="primary"
      icon={<Plus className="size-4" aria-hidden="true" />}
      onClick={() => setMaking(true)}
    >
      {t`New team`}
    </Button>
  ) : null;
  return (
    <SettingsPage
      place="teams"
      summary={
        count > 0 ? (
          <Trans>
            <Figure>{count}</Figure> <Plural value={count} one="team" other="teams" />
          </Trans>
        ) : null
      }
      actions={count > 0 ? make : null}
    >
      {may ? null : <Notice>{t`Administrators change these.`}</Notice>}
      {teams.error ? (
        <ErrorState title={t`The teams could not be loaded`} onRetry={() => teams.refetch()}>
          {messageOf(teams.error)}
        </ErrorState>
      ) : !teams.data ? (
        <SkeletonLines count={4} label={t`Loading the teams`} />
      ) : count === 0 ? (
        <EmptyState title={t`No teams yet`} action={make}>
          <Trans>
            Teams form a tree. An account manager sees what the people of the own team and of all
            teams below it own.
          </Trans>
        </EmptyState>
      ) : (
        <Tree teams={teams.data} may={may} />
      )}
      {making ? <TeamDialog teams={teams.data ?? []} onClose={() => setMaking(false)} /> : null}
    </SettingsPage>
  );
}

function Tree({ teams, may }: { teams: readonly Team[]; may: boolean }) {
  const { t } = useLingui();
  const { people } = usePeople();
  const members = Map.groupBy(
    people.filter(({ kind }) => kind === "person"),
    ({ team_id }) => team_id,
  );
  return (
    <ul aria-label={t`Teams`} className="divide-y divide-line border-y border-line">
      {branches(teams, compareText).map((branch) => (
        <TeamRow
          key={branch.team.id}
          branch={branch}
          teams={teams}
          people={members.get(branch.team.id) ?? []}
          may={may}
        />
      ))}
    </ul>
  );
}
