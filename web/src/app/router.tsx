import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  defaultStringifySearch,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { readAgendaSearch } from "@/features/activities/agenda-search.ts";
import { readPipelineSearch } from "@/features/deals/pipeline-search.ts";
import { readImportSearch } from "@/features/imports/import-steps.ts";
import { readable, readListSearch } from "@/features/records/list-search.ts";
import { readFigure } from "@/features/reports/behind.ts";
import { readReportSearch } from "@/features/reports/report-search.ts";
import { sessionQuery } from "@/features/session/session.ts";
import { ErrorPage } from "./routes/error-page.tsx";
import { NotFoundPage } from "./routes/not-found-page.tsx";
import { WorkspaceLayout } from "./routes/workspace-layout.tsx";

/** What every route may use while it loads. */
export interface RouterContext {
  client: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
});

/** Why and from where somebody comes to the sign-in page. */
interface SignInSearch {
  next?: string;
  ended?: boolean;
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): SignInSearch => ({
    next: typeof search.next === "string" && isLocalPath(search.next) ? search.next : undefined,
    ended: search.ended === true ? true : undefined,
  }),
  beforeLoad: async ({ context, search }) => {
    if (await context.client.ensureQueryData(sessionQuery))
      throw redirect({ href: search.next ?? "/" });
  },
  component: lazyRouteComponent(() => import("./routes/sign-in-route.tsx"), "SignInRoute"),
});

const passwordReset = createRoute({
  getParentRoute: () => root,
  path: "/password-reset",
  component: lazyRouteComponent(() => import("./routes/entry-routes.tsx"), "PasswordResetRoute"),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: lazyRouteComponent(() => import("./routes/entry-routes.tsx"), "InvitationRoute"),
});

const verify = createRoute({
  getParentRoute: () => root,
  path: "/verify",
  component: lazyRouteComponent(() => import("./routes/entry-routes.tsx"), "VerifyRoute"),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  validateSearch: (search): { samples?: boolean } => ({
    samples: search.samples === true ? true : undefined,
  }),
  beforeLoad: async ({ context, location }) => {
    if (!location.hash && (await context.client.ensureQueryData(sessionQuery)))
      throw redirect({ to: "/" });
  },
  component: lazyRouteComponent(() => import("./routes/entry-routes.tsx"), "WelcomeRoute"),
});

const workspace = createRoute({
  getParentRoute: () => root,
  id: "workspace",
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (!session)
      throw redirect({
        to: "/sign-in",
        search: location.href === "/" ? {} : { next: location.href },
      });
    return { session };
  },
  component: function Workspace() {
    return <WorkspaceLayout session={workspace.useRouteContext().session} />;
  },
});

const home = createRoute({
  getParentRoute: () => workspace,
  path: "/",
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import("./routes/home-route.tsx"), "HomeRoute"),
});

const leads = createRoute({
  getParentRoute: () => workspace,
  path: "/leads",
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import("./routes/leads-route.tsx"), "LeadsRoute"),
});

const lead = createRoute({
  getParentRoute: () => workspace,
  path: "/leads/$leadId",
  loader: async ({ context, params, cause }) => {
    const { preloadLead } = await import("@/features/leads/preload-lead.ts");
    preloadLead(context.client, params.leadId, cause !== "preload");
  },
  component: lazyRouteComponent(() => import("./routes/lead-route.tsx"), "LeadRoute"),
});

const contacts = createRoute({
  getParentRoute: () => workspace,
  path: "/contacts",
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import("./routes/contacts-route.tsx"), "ContactsRoute"),
});

const contact = createRoute({
  getParentRoute: () => workspace,
  path: "/contacts/$contactId",
  loader: async ({ context, params, cause }) => {
    const { preloadContact } = await import("@/features/contacts/preload-contact.ts");
    preloadContact(context.client, params.contactId, cause !== "preload");
  },
  component: lazyRouteComponent(() => import("./routes/contact-route.tsx"), "ContactRoute"),
});

