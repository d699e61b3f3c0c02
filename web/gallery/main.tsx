import "../src/styles/index.css";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "@/api/query-client.ts";
import { Providers } from "@/app/providers.tsx";
import { Shell } from "@/app/shell/shell.tsx";
import { followTheme } from "@/app/theme/theme.ts";
import type { Session } from "@/features/session/session.ts";
import { SessionProvider } from "@/features/session/session-context.tsx";
import { activate } from "@/i18n/i18n.ts";
import { FormatProvider } from "@/ui/format/format-context.tsx";
import { BoardStory } from "./board.tsx";
import { ChartsStory } from "./charts.tsx";
import { ListStory } from "./list.tsx";
import { RecordStory } from "./record.tsx";

/** Every generic piece on made-up data, for looking at; served by `npm run dev`, never built. */
const story = new URLSearchParams(window.location.search).get("story") ?? "list";
const tenant = {
  name: "Acme Trading",
  slug: "acme",
  currency: "EUR",
  time_zone: "Europe/Berlin",
  locale: "en-GB",
  read_only: false,
};
const session: Session = {
  user: {
    id: "1",
    name: "Dana Okafor",
    email: "dana@acme.test",
    role: "account_manager",
    verified: true,
  },
  tenant,
  permissions: [],
  file_bytes_max: 100_000_000,
  notices: [],
};
const paths: Record<string, string> = {
  list: "/leads",
  board: "/pipeline",
  panel: "/pipeline",
  record: "/deals/1",
  charts: "/",
};

followTheme();
await activate("en");
createRoot(document.getElementById("root") as HTMLElement).render(
  <Providers client={createQueryClient()}>
    <SessionProvider session={session}>
      <FormatProvider locale={tenant.locale} timeZone={tenant.time_zone} currency={tenant.currency}>
        <Shell
          pathname={paths[story] ?? "/"}
          go={(href) => window.location.assign(href)}
          counts={{ leads: "12,480", pipeline: "318" }}
        >
          {story === "list" ? <ListStory /> : null}
          {story === "board" || story === "panel" ? <BoardStory panel={story === "panel"} /> : null}
          {story === "record" ? <RecordStory /> : null}
          {story === "charts" ? <ChartsStory /> : null}
        </Shell>
      </FormatProvider>
    </SessionProvider>
  </Providers>,
);
