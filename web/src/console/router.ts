import type { QueryClient } from "@tanstack/react-query";
import { readAuditSearch } from "@/features/audit/audit-search.ts";
import { signInHref, signInRoute } from "@/features/session/sign-in-search.ts";
import { createHistory } from "@/router/history.ts";
import { createRouter } from "@/router/router.ts";
import { type Route, route } from "@/router/routes.ts";
import { sessionQuery } from "./session.ts";
import { readTenantSearch } from "./tenants/tenants.ts";
import { readTrafficSearch } from "./traffic/traffic.ts";

const tenantList = () =>
  import("./tenants/tenant-list-page.tsx").then((module) => module.TenantListPage);

const ROUTES: Route[] = [
  route({
    ...signInRoute,
    page: () => import("./sign-in-page.tsx").then((module) => module.OperatorSignInPage),
  }),
  route({
    path: "/enrol",
    bare: true,
    page: () => import("./enrol-page.tsx").then((module) => module.EnrolPage),
  }),
  route({ path: "/", read: readTenantSearch, page: tenantList }),
  route<unknown, { tenantId: string }>({
    path: "/tenants/$tenantId",
    page: () => import("./tenants/tenant-page.tsx").then((module) => module.TenantPage),
  }),
  route({
    path: "/traffic",
    read: readTrafficSearch,
    page: () => import("./traffic/traffic-page.tsx").then((module) => module.TrafficPage),
  }),
  route({
    path: "/health",
    page: () => import("./health/health-page.tsx").then((module) => module.HealthPage),
  }),
  route({
    path: "/plans",
    page: () => import("./plans/plans-page.tsx").then((module) => module.PlansPage),
  }),
  route({
    path: "/audit",
    read: readAuditSearch,
    page: () => import("./audit/operators-log-page.tsx").then((module) => module.OperatorsLogPage),
  }),
  route({
    path: "/operators",
    page: () => import("./operators/operators-page.tsx").then((module) => module.OperatorsPage),
  }),
  route({
    path: "/$",
    page: () => import("./nothing-page.tsx").then((module) => module.NothingPage),
  }),
];

/** The console's addresses. */
export function createConsoleRouter(client: QueryClient) {
  return createRouter({
    routes: ROUTES,
    history: createHistory(window),
    signedIn: async () => (await client.ensureQueryData(sessionQuery)) !== null,
    signInHref: ({ href }) => signInHref(href === "/" ? {} : { next: href }),
  });
}