const companies = createRoute({
  getParentRoute: () => workspace,
  path: "/companies",
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import("./routes/companies-route.tsx"), "CompaniesRoute"),
});

const company = createRoute({
  getParentRoute: () => workspace,
  path: "/companies/$companyId",
  loader: async ({ context, params, cause }) => {
    const { preloadCompany } = await import("@/features/companies/preload-company.ts");
    preloadCompany(context.client, params.companyId, cause !== "preload");
  },
  component: lazyRouteComponent(() => import("./routes/company-route.tsx"), "CompanyRoute"),
});

const pipeline = createRoute({
  getParentRoute: () => workspace,
  path: "/pipeline",
  validateSearch: readPipelineSearch,
  component: lazyRouteComponent(() => import("./routes/pipeline-route.tsx"), "PipelineRoute"),
});

const deals = createRoute({
  getParentRoute: () => workspace,
  path: "/deals",
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import("./routes/deals-route.tsx"), "DealsRoute"),
});

const deal = createRoute({
  getParentRoute: () => workspace,
  path: "/deals/$dealId",
  component: lazyRouteComponent(() => import("./routes/deal-route.tsx"), "DealRoute"),
});

const imports = createRoute({
  getParentRoute: () => workspace,
  path: "/imports",
  component: lazyRouteComponent(() => import("./routes/imports-route.tsx"), "ImportsRoute"),
});

const importing = createRoute({
  getParentRoute: () => workspace,
  path: "/imports/$importId",
  validateSearch: readImportSearch,
  component: lazyRouteComponent(() => import("./routes/import-route.tsx"), "ImportRoute"),
});

/* What people type. */
const importWord = createRoute({
  getParentRoute: () => workspace,
  path: "/import",
  beforeLoad: () => {
    throw redirect({ to: "/imports", replace: true });
  },
});

const activities = createRoute({
  getParentRoute: () => workspace,
  path: "/activities",
  validateSearch: readAgendaSearch,
  component: lazyRouteComponent(() => import("./routes/activities-route.tsx"), "ActivitiesRoute"),
});

const reports = createRoute({
  getParentRoute: () => workspace,
  path: "/reports",
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import("./routes/reports-route.tsx"), "ReportsRoute"),
});

const report = createRoute({
  getParentRoute: () => workspace,
  path: "/reports/$report",
  validateSearch: readReportSearch,
  component: lazyRouteComponent(() => import("./routes/report-route.tsx"), "ReportRoute"),
});

const dealsBehind = createRoute({
  getParentRoute: () => workspace,
  path: "/reports/deals",
  validateSearch: readFigure,
  component: lazyRouteComponent(
    () => import("./routes/deals-behind-route.tsx"),
    "DealsBehindRoute",
  ),
});

const people = createRoute({
  getParentRoute: () => workspace,
  path: "/settings/people",
  component: lazyRouteComponent(() => import("./routes/people-route.tsx"), "PeopleRoute"),
});

const profile = createRoute({
  getParentRoute: () => workspace,
  path: "/profile",
  component: lazyRouteComponent(() => import("./routes/profile-route.tsx"), "ProfileRoute"),
});

/* An unknown address is answered inside the shell, where the way on is. */
const missing = createRoute({
  getParentRoute: () => workspace,
  path: "$",
  component: NotFoundPage,
});

/** Only a path of this origin may follow the sign-in: "//elsewhere" and "https:" may not. */
export function isLocalPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path);
}

/** The workspace's routes over one cache. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      signIn,
      passwordReset,
      invitation,
      verify,
      welcome,
      workspace.addChildren([
        home,
        leads,
        lead,
        contacts,
        contact,
        companies,
        company,
        pipeline,
        deals,
        deal,
        activities,
        reports,
        report,
        dealsBehind,
        imports,
        importing,
        importWord,
        people,
        profile,
        missing,
      ]),
    ]),
    context: { client },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    stringifySearch: (search) => readable(defaultStringifySearch(search)),
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
