import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Notification } from "@/api/generated/types.gen.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { createFormats } from "@/ui/format/formats.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { isShownAt, linkOf } from "./notification-link.ts";
import { markRead, notificationsQuery } from "./notifications.ts";

const REMINDER_STAYS_MS = 20_000;

/**
 * Looks at what comes in while one works: an activity that is due is said aloud, everything else waits quietly behind its
 * number; and what is about the page that is open is read.
 */
export function NotificationWatch({
  pathname,
  go,
}: {
  pathname: string;
  go: (href: string) => void;
}) {
  const { t } = useLingui();
  const { locale, homeCurrency } = useFormats();
  const client = useQueryClient();
  const { data } = useInfiniteQuery(notificationsQuery);
  const latest = useRef<string>(undefined);

  function remind(notification: Notification, timeZone: string): void {
    const { id, due_at, record_name } = notification;
    const { time } = createFormats({ locale, currency: homeCurrency, timeZone });
    const href = linkOf(notification, Date.now());
    toast(record_name ?? "", {
      detail: due_at ? t`Due at ${time(due_at)}` : undefined,
      stays: REMINDER_STAYS_MS,
      undoLabel: t`Show`,
      onUndo: () => {
        void markRead(client, [id]).catch(() => {});
        if (href) go(href);
      },
    });
  }

  useEffect(() => {
    const page = data?.pages[0];
    if (!page) return;
    const before = latest.current;
    latest.current = page.data[0]?.at ?? "";
    if (before === undefined) return;
    for (const one of page.data) if (one.at > before && isDue(one)) remind(one, page.time_zone);
  });

  useEffect(() => {
    const shown = data?.pages[0]?.data.filter((one) => !one.read_at && isShownAt(pathname, one));
    if (shown?.length)
      void markRead(
        client,
        shown.map(({ id }) => id),
      ).catch(() => {});
  }, [data, pathname, client]);

  return null;
}

function isDue({ kind, state, read_at }: Notification): boolean {
  return kind === "reminder" && state === "open" && !read_at;
}
