import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import { ask } from "./ask.ts";
import { ownStack } from "./own-stack.ts";
import { settled, watchTraffic } from "./settled.ts";

export { settled };

/** Everybody's password in the demo workspaces (`kontaly_demo::PASSWORD`, printed by `make run`). */
export const PASSWORD = "kontaly-demo-2026";

const CHROMIUM = process.env.KONTALY_CHROMIUM ?? "/usr/bin/chromium";
// Evaluated, not added as a script: the content security policy allows no foreign one.
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: Browser;
const contexts: BrowserContext[] = [];

/** One Chromium for the file that calls this. */
export function withChromium(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
  });
  afterAll(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    await browser?.close();
  });
}

/** How a test looks at the product. */
export interface View {
  width?: number;
  height?: number;
  theme?: "light" | "dark";
  /** A touch screen and no mouse. */
  touch?: boolean;
  /** The language of the browser. */
  locale?: string;
}

/** A fresh browser profile at a workspace, where what goes wrong in the console fails the test that checks it. */
export function visit(slug: string, path = "/", view: View = {}): Promise<Page> {
  return visitAddress(`${at(slug)}${path}`, view);
}

/** The same at any address: the front door is no workspace. */
export async function visitAddress(address: string, view: View = {}): Promise<Page> {
  const page = await freshPage(view);
  await page.goto(address);
  return page;
}

async function freshPage(view: View): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: view.width ?? 1440, height: view.height ?? 900 },
    colorScheme: view.theme ?? "light",
    locale: view.locale ?? "en-GB",
    reducedMotion: "reduce",
    hasTouch: view.touch ?? false,
    isMobile: view.touch ?? false,
  });
  contexts.push(context);
  // Half of what a test has: what it waited for in vain is named.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  watchTraffic(page);
  return page;
}

/** The address of a workspace. */
export function at(slug: string): string {
  return `http://${slug}.localhost:${ownStack().port}`;
}

/** An address of the front door. */
export function frontDoor(path = "/"): string {
  return `http://localhost:${ownStack().port}${path}`;
}

/** Opens a workspace as a person of the demo who is signed in already. */
export async function signIn(
  slug: string,
  email: string,
  path = "/",
  view: View = {},
): Promise<Page> {
  const page = await freshPage(view);
  await page.context().addCookies([await sessionOf(slug, email)]);
  await page.goto(`${at(slug)}${path}`);
  await page.getByRole("navigation").first().waitFor();
  return page;
}

/** Signs a person of the demo in through the page, with a session that no other test has, and waits for the workspace. */
export async function signInByPage(slug: string, email: string, path = "/"): Promise<Page> {
  const page = await visit(slug, path);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").first().waitFor();
  return page;
}

const sessions = new Map<string, Promise<{ name: string; value: string; url: string }>>();

/* The cookie of a person's session, which the tests of a file share: nobody's password is computed twice. */
function sessionOf(slug: string, email: string) {
  const key = `${email} at ${slug}`;
  const known = sessions.get(key);
  if (known) return known;
  const session = ask(slug, "/api/session", { body: { email, password: PASSWORD } }).then(
    ({ status, cookie }) => {
      if (status !== 200) throw new Error(`${key} was not let in: ${status}.`);
      const [name = "", value = ""] = cookie.split("=");
      // The browser takes this machine for safe, and the cookie's name demands that it was set so.
      return { name, value, url: `https://${slug}.localhost`, secure: true, httpOnly: true };
    },
  );
  sessions.set(key, session);
  return session;
}

/** Asks the API in the name of whoever the page is of. */
export async function api(
  page: Page,
  method: string,
  path: string,
  body?: unknown,
  version?: number,
) {
  return page.evaluate(
    async ([method, path, body, version]) => {
      const headers: Record<string, string> = { "content-type": "application/json" };
      if (version) headers["if-match"] = `"${version}"`;
      const init = { method, headers, body: body ? JSON.stringify(body) : null };
      const answer = await fetch(path, init as RequestInit);
      return answer.status === 204 ? null : answer.json();
    },
    [method, path, body, version] as const,
  );
}

/** Demands that something is there to be seen, soon. */
export async function expectVisible(what: Locator): Promise<void> {
  await what.first().waitFor({ state: "visible" });
}

/** Demands that axe finds nothing on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      resultTypes: ["violations"],
    });
    return violations.map(
      (violation) =>
        `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
    );
  });
  expect(found).toEqual([]);
}

/** Shows a page in both themes, on a desk and on a phone, one after the other; each look has a name. */
export async function inEveryLook(
  page: Page,
  look: (name: string) => Promise<void>,
): Promise<void> {
  for (const [width, height] of [
    [1440, 900],
    [360, 740],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      await look(`${colorScheme}-${width}`);
    }
  }
}

/** Demands that a page is accessible and no wider than the screen, in both themes, on a desk and on a phone. */
export async function expectWellShown(page: Page): Promise<void> {
  await inEveryLook(page, async () => {
    await expectAccessible(page);
    const over = () => document.documentElement.scrollWidth - window.innerWidth;
    expect(await page.evaluate(over)).toBeLessThanOrEqual(0);
  });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}
