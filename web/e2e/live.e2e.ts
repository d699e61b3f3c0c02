import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { api, expectVisible, signIn, signInByPage, withChromium } from "./browser.ts";

withChromium();

const DANA = "dana@acme.example";
const ELIF = "elif@acme.example";

function column(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title });
}

/* The stream is open once the page stands and its code has come. */
async function listening(page: Page): Promise<void> {
  await expect
    .poll(
      () => page.evaluate(() => navigator.locks.query().then(({ held }) => held?.length ?? 0)),
      {
        timeout: 15_000,
      },
    )
    .toBeGreaterThan(0);
}

test("a colleague's move appears on the board by itself, and in a second tab by the same stream", async () => {
  const watcher = await signIn("acme", DANA, "/pipeline");
  await listening(watcher);
  const second = await watcher.context().newPage();
  let streams = 0;
  second.on("request", (request) => {
    if (request.url().includes("/api/changes")) streams += 1;
  });
  await second.goto(watcher.url());
  await expectVisible(second.locator("[data-card]"));
  const mover = await signIn("acme", ELIF, "/pipeline");
  const card = column(mover, "Qualification").locator("[data-card]").first();
  const id = await card.getAttribute("data-card");
  await card.focus();
  for (const key of ["Space", "ArrowRight", "Space"]) await mover.keyboard.press(key);
  await expectVisible(column(watcher, "Discovery").locator(`[data-card="${id}"]`));
  await expectVisible(column(second, "Discovery").locator(`[data-card="${id}"]`));
  expect(streams).toBe(0);
  // The first tab goes: the second one takes the stream.
  await watcher.close();
  await mover.getByRole("button", { name: "Undo" }).click();
  await expectVisible(column(second, "Qualification").locator(`[data-card="${id}"]`));
});

test("what a colleague writes appears on the record, and a session that is ended elsewhere is over here", async () => {
  const watcher = await signIn("acme", DANA, "/leads");
  const { items } = await api(watcher, "GET", "/api/leads?limit=1");
  await watcher.goto(new URL(`/leads/${items[0].id}`, watcher.url()).href);
  await listening(watcher);
  const elsewhere = await signInByPage("acme", DANA);
  const title = `Head of ${Date.now()}`;
  const path = `/api/leads/${items[0].id}`;
  const { version } = await api(elsewhere, "GET", path);
  await api(elsewhere, "PATCH", path, { title }, version);
  await expectVisible(watcher.getByText(title));
  const sessions = await api(elsewhere, "GET", "/api/sessions");
  for (const session of sessions.filter(({ current }: { current: boolean }) => !current))
    await api(elsewhere, "DELETE", `/api/sessions/${session.id}`);
  await expectVisible(watcher.getByRole("button", { name: "Sign in" }));
});

test("who is handed something is told, what is due is said aloud, and what one has seen is read", async () => {
  const elif = await signInByPage("acme", ELIF, "/");
  await listening(elif);
  const dana = await signInByPage("acme", DANA, "/leads");
  const users: { id: string; email: string }[] = await api(dana, "GET", "/api/users");
  const owner_id = users.find(({ email }) => email === ELIF)?.id;
  const lead = await api(dana, "POST", "/api/leads", { last_name: "Lindqvist", owner_id });
  await api(dana, "POST", "/api/activities", {
    kind: "call",
    subject: "Ring Lindqvist",
    lead_id: lead.id,
    assignee_id: owner_id,
    due_at: new Date(Date.now() + 5 * 60_000).toISOString(),
  });
  const place = elif.getByRole("link", { name: /^Notifications/ });
  await expect.poll(() => place.textContent(), { timeout: 15_000 }).toMatch(/\d/);
  // The clock is looked at twice a minute.
  const due = elif.getByRole("dialog").filter({ hasText: "Due at" });
  await due.getByText("Ring Lindqvist").waitFor({ timeout: 45_000 });
  await due.getByRole("button", { name: "Show" }).click();
  await elif.waitForURL(/\/activities\?.*open=/);

  await elif.keyboard.press("Escape");
  await elif.keyboard.press("g");
  await elif.keyboard.press("n");
  await expectVisible(elif.getByRole("heading", { name: "Today" }));
  const row = elif.getByRole("listitem").filter({ hasText: "Dana Okafor gave you Lindqvist" });
  await expectVisible(row.getByText("Unread:"));
  await row.getByRole("link").click();
  await elif.waitForURL(new RegExp(`/leads/${lead.id}`));
  await elif.goBack();
  await row.getByText("Unread:").waitFor({ state: "detached" });
  await elif.getByRole("button", { name: "Mark all as read" }).click();
  await expect.poll(() => place.textContent()).not.toMatch(/\d/);
  await elif.getByText("Unread:").first().waitFor({ state: "detached" });
});
