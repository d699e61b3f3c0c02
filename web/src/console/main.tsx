import "../styles/index.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "@/api/query-client.ts";
import { whenUnauthenticated } from "@/api/transport.ts";
import { followLinks } from "@/app/links.ts";
import { Providers } from "@/app/providers.tsx";
import { followTheme } from "@/app/theme/theme.ts";
import { signInHref } from "@/features/session/sign-in-search.ts";
import { visitorLocale } from "@/i18n/choice.ts";
import { activate } from "@/i18n/i18n.ts";
import { RouterProvider } from "@/router/router-context.tsx";
import { Console } from "./console.tsx";
import { createConsoleRouter } from "./router.ts";
import { forget } from "./session.ts";

const client = createQueryClient();
const router = createConsoleRouter(client);

whenUnauthenticated(() => {
  forget(client);
  router.history.push(signInHref({ next: router.history.location.href, ended: true }));
});
followTheme();
followLinks(router, document);

void router.refresh();
await activate(visitorLocale());
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Providers client={client}>
      <RouterProvider value={router}>
        <Console />
      </RouterProvider>
    </Providers>
  </StrictMode>,
);
