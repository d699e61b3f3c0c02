import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type {
  Invitation,
  InvitationDraft,
  SendInvitation,
  Team,
  User,
  UserPatch,
} from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { peopleQuery } from "./people.ts";

/** Who has not accepted yet. */
export const invitationsQuery = queryOptions({
  queryKey: ["invitations"],
  queryFn: ({ signal }) => request<Invitation[]>("/api/invitations", { signal }),
  // a mail leaves within seconds; whether it did is shown
  refetchInterval: ({ state }) =>
    state.data?.some(({ mail }) => mail === "waiting") ? 2_000 : false,
});

/** The teams, to be chosen from. */
export const teamsQuery = queryOptions({
  queryKey: ["teams"],
  staleTime: 5 * 60_000,
  queryFn: ({ signal }) => request<Team[]>("/api/teams", { signal }),
});

export const invite = (draft: InvitationDraft) =>
  request<Invitation>("/api/invitations", { method: "POST", body: draft });

export const sendAgain = (id: string, how: SendInvitation) =>
  request<Invitation>(`/api/invitations/${id}/send`, { method: "POST", body: how });

export const revoke = (id: string) => request<void>(`/api/invitations/${id}`, { method: "DELETE" });

export const changePerson = (person: User, body: UserPatch) =>
  request<User>(`/api/users/${person.id}`, { method: "PATCH", body, ifMatch: person.version });

/** Asks anew who is here, after somebody was invited or changed. */
export async function refreshPeople(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
    client.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  ]);
}
