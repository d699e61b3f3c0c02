import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { at, quantile, visitor } from "./browser.mjs";
import { ROOT } from "./stack.mjs";

const ROUNDS = 5;
const PAGES = ["/leads", "/pipeline", "/"];
const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** What the page cannot start without, by gzip: the theme's line, the entry, and what the entry imports at once. */
export function entryBytes() {
  const dist = join(ROOT, "web/dist");
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const scripts = [...html.matchAll(/<script[^>]* src="\/([^"]+)"/g)].map((match) => match[1]);
  const known = new Map();
  const follow = (name) => {
    if (known.has(name)) return;
    const code = readFileSync(join(dist, name));
    known.set(name, gzipSync(code, { level: 9 }).length);
    for (const [, next] of code.toString().matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g))
      follow(`assets/${next}`);
  };
  scripts.forEach(follow);
  return [...known.values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** A first visit with an empty cache: its bytes, its LCP, and when its content stands. */
async function firstVisit(browser, state, port, path) {
  const { context, page, session } = await visitor(browser, state);
  let bytes = 0;
  let loaded = false;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    if (!loaded) bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      window.largest = list.getEntries().at(-1)?.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await page.goto(at(port, path), { waitUntil: "load" });
  await content(page);
  const shown = await page.evaluate(() => performance.now());
  loaded = true;
  await page.waitForTimeout(700);
  const lcp = await page.evaluate(() => window.largest ?? Number.NaN);
  const again = await reload(page, port, path);
  await context.close();
  return { bytes, lcp, shown, again };
}

/* Waits in the page for what it is about, to the frame. */
function content(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const look = () => {
          const found =
            document.querySelectorAll("main [role=row], main tr").length > 20 ||
            document.querySelectorAll("[data-card], .card").length > 12 ||
            document.querySelectorAll("main section h2, main h2").length > 3;
          if (found) requestAnimationFrame(() => setTimeout(done));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/* The same page once more, its files in the cache. */
async function reload(page, port, path) {
  await page.goto(at(port, path), { waitUntil: "load" });
  await content(page);
  return page.evaluate(() => performance.now());
}

async function rounds(browser, state, port, path) {
  const seen = [];
  for (let round = 0; round < ROUNDS; round++)
    seen.push(await firstVisit(browser, state, port, path));
  const median = (key) =>
    quantile(
      seen.map((one) => one[key]),
      0.5,
    );
  return {
    bytes: median("bytes"),
    lcp: median("lcp"),
    shown: median("shown"),
    again: median("again"),
  };
}

/** The rows of the table. */
export async function loadRows(browser, state, port, basePort) {
  const entry = entryBytes();
  const rows = [["Entry JavaScript, gzip", kB(entry), "≤ 110 kB", entry <= 110_000]];
  for (const path of PAGES) {
    const ours = await rounds(browser, state, port, path);
    const base = await rounds(browser, state, basePort, path);
    rows.push(
      [
        `First page ${path}: bytes until it stands`,
        kB(ours.bytes),
        "≤ 180 kB",
        ours.bytes <= 180_000,
      ],
      [`First page ${path}: LCP`, `${ours.lcp.toFixed(0)} ms`, "≤ 1,000 ms", ours.lcp <= 1_000],
      ...beside(`Full load ${path}, empty cache`, ours.shown, base.shown),
      ...beside(`Full load ${path}, files in the cache`, ours.again, base.again),
    );
  }
  return rows;
}

function beside(what, ours, base) {
  return [
    [
      what,
      `${ours.toFixed(0)} ms, baseline ${base.toFixed(0)} ms`,
      "≤ baseline + 20 %",
      ours <= base * 1.2,
    ],
  ];
}
