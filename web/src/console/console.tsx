import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  Activity,
  Building2,
  HeartPulse,
  Layers,
  LogOut,
  ScrollText,
  ShieldCheck,
} from "lucide-react";
import type { ReactNode } from "react";
import { ErrorPage } from "@/app/routes/error-page.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { LanguageSwitch } from "@/features/session/language-switch.tsx";
import { ownTimeZone } from "@/i18n/intl.ts";
import { CatchBoundary } from "@/router/catch-boundary.tsx";
import { useRouter } from "@/router/router-context.tsx";
import { useShown } from "@/router/use-shown.ts";
import { FormatProvider } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { ToastViewport } from "@/ui/overlay/toast-viewport.tsx";
import type { Operator } from "./generated/types.gen.ts";
import { useOperatorRoleText } from "./operators/operator-words.ts";
import { sessionQuery, signOut } from "./session.ts";

/** The console: the page at the address, for whoever runs the installation. */
export function Console() {
  const { i18n } = useLingui();
  const router = useRouter();
  const { shown, failure } = useShown();
  const session = useQuery(sessionQuery).data;
  if (failure) return <ErrorPage error={failure} reset={() => void router.refresh()} />;
  if (!shown) return null;
  const page = (
    <CatchBoundary fallback={ErrorPage} resetKey={shown}>
      <shown.Page params={shown.params} search={shown.search} />
    </CatchBoundary>
  );
  if (shown.route.bare) return page;
  if (!session) return null;
  // Amounts are no business of the console.
  return (
    <FormatProvider locale={i18n.locale} timeZone={ownTimeZone()} currency="EUR">
      <Frame operator={session.operator} pathname={shown.place.pathname}>
        {page}
      </Frame>
      <ToastViewport />
    </FormatProvider>
  );
}

/* A bar beside the page, above it on a phone. */
function Frame({
  operator,
  pathname,
  children,
}: {
  operator: Operator;
  pathname: string;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const roleText = useOperatorRoleText();
  const client = useQueryClient();
  const router = useRouter();
  const leaving = useMutation({
    mutationFn: () => signOut(client),
    onSuccess: () => router.refresh(),
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  const places = [
    { href: "/", text: t`Tenants`, Icon: Building2 },
    { href: "/traffic", text: t`Traffic`, Icon: Activity },
    { href: "/health", text: t`Health`, Icon: HeartPulse },
    { href: "/plans", text: t`Plans`, Icon: Layers },
    { href: "/operators", text: t`Operators`, Icon: ShieldCheck },
    { href: "/audit", text: t`Audit log`, Icon: ScrollText },
  ];
  const here = places.findLast(({ href }) => pathname.startsWith(href))?.href;
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr] md:grid-cols-[13.5rem_1fr] md:grid-rows-1">
      <header className="flex items-center gap-2 border-line bg-paper px-3 py-2 max-md:border-b md:flex-col md:items-stretch md:border-e md:py-4">
        <p className="flex items-center gap-2 px-1 font-semibold md:pb-3">
          <span
            aria-hidden="true"
            className="grid size-7 place-items-center rounded-m bg-ink font-display text-mark dark:bg-hover"
          >
            K
          </span>
          <span className="max-md:sr-only">
            <Trans>Console</Trans>
          </span>
        </p>
        <nav
          aria-label={t`Console`}
          className="flex min-w-0 gap-0.5 overflow-x-auto md:grid md:gap-1 md:overflow-visible"
        >
          {places.map(({ href, text, Icon }) => (
            <a
              key={href}
              href={href}
              aria-current={href === here ? "page" : undefined}
              className="flex h-8 shrink-0 items-center gap-2 rounded-m px-1.5 whitespace-nowrap text-ink-2 md:px-2 hover:bg-hover hover:text-ink aria-[current]:bg-hover aria-[current]:font-semibold aria-[current]:text-ink touch:h-11"
            >
              <Icon className="size-4 max-md:hidden" aria-hidden="true" />
              {text}
            </a>
          ))}
        </nav>
        <div className="ms-auto flex items-center gap-2 md:ms-0 md:mt-auto md:grid md:gap-3">
          <LanguageSwitch className="max-md:hidden" />
          <div className="flex items-center gap-2 md:px-1">
            <span className="min-w-0 flex-1 max-md:sr-only">
              <bdi className="block truncate font-medium">{operator.name}</bdi>
              <span className="block truncate text-sm text-ink-3">{roleText(operator.role)}</span>
            </span>
            <IconButton
              label={t`Sign out`}
              disabled={leaving.isPending}
              onClick={() => leaving.mutate()}
            >
              <LogOut aria-hidden="true" />
            </IconButton>
          </div>
        </div>
      </header>
      <main className="flex min-h-0 min-w-0 flex-col">{children}</main>
    </div>
  );
}
