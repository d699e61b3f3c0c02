import "../styles/index.css";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { I18nProvider } from "@lingui/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { followTheme } from "@/app/theme/theme.ts";
import { visitorLocale } from "@/i18n/choice.ts";
import { Direction } from "@/i18n/direction.tsx";
import { activate, i18n } from "@/i18n/i18n.ts";
import { readDoor } from "./door.ts";
import { FindPage } from "./find-page.tsx";
import { SignUpPage } from "./sign-up-page.tsx";
import { StartPage } from "./start-page.tsx";

const door = readDoor(document);
const client = new QueryClient();
followTheme();
await activate(visitorLocale());

/* Three pages with plain links between them: each is a load of its own, and needs no router. */
function page() {
  if (window.location.pathname === "/sign-up" && door.sign_up) return <SignUpPage door={door} />;
  if (window.location.pathname === "/find") return <FindPage />;
  return <StartPage door={door} />;
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <I18nProvider i18n={i18n}>
        <Direction>
          <QueryClientProvider client={client}>{page()}</QueryClientProvider>
        </Direction>
      </I18nProvider>
    </CSPProvider>
  </StrictMode>,
);
