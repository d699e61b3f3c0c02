import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { expectVisible, PASSWORD, visitAddress } from "./browser.ts";
import { ownStack } from "./own-stack.ts";
import { codeOf } from "./totp.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/**
 * Runs `kontaly …` as an operator does, beside the running server and over its database. Passwords go through the
 * environment, as the help recommends: everybody that a command makes signs in like the people of the demo.
 */
export async function operate(...words: string[]): Promise<string> {
  const { home, admin, port } = ownStack();
  const { stdout } = await run(join(root, "target/debug/kontaly"), words, {
    cwd: root,
    env: {
      ...process.env,
      KONTALY_DATABASE_URL: admin,
      KONTALY_PORT: String(port),
      KONTALY_KEY_FILE: join(home, "server.key"),
      KONTALY_ADMIN_PASSWORD: PASSWORD,
      KONTALY_USER_PASSWORD: PASSWORD,
    },
  });
  return stdout;
}

/** The password that operators choose. */
export const WORDS = "nine patient otters float";

/** A name that nobody else has, in a second try neither. */
export const fresh = (name: string) => `${name}-${Date.now().toString(36)}`;

/** The link that the command line prints. */
export async function linkFor(email: string, role: string): Promise<string> {
  const words = ["--name", "Robin Vance", "--email", email, "--role", role];
  const told = await operate("operator", "create", ...words);
  return told.match(/http\S+/)?.[0] ?? "";
}

/** Fills the page in to which a link leads, and gives the recovery codes. */
export async function begin(page: Page): Promise<string[]> {
  await page.getByLabel("Password", { exact: true }).fill(WORDS);
  const secret = await page.getByLabel("Or type it in").inputValue();
  await page.getByLabel("Code of your app").fill(codeOf(secret));
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await expectVisible(page.getByRole("list", { name: "Recovery codes" }));
  return page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").allInnerTexts();
}

/** An operator who is in. */
export async function operator(role = "owner"): Promise<Page> {
  const page = await visitAddress(await linkFor(`${fresh("robin")}@example.com`, role));
  await begin(page);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expectVisible(page.getByRole("heading", { name: "Tenants" }));
  return page;
}
