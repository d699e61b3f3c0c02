import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { createQueryClient } from "@/api/query-client.ts";
import type { Session } from "@/features/session/session.ts";
import { SessionProvider } from "@/features/session/session-context.tsx";
import { i18n } from "@/i18n/i18n.ts";
import { createHistory } from "@/router/history.ts";
import { createRouter } from "@/router/router.ts";
import { RouterProvider } from "@/router/router-context.tsx";
import { UserButtonSlot } from "./user-slot.tsx";

/* The menu's code arrives when the test says so. */
const gate = vi.hoisted(() => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
});
vi.mock("./user-menu.tsx", async (original) => {
  await gate.opened;
  return original();
});

const session: Session = {
  user: {
    id: "u",
    name: "Dana Okafor",
    email: "dana@acme.test",
    role: "administrator",
    verified: true,
  },
  tenant: {
    name: "Acme",
    slug: "acme",
    time_zone: "UTC",
    currency: "EUR",
    locale: "en",
    read_only: false,
  },
  permissions: [],
  file_bytes_max: 100_000_000,
  notices: [],
};

const router = createRouter({
  routes: [],
  history: createHistory(window),
  signedIn: async () => true,
  signInHref: () => "/sign-in",
});

it("opens when its code arrives in the middle of the press", async () => {
  render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={createQueryClient()}>
        <SessionProvider session={session}>
          <RouterProvider value={router}>
            <UserButtonSlot />
          </RouterProvider>
        </SessionProvider>
      </QueryClientProvider>
    </I18nProvider>,
  );
  const user = userEvent.setup();
  const target = screen.getByRole("button", { name: /Dana Okafor/ });
  await user.pointer({ keys: "[MouseLeft>]", target });
  gate.open();
  await act(async () => void (await import("./user-menu.tsx")));
  // a button that is replaced under the pointer is never clicked
  expect(target).toBeInTheDocument();
  await user.pointer({ keys: "[/MouseLeft]", target });
  const item = await screen.findByRole("menuitem", { name: "Sign out" }, { timeout: 10_000 });
  expect(item).toBeVisible();
}, 15_000);
