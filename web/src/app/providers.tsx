import { CSPProvider } from "@base-ui/react/csp-provider";
import { I18nProvider } from "@lingui/react";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Direction } from "@/i18n/direction.tsx";
import { i18n } from "@/i18n/i18n.ts";

/** What every page stands on. The CSP provider keeps our components from writing <style> elements. */
export function Providers({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <I18nProvider i18n={i18n}>
        <Direction>
          <QueryClientProvider client={client}>{children}</QueryClientProvider>
        </Direction>
      </I18nProvider>
    </CSPProvider>
  );
}
