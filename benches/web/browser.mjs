import { createRequire } from "node:module";
import { join } from "node:path";
import { EMAIL, PASSWORD, ROOT, SLUG } from "./stack.mjs";

// The browser side's own Playwright: one version, one lock file.
const { chromium } = createRequire(join(ROOT, "web/package.json"))("playwright-core");

/** The network's delay: every answer comes this much later. */
export const DELAY_MS = 40;
export const CHROMIUM = process.env.KONTALY_CHROMIUM ?? "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-precise-memory-info",
];

/** Debian's Chromium without a GPU. */
export function launch(options = {}) {
  return chromium.launch({ executablePath: CHROMIUM, args: [...ARGS, ...(options.args ?? [])] });
}

/** An address of the workspace on a port. */
export function at(port, path = "/") {
  return `http://${SLUG}.localhost:${port}${path}`;
}

/** Signs the administrator in; answers what a profile must keep for that. */
export async function signIn(browser, port) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(at(port));
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").first().waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A fresh profile of somebody signed in, at 1440 × 900; its cache is empty. */
export async function visitor(browser, state, { delayMs = DELAY_MS, viewport, scale = 1 } = {}) {
  const context = await browser.newContext({
    storageState: state,
    viewport: viewport ?? { width: 1440, height: 900 },
    deviceScaleFactor: scale,
    locale: "en-GB",
  });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  if (delayMs > 0)
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: delayMs,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  return { context, page, session };
}

/** The pth part of numbers; 0.5 is the median. */
export function quantile(numbers, p) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}
