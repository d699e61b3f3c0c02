import type { QueryClient } from "@tanstack/react-query";
import type { Team, TeamDraft, TeamPatch } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { type SettingChange, useSettingChange } from "@/features/settings/use-setting-change.ts";
import { teamsQuery } from "./invitations.ts";

export const makeTeam = (body: TeamDraft) => request<Team>("/api/teams", { method: "POST", body });

export const changeTeam = (id: string, version: number, body: TeamPatch) =>
  request<Team>(`/api/teams/${id}`, { method: "PATCH", body, ifMatch: version });

export const deleteTeam = (id: string) => request<void>(`/api/teams/${id}`, { method: "DELETE" });

/** Changes the tree of teams. Who sees what follows from it. */
export function useTeamChange<Given, Answer>(change: SettingChange<Team, Given, Answer>) {
  return useSettingChange({ queryKey: teamsQuery.queryKey, refresh }, change);
}

async function refresh(client: QueryClient): Promise<void> {
  void client.invalidateQueries({ queryKey: ["reports"] });
  await client.invalidateQueries({ queryKey: teamsQuery.queryKey });
}
