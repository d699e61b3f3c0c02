import { createRequire } from "node:module";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, CHROMIUM, quantile } from "./browser.mjs";
import { EMAIL, freePort, PASSWORD, ROOT } from "./stack.mjs";

const ROUTES = ["/", "/leads", "/pipeline", "/contacts", "/companies", "/activities", "/reports"];
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const { chromium } = createRequire(join(ROOT, "web/package.json"))("playwright-core");

/** Lighthouse as a desktop, of every main route; the median of so many runs. */
export async function lighthouseRows(port, runs) {
  if (!existsSync(join(import.meta.dirname, "node_modules/lighthouse")))
    return [["Lighthouse", "not installed: npm ci in benches/web", "≥ 98", null]];
  const { default: lighthouse, desktopConfig } = await import("lighthouse");
  const debug = await freePort();
  const profile = mkdtempSync(join(tmpdir(), "kontaly-lighthouse-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${debug}`],
  });
  try {
    await signIn(context, port);
    const rows = [];
    for (const route of ROUTES)
      rows.push(await audit({ lighthouse, desktopConfig, debug, port, route, runs }));
    return rows;
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function signIn(context, port) {
  const page = await context.newPage();
  await page.goto(at(port));
  await page.getByLabel("E-mail").fill(EMAIL);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").first().waitFor();
}

async function audit({ lighthouse, desktopConfig, debug, port, route, runs }) {
  const seen = [];
  for (let run = 0; run < runs; run++) {
    const flags = {
      port: debug,
      onlyCategories: CATEGORIES,
      disableStorageReset: true,
      logLevel: "error",
    };
    const result = await lighthouse(at(port, route), flags, desktopConfig);
    seen.push(
      CATEGORIES.map((name) => Math.round((result.lhr.categories[name]?.score ?? 0) * 100)),
    );
  }
  const medians = CATEGORIES.map((_, at) =>
    quantile(
      seen.map((scores) => scores[at]),
      0.5,
    ),
  );
  return [
    `Lighthouse ${route} (performance, accessibility, best practices)`,
    medians.join(" / "),
    "≥ 98",
    medians.every((score) => score >= 98),
  ];
}
