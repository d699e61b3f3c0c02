import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  expectVisible,
  expectWellShown,
  signIn,
  visit,
  visitAddress,
  withChromium,
} from "./browser.ts";
import { operate } from "./operator.ts";
import { codeOf } from "./totp.ts";

withChromium();

const DANA = "dana@acme.example";
const WORDS = "nine patient otters float";
const log = (page: Page) => page.getByRole("list", { name: "What was done" });

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

test("an administrator finds a refused sign-in, sees what changed, checks the log and takes it out", async () => {
  const stranger = await visit("acme", "/sign-in");
  await stranger.getByLabel("E-mail").fill(DANA);
  await stranger.getByLabel("Password", { exact: true }).fill("not the password");
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expectVisible(stranger.getByRole("alert"));

  const page = await signIn("acme", DANA, "/settings/webhooks");
  await page.getByRole("link", { name: "Audit log" }).first().click();
  await expectVisible(page.getByRole("heading", { name: "Audit log", level: 1 }));
  await expect.poll(() => log(page).getByRole("listitem").count()).toBeGreaterThan(10);
  await expectWellShown(page);

  await choose(page, "What was done", "sign-in refused");
  await page.waitForURL(/action=refuse/);
  // It is written down within two seconds.
  await expect
    .poll(async () => {
      await page.reload();
      return log(page).getByText("Session: sign-in refused").count();
    })
    .toBeGreaterThan(0);
  const line = log(page).getByRole("listitem").first();
  await line.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expectVisible(line.getByRole("cell", { name: "wrong_credentials" }));
  await expectWellShown(page);

  await page.getByRole("button", { name: "Clear the filter" }).click();
  await choose(page, "To what", "Session");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Export as CSV" }).click(),
  ]);
  const text = await readFile(await file.path(), "utf8");
  expect(text.split("\r\n")[0]).toContain("id,at,actor_id,actor_name,noun");
  expect(text).toContain(",session,");
  expect(text).not.toContain(",lead,");

  await page.getByRole("button", { name: "Check now" }).click();
  await expectVisible(page.getByText(/events as they were written/));
  await expectVisible(page.getByText(/^Sealed until/));
  await page.getByText("The head of the chain").click();
  const head = page.getByRole("textbox", { name: /^Hash of seal/ });
  expect(await head.inputValue()).toMatch(/^[0-9a-f]{64}$/);
});

test("the log is for administrators", async () => {
  const page = await signIn("acme", "elif@acme.example", "/settings/audit-log");
  await expectVisible(page.getByText("This page is for administrators"));
});

test("operators see what operators did, and that the logs are as they were written", async () => {
  const email = `log-${Date.now().toString(36)}@example.com`;
  const words = ["--name", "Robin Vance", "--email", email, "--role", "read_only"];
  const told = await operate("operator", "create", ...words);
  const page = await visitAddress(told.match(/http\S+/)?.[0] ?? "");
  await page.getByLabel("Password", { exact: true }).fill(WORDS);
  const secret = await page.getByLabel("Or type it in").inputValue();
  await page.getByLabel("Code of your app").fill(codeOf(secret));
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.getByRole("link", { name: "Audit log" }).click();
  await expectVisible(page.getByRole("heading", { name: "Audit log", level: 1 }));
  await expectVisible(
    log(page)
      .getByText(/^Operator: /)
      .first(),
  );
  await expectWellShown(page);
  await choose(page, "To what", "Operator");
  await page.waitForURL(/noun=operator/);
  await log(page).locator("summary").first().click();
  await expectVisible(log(page).getByRole("cell").first());
  expect(await operate("audit", "verify", "--tenant", "acme")).toContain("as they were written");
});
