import { useQuery } from "@tanstack/react-query";
import { Outlet, useLocation, useRouter } from "@tanstack/react-router";
import { exactLeadCountQuery, leadCountQuery } from "@/features/leads/lead-count.ts";
import type { Session } from "@/features/session/session.ts";
import { SessionProvider } from "@/features/session/session-context.tsx";
import { FormatProvider, useFormats } from "@/ui/format/format-context.tsx";
import { Shell } from "../shell/shell.tsx";

/** Everything that only a signed-in person sees: their session, their formats, the shell, the page. */
export function WorkspaceLayout({ session }: { session: Session }) {
  const { locale, time_zone, currency } = session.tenant;
  return (
    <SessionProvider session={session}>
      <FormatProvider locale={locale} timeZone={time_zone} currency={currency}>
        <Frame />
      </FormatProvider>
    </SessionProvider>
  );
}

function Frame() {
  const router = useRouter();
  const pathname = useLocation({ select: (location) => location.pathname });
  const formats = useFormats();
  const capped = useQuery(leadCountQuery).data;
  const exact = useQuery({ ...exactLeadCountQuery, enabled: capped?.capped ?? false }).data;
  const leads = exact ?? capped;
  const counts = leads ? { leads: formats.number(leads.count) + (leads.capped ? "+" : "") } : {};
  return (
    <Shell pathname={pathname} go={(href) => router.history.push(href)} counts={counts}>
      <Outlet />
    </Shell>
  );
}
