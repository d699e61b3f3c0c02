import {
  countActivities,
  getActivity,
  listActivities,
  restoreActivity,
  trashActivity,
  updateActivity,
} from "@/api/generated/sdk.gen.ts";
import type { Activity, ActivityPatch } from "@/api/generated/types.gen.ts";
import { ifMatch } from "@/api/transport.ts";
import type { Resource } from "@/features/records/resource.ts";

/**
 * What changes about an activity, in the record's own fields, so that a change can be shown before it is saved. The API
 * is told `done` and takes the time itself.
 */
export type ActivityChange = Omit<ActivityPatch, "done"> & { done_at?: string | null };

/** The calls about activities. */
export const activities: Resource<Activity, ActivityChange> = {
  noun: "activities",
  page: async (query, signal) => (await listActivities({ query, signal, throwOnError: true })).data,
  count: async (query, signal) =>
    (await countActivities({ query, signal, throwOnError: true })).data,
  get: async (id, signal) => (await getActivity({ path: { id }, signal, throwOnError: true })).data,
  update: async (id, version, change) =>
    (
      await updateActivity({
        path: { id },
        headers: { "If-Match": ifMatch(version) },
        body: patchOf(change),
        throwOnError: true,
      })
    ).data,
  trash: (id) => trashActivity({ path: { id }, throwOnError: true }),
  restore: async (id) => (await restoreActivity({ path: { id }, throwOnError: true })).data,
};

/** A change as the API takes it. */
export function patchOf({ done_at, ...patch }: ActivityChange): ActivityPatch {
  return done_at === undefined ? patch : { ...patch, done: done_at !== null };
}
