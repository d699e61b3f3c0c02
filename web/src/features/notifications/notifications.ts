import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  getNotificationSettings,
  listNotifications,
  readNotifications,
  updateNotificationSettings,
} from "@/api/generated/sdk.gen.ts";
import type {
  NotificationSettings,
  NotificationSettingsPatch,
  Notifications,
} from "@/api/generated/types.gen.ts";

/** What one is told, the latest first; new ones come by the stream of changes. */
export const notificationsQuery = infiniteQueryOptions({
  queryKey: ["notifications"],
  staleTime: 60_000,
  initialPageParam: undefined as string | undefined,
  queryFn: async ({ pageParam, signal }) =>
    (await listNotifications({ query: { before: pageParam }, signal, throwOnError: true })).data,
  getNextPageParam: ({ more, data }: Notifications) => (more ? data.at(-1)?.at : undefined),
});

/** When one is told of what is due. */
export const notificationSettingsQuery = queryOptions({
  queryKey: ["notification-settings"],
  staleTime: 60_000,
  queryFn: async ({ signal }) =>
    (await getNotificationSettings({ signal, throwOnError: true })).data,
});

/** Changes when one is told. */
export async function changeNotificationSettings(
  body: NotificationSettingsPatch,
): Promise<NotificationSettings> {
  return (await updateNotificationSettings({ body, throwOnError: true })).data;
}

/** Says that notifications were read, all or some: shown at once, asked again when the server did not take it. */
export async function markRead(client: QueryClient, ids?: readonly string[]): Promise<void> {
  await client.cancelQueries({ queryKey: notificationsQuery.queryKey });
  const now = new Date().toISOString();
  client.setQueryData(
    notificationsQuery.queryKey,
    (all) => all && { ...all, pages: all.pages.map((page) => readIn(page, now, ids)) },
  );
  try {
    await readNotifications({ body: ids ? { ids: [...ids] } : {}, throwOnError: true });
  } catch (error) {
    void client.invalidateQueries({ queryKey: notificationsQuery.queryKey });
    throw error;
  }
}

/** A page on which these, or all, are read. */
export function readIn(page: Notifications, now: string, ids?: readonly string[]): Notifications {
  const isMeant = (id: string) => !ids || ids.includes(id);
  const fresh = page.data.filter(({ id, read_at }) => !read_at && isMeant(id)).length;
  return {
    ...page,
    unread: ids ? Math.max(page.unread - fresh, 0) : 0,
    data: page.data.map((one) =>
      one.read_at || !isMeant(one.id) ? one : { ...one, read_at: now },
    ),
  };
}
