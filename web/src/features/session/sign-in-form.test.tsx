import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createQueryClient } from "@/api/query-client.ts";
import { i18n } from "@/i18n/i18n.ts";
import type { Session } from "./session.ts";
import { SignInForm } from "./sign-in-form.tsx";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function signInAgainst(answer: () => Response) {
  server.use(http.post("*/api/session", answer));
  const onSignedIn = vi.fn<(session: Session) => void>();
  render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={createQueryClient()}>
        <SignInForm onSignedIn={onSignedIn} />
      </QueryClientProvider>
    </I18nProvider>,
  );
  await userEvent.type(screen.getByLabelText("E-mail"), "dana@acme.test");
  await userEvent.type(screen.getByLabelText("Password"), "correct horse{Enter}");
  return onSignedIn;
}

const refusal = (status: number, headers = {}) =>
  new HttpResponse(JSON.stringify({ status, code: "x" }), {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });

it("goes on with the session", async () => {
  const session = { user: { name: "Dana" }, tenant: { locale: "en" }, permissions: [] };
  const onSignedIn = await signInAgainst(() => HttpResponse.json(session));
  await vi.waitFor(() => expect(onSignedIn.mock.calls[0]?.[0]).toEqual(session));
});

it("says plainly that the credentials do not match, and waits at the password", async () => {
  await signInAgainst(() => refusal(401));
  expect(await screen.findByRole("alert")).toHaveTextContent("E-mail and password do not match");
  expect(screen.getByLabelText("Password")).toHaveFocus();
});

it("counts down while signing in is paused", async () => {
  await signInAgainst(() => refusal(429, { "retry-after": "42" }));
  expect(await screen.findByRole("button", { name: /Try again in 4\d s/ })).toBeDisabled();
});
