import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { request } from "@/api/transport.ts";
import type { ConsolePlan, PlanDraft } from "../generated/types.gen.ts";

const KEY = ["plans"] as const;

/** Every plan, with how many tenants are on it. */
export const plansQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => request<ConsolePlan[]>("/api/plans", { signal }),
});

export const makePlan = (body: PlanDraft) =>
  request<ConsolePlan>("/api/plans", { method: "POST", body });

/** Changes a plan, for every tenant that is on it. */
export const changePlan = ({ id, version }: ConsolePlan, body: PlanDraft) =>
  request<ConsolePlan>(`/api/plans/${id}`, { method: "PUT", body, ifMatch: version });

export const deletePlan = ({ id }: ConsolePlan) =>
  request<null>(`/api/plans/${id}`, { method: "DELETE" });

/** Asks for the plans anew, and for the tenants whose figures they are. */
export const refreshPlans = (client: QueryClient) =>
  Promise.all([
    client.invalidateQueries({ queryKey: KEY }),
    client.invalidateQueries({ queryKey: ["tenants"] }),
  ]);

/** A plan as whoever makes it again says it. */
export function draftOf(plan: ConsolePlan): PlanDraft {
  const { name, seats_max, records_max, storage_max, requests_max, modules_off, trial_days } = plan;
  return { name, seats_max, records_max, storage_max, requests_max, modules_off, trial_days };
}
