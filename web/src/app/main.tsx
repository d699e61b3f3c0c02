import "../styles/index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "@/api/query-client.ts";
import { whenUnauthenticated } from "@/api/transport.ts";
import {
  forget,
  localeOf,
  readBoot,
  seedSession,
  sessionQuery,
} from "@/features/session/session.ts";
import { signInHref } from "@/features/session/sign-in-search.ts";
import { visitorLocale } from "@/i18n/choice.ts";
import { activate } from "@/i18n/i18n.ts";
import { RouterProvider } from "@/router/router-context.tsx";
import { App } from "./app.tsx";
import { followLinks } from "./links.ts";
import { Providers } from "./providers.tsx";
import { createAppRouter } from "./router.tsx";
import { followTheme } from "./theme/theme.ts";
import { warmRoutes } from "./warm-routes.ts";

const boot = readBoot(document);
const client = createQueryClient();
seedSession(client, boot);
const router = createAppRouter(client);

whenUnauthenticated(() => {
  forget(client);
  router.history.push(signInHref({ next: router.history.location.href, ended: true }));
});
followTheme();
followLinks(router, document);

void router.refresh();
const session = client.getQueryData(sessionQuery.queryKey);
await activate(session ? localeOf(session) : visitorLocale(boot?.tenant?.locale));
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Providers client={client}>
      <RouterProvider value={router}>
        <App />
      </RouterProvider>
    </Providers>
  </StrictMode>,
);
warmRoutes(router, client);
