import type { QueryClient } from "@tanstack/react-query";
import { readAgendaSearch } from "@/features/activities/agenda-search.ts";
import { readAuditSearch } from "@/features/audit/audit-search.ts";
import { readFieldsSearch } from "@/features/custom-fields/fields-search.ts";
import { readPipelineSearch } from "@/features/deals/pipeline-search.ts";
import { readImportSearch } from "@/features/imports/import-steps.ts";
import { readListSearch } from "@/features/records/list-search.ts";
import { readFigure } from "@/features/reports/behind.ts";
import { readReportSearch } from "@/features/reports/report-search.ts";
import { readSearchSearch } from "@/features/search/search-search.ts";
import { sessionQuery } from "@/features/session/session.ts";
import { signInHref, signInRoute } from "@/features/session/sign-in-search.ts";
import { readTrashSearch } from "@/features/trash/trash-search.ts";
import { createHistory } from "@/router/history.ts";
import { createRouter } from "@/router/router.ts";
import { type Route, route } from "@/router/routes.ts";
import { NotFoundPage } from "./routes/not-found-page.tsx";

/** Whether the first who comes to a new workspace wants sample records. */
export interface WelcomeSearch {
  samples?: boolean;
}

/** The workspace's addresses, all on one page. Those with fixed words stand before those that take any. */
function routesOf(client: QueryClient): Route[] {
  return [
    route({
      ...signInRoute,
      page: () => import("./routes/sign-in-route.tsx").then((module) => module.SignInRoute),
    }),
    route({
      path: "/password-reset",
      bare: true,
      page: () => import("./routes/entry-routes.tsx").then((module) => module.PasswordResetRoute),
    }),
    route({
      path: "/invitation",
      bare: true,
      page: () => import("./routes/entry-routes.tsx").then((module) => module.InvitationRoute),
    }),
    route({
      path: "/verify",
      bare: true,
      page: () => import("./routes/entry-routes.tsx").then((module) => module.VerifyRoute),
    }),
    route({
      path: "/welcome",
      bare: true,
      read: ({ samples }): WelcomeSearch => ({ samples: samples === true ? true : undefined }),
      // The link of the mail carries its token behind the hash: whoever comes with one is asked, also when signed in.
      redirect: ({ signedIn, place }) => (signedIn && !place.hash ? "/" : undefined),
      page: () => import("./routes/entry-routes.tsx").then((module) => module.WelcomeRoute),
    }),
    route({
      path: "/",
      read: readReportSearch,
      load: async ({ search }) =>
        (await import("@/features/home/preload-home.ts")).preloadHome(client, search),
      page: () => import("./routes/home-route.tsx").then((module) => module.HomeRoute),
    }),
    route({
      path: "/leads",
      read: readListSearch,
      load: async ({ search }) =>
        (await import("@/features/leads/preload-lead.ts")).preloadLeads(client, search),
      page: () =>
        import("@/features/leads/lead-list-page.tsx").then((module) => module.LeadListPage),
    }),
    route<unknown, { leadId: string }>({
      path: "/leads/$leadId",
      load: async ({ params: { leadId } }, ahead) =>
        (await import("@/features/leads/preload-lead.ts")).preloadLead(client, leadId, !ahead),
      page: () => import("./routes/lead-route.tsx").then((module) => module.LeadRoute),
    }),
    route({
      path: "/contacts",
      read: readListSearch,
      load: async ({ search }) =>
        (await import("@/features/contacts/preload-contact.ts")).preloadContacts(client, search),
      page: () =>
        import("@/features/contacts/contact-list-page.tsx").then(
          (module) => module.ContactListPage,
        ),
    }),
    route<unknown, { contactId: string }>({
      path: "/contacts/$contactId",
      load: async ({ params: { contactId } }, ahead) => {
        const { preloadContact } = await import("@/features/contacts/preload-contact.ts");
        preloadContact(client, contactId, !ahead);
      },
      page: () => import("./routes/contact-route.tsx").then((module) => module.ContactRoute),
    }),
    route({
      path: "/companies",
      read: readListSearch,
      load: async ({ search }) =>
        (await import("@/features/companies/preload-company.ts")).preloadCompanies(client, search),
      page: () =>
        import("@/features/companies/company-list-page.tsx").then(
          (module) => module.CompanyListPage,
        ),
    }),
    route<unknown, { companyId: string }>({
      path: "/companies/$companyId",
      load: async ({ params: { companyId } }, ahead) => {
        const { preloadCompany } = await import("@/features/companies/preload-company.ts");
        preloadCompany(client, companyId, !ahead);
      },
      page: () => import("./routes/company-route.tsx").then((module) => module.CompanyRoute),
    }),
    route({
      path: "/pipeline",
      read: readPipelineSearch,
      load: async ({ search }) => {
        const { preloadBoard } = await import("@/features/deals/preload-board.ts");
        void preloadBoard(client, search).catch(() => {});
      },
      page: () => import("./routes/pipeline-route.tsx").then((module) => module.PipelineRoute),
    }),
    route({
      path: "/deals",
      read: readListSearch,
      page: () =>
        import("@/features/deals/deal-list-page.tsx").then((module) => module.DealListPage),
    }),
    route<unknown, { dealId: string }>({
      path: "/deals/$dealId",
      page: () => import("./routes/deal-route.tsx").then((module) => module.DealRoute),
    }),
    route({
      path: "/activities",
      read: readAgendaSearch,
      page: () =>
        import("@/features/activities/activities-page.tsx").then((module) => module.ActivitiesPage),
    }),
    route({
      path: "/reports",
      read: readReportSearch,
      page: () => import("./routes/reports-route.tsx").then((module) => module.ReportsRoute),
    }),
    route({
      path: "/reports/deals",
      read: readFigure,
      page: () =>
        import("./routes/deals-behind-route.tsx").then((module) => module.DealsBehindRoute),
    }),
    route({
      path: "/reports/$report",
      read: readReportSearch,
      page: () => import("./routes/report-route.tsx").then((module) => module.ReportRoute),
    }),
    route({
      path: "/search",
      read: readSearchSearch,
      page: () => import("@/features/search/search-page.tsx").then((module) => module.SearchPage),
    }),
    route({
      path: "/trash",
      read: readTrashSearch,
      page: () => import("@/features/trash/trash-page.tsx").then((module) => module.TrashPage),
    }),
    route({
      path: "/notifications",
      page: () =>
        import("@/features/notifications/notifications-page.tsx").then(
          (module) => module.NotificationsPage,
        ),
    }),
    // What people type.
    route({ path: "/import", redirect: () => "/imports", page: async () => NotFoundPage }),
    route({
      path: "/imports",
      page: () => import("@/features/imports/import-page.tsx").then((module) => module.ImportPage),
    }),
    route({
      path: "/imports/$importId",
      read: readImportSearch,
      page: () => import("./routes/import-route.tsx").then((module) => module.ImportRoute),
    }),
    route({
      path: "/settings",
      page: () =>
        import("@/features/settings/settings-overview-page.tsx").then(
          (module) => module.SettingsOverviewPage,
        ),
    }),
    route({
      path: "/settings/pipelines",
      page: () =>
        import("@/features/pipelines/pipelines-page.tsx").then((module) => module.PipelinesPage),
    }),
    route({
      path: "/settings/custom-fields",
      read: readFieldsSearch,
      page: () =>
        import("./routes/custom-fields-route.tsx").then((module) => module.CustomFieldsRoute),
    }),
    route({
      path: "/settings/people",
      page: () => import("@/features/people/people-page.tsx").then((module) => module.PeoplePage),
    }),
    route({
      path: "/settings/teams",
      page: () => import("@/features/people/teams-page.tsx").then((module) => module.TeamsPage),
    }),
    route({
      path: "/settings/roles",
      page: () => import("@/features/people/roles-page.tsx").then((module) => module.RolesPage),
    }),
    route({
      path: "/settings/plan",
      page: () => import("@/features/plan/plan-page.tsx").then((module) => module.PlanPage),
    }),
    route({
      path: "/settings/api-keys",
      page: () =>
        import("@/features/api-keys/api-keys-page.tsx").then((module) => module.ApiKeysPage),
    }),
    route({
      path: "/settings/webhooks",
      page: () =>
        import("@/features/webhooks/webhooks-page.tsx").then((module) => module.WebhooksPage),
    }),
    route({
      path: "/settings/audit-log",
      read: readAuditSearch,
      page: () => import("@/features/audit/audit-page.tsx").then((module) => module.AuditPage),
    }),
    route({
      path: "/profile",
      page: () =>
        import("@/features/profile/profile-page.tsx").then((module) => module.ProfilePage),
    }),
    // An unknown address is answered inside the shell, where the way on is.
    route({ path: "/$", page: async () => NotFoundPage }),
  ];
}

/** The workspace's routes over one cache. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routes: routesOf(client),
    history: createHistory(window),
    signedIn: async () => (await client.ensureQueryData(sessionQuery)) !== null,
    signInHref: ({ href }) => signInHref(href === "/" ? {} : { next: href }),
  });
}
