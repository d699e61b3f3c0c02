import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { afterAll, beforeAll, expect, inject } from "vitest";

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
export async function visit(slug: string, path = "/", view: View = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: view.width ?? 1440, height: view.height ?? 900 },
    colorScheme: view.theme ?? "light",
    locale: view.locale ?? "en-GB",
    reducedMotion: "reduce",
    hasTouch: view.touch ?? false,
    isMobile: view.touch ?? false,
  });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(`${at(slug)}${path}`);
  return page;
}

/** The address of a workspace. */
export function at(slug: string): string {
  return `http://${slug}.localhost:${inject("port")}`;
}

/** Signs a person of the demo in, through the page, and waits for the workspace. */
export async function signIn(
  slug: string,
  email: string,
  path = "/",
  view: View = {},
): Promise<Page> {
  const page = await visit(slug, path, view);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").first().waitFor();
  return page;
}

/** Demands that something is there to be seen, soon. */
export async function expectVisible(what: Locator): Promise<void> {
  await what.first().waitFor({ state: "visible" });
}

/** Demands that axe finds nothing on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(
      (violation) =>
        `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`,
    );
  });
  expect(found).toEqual([]);
}
