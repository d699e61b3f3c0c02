import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

/** What a program gets that comes with this secret, and with no cookie. */
const asks = (page: Page, secret: string, path = "/api/session") =>
  page.evaluate(
    async ([at, key]) => {
      const headers = { authorization: `Bearer ${key}` };
      const answer = await fetch(at, { credentials: "omit", headers });
      const policy = answer.headers.get("ratelimit-policy");
      return { status: answer.status, policy, json: await answer.json() };
    },
    [path, secret] as const,
  );

test("an administrator makes a key, a program uses it, and it is revoked", async () => {
  const page = await signIn("acme", "dana@acme.example", "/settings/api-keys");
  await page.getByRole("button", { name: "New API key" }).click();
  await page.getByLabel("Name").fill("Website form");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make the key" }).click();
  const secret = await page.getByLabel("Secret").inputValue();
  expect(secret).toMatch(/^kontaly_[0-9A-Za-z]{94}$/);
  await expectAccessible(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy" }).first().click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await page.getByRole("button", { name: "Done" }).click();

  const answer = await asks(page, secret);
  expect(answer).toMatchObject({ status: 200, json: { user: { name: "Website form" } } });
  expect(answer.policy).toContain('"key";q=1200;w=60');
  expect((await asks(page, secret, "/api/api-keys")).status).toBe(403);

  await page.getByRole("button", { name: "Revoke Website form" }).click();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Revoke the key" }).click();
  await expectVisible(page.getByRole("heading", { name: "No program has a key yet" }));
  expect((await asks(page, secret)).status).toBe(401);
});

test.each([
  ["light", 1440, 900],
  ["dark", 360, 740],
] as const)("the page of keys is accessible, %s at %i px", async (theme, width, height) => {
  const view = { theme, width, height };
  const page = await signIn("acme", "dana@acme.example", "/settings/api-keys", view);
  await expectVisible(page.getByRole("heading", { name: "No program has a key yet" }));
  await expectAccessible(page);
  const made = await page.evaluate(async () => {
    const names = [
      "Website form",
      "A telephone system with a long name, in the office of the North",
    ];
    const make = (name: string) =>
      fetch("/api/api-keys", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name, role: "account_manager", expires_at: "2099-01-01T00:00:00Z" }),
      });
    const answers = await Promise.all(names.map(make));
    return Promise.all(answers.map(async (answer) => (await answer.json()).id as string));
  });
  await page.reload();
  await expectVisible(page.getByText("Website form"));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    width,
  );
  await expectAccessible(page);
  const revoke = (id: string) =>
    page.evaluate((key) => fetch(`/api/api-keys/${key}`, { method: "DELETE" }), id);
  await Promise.all(made.map(revoke));
});
