import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { CheckCheck } from "lucide-react";
import type { Notification } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { FormatProvider, useFormats } from "@/ui/format/format-context.tsx";
import { relativeDay } from "@/ui/format/relative.ts";
import { useNow } from "@/ui/format/use-now.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { NotificationRow } from "./notification-row.tsx";
import { markRead, notificationsQuery } from "./notifications.ts";

/** What one should know: handed over, due, done. The latest first, by day. */
export function NotificationsPage() {
  const { t } = useLingui();
  useTitle(t`Notifications`);
  const client = useQueryClient();
  const { locale, homeCurrency, timeZone } = useFormats();
  const told = useInfiniteQuery(notificationsQuery);
  const [first] = told.data?.pages ?? [];
  const all = told.data?.pages.flatMap(({ data }) => data) ?? [];
  const unread = first?.unread ?? 0;
  const read = (ids?: string[]) =>
    void markRead(client, ids).catch((error) => toast(messageOf(error), { tone: "bad" }));
  return (
    <>
      <PageHeader
        title={t`Notifications`}
        summary={
          unread > 0 ? (
            <Trans>
              <Figure>{unread}</Figure> <Plural value={unread} one="unread" other="unread" />
            </Trans>
          ) : null
        }
        actions={
          <>
            <a
              href="/profile#reminders"
              className="text-sm text-ink-2 underline-offset-2 hover:underline"
            >{t`Reminder settings`}</a>
            {unread > 0 ? (
              <Button
                icon={<CheckCheck className="size-4" aria-hidden="true" />}
                onClick={() => read()}
              >{t`Mark all as read`}</Button>
            ) : null}
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-2 py-5 md:px-6">
        <div className="mx-auto grid max-w-3xl grid-cols-1 gap-5">
          {told.error && !told.data ? (
            <ErrorState
              title={t`The notifications could not be loaded`}
              onRetry={() => told.refetch()}
            >
              {messageOf(told.error)}
            </ErrorState>
          ) : !first ? (
            <SkeletonLines count={4} label={t`Loading the notifications`} />
          ) : all.length === 0 ? (
            <EmptyState title={t`Nothing you should know`}>
              <Trans>
                When a colleague gives you a record, an activity of yours is due or a file is done,
                it stands here.
              </Trans>
            </EmptyState>
          ) : (
            <FormatProvider
              locale={locale}
              currency={homeCurrency}
              timeZone={first.time_zone || timeZone}
            >
              <ByDay notifications={all} onRead={(id) => read([id])} />
            </FormatProvider>
          )}
          {told.hasNextPage ? (
            <Button
              className="justify-self-center"
              disabled={told.isFetchingNextPage}
              onClick={() => void told.fetchNextPage()}
            >{t`Show older ones`}</Button>
          ) : null}
        </div>
      </div>
    </>
  );
}

function ByDay({
  notifications,
  onRead,
}: {
  notifications: Notification[];
  onRead: (id: string) => void;
}) {
  const formats = useFormats();
  const now = useNow();
  const days = Map.groupBy(notifications, ({ at }) => formats.dayKey(at));
  return [...days].map(([day, those]) => (
    <section key={day} aria-label={relativeDay(formats, day, now)}>
      <h2 className="border-b border-line px-2 pb-1 text-sm font-medium text-ink-2">
        {relativeDay(formats, day, now)}
      </h2>
      <ul className="divide-y divide-line">
        {those.map((notification) => (
          <NotificationRow
            key={notification.id}
            notification={notification}
            onRead={() => onRead(notification.id)}
          />
        ))}
      </ul>
    </section>
  ));
}
