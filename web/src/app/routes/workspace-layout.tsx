import { Trans } from "@lingui/react/macro";
import {
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { exactLeadCountQuery, leadCountQuery } from "@/features/leads/lead-count.ts";
import { notificationsQuery } from "@/features/notifications/notifications.ts";
import { PlanNotices } from "@/features/plan/plan-notices.tsx";
import { localeOf, type Session } from "@/features/session/session.ts";
import { SessionProvider } from "@/features/session/session-context.tsx";
import type { Router } from "@/router/router.ts";
import { useRouter } from "@/router/router-context.tsx";
import { FormatProvider, useFormats } from "@/ui/format/format-context.tsx";
import { Shell } from "../shell/shell.tsx";
import { warmMenu, whenStill } from "../warm-routes.ts";

/** Everything that only a signed-in person sees: their session, their formats, the shell, the page. */
export function WorkspaceLayout({ session, ...frame }: FrameProps & { session: Session }) {
  const { time_zone, currency } = session.tenant;
  const locale = localeOf(session);
  // Words that were found outside a component are found anew in another language: so all pages begin anew with it. What
  // was being written is among the drafts.
  return (
    <SessionProvider session={session}>
      <FormatProvider key={locale} locale={locale} timeZone={time_zone} currency={currency}>
        <Frame {...frame} session={session} />
      </FormatProvider>
    </SessionProvider>
  );
}

interface FrameProps {
  pathname: string;
  children: ReactNode;
}

function Frame({ pathname, children, session }: FrameProps & { session: Session }) {
  const router = useRouter();
  const formats = useFormats();
  const client = useQueryClient();
  useEffect(() => warmMenu(router, client), [router, client]);
  useEffect(() => live(router, client), [router, client]);
  const capped = useQuery(leadCountQuery).data;
  const exact = useQuery({ ...exactLeadCountQuery, enabled: capped?.capped ?? false }).data;
  const leads = exact ?? capped;
  // the shell's watch asks for them, once the page stands
  const told = useInfiniteQuery({ ...notificationsQuery, enabled: false }).data;
  const unread = told?.pages[0]?.unread ?? 0;
  const counts = {
    ...(leads && { leads: formats.number(leads.count) + (leads.capped ? "+" : "") }),
    ...(unread > 0 && { notifications: <UnreadCount count={unread} /> }),
  };
  return (
    <Shell pathname={pathname} go={(href) => router.history.push(href)} counts={counts}>
      {session.tenant.read_only ? (
        <p className="shrink-0 border-b border-line bg-warn-soft px-4 py-2 text-sm font-medium text-warn md:px-6">
          <Trans>
            This workspace is read-only at the moment. You can look at everything and export it.
          </Trans>
        </p>
      ) : null}
      <PlanNotices notices={session.notices} />
      {children}
    </Shell>
  );
}

/* The marigold stands for what was not read yet, as elsewhere for what is marked. */
function UnreadCount({ count }: { count: number }) {
  const formats = useFormats();
  return (
    <span className="rounded-full bg-mark px-1.5 py-px font-semibold text-[oklch(.255_.03_215)]">
      {formats.number(count)}
    </span>
  );
}

/* What others do arrives from when the page stands; the code for it too. */
function live(router: Router, client: QueryClient): () => void {
  let stop = () => {};
  let gone = false;
  whenStill(router, client, () => {
    void import("@/features/live/live.ts").then((module) => {
      if (!gone) stop = module.live(client);
    });
  });
  return () => {
    gone = true;
    stop();
  };
}
