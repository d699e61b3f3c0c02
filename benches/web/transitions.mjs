import { at, DELAY_MS, quantile, visitor } from "./browser.mjs";

/* How long a hand rests on a link before it presses: preloading begins with that. */
const HOVER_MS = 80;
const SETTLE_MS = 1_500;
const ROUNDS = 4;
const PATIENCE_MS = 15_000;

/** The way through the pages; each is there when what it is about can be seen. */
const WAY = [
  { name: "list", link: 'nav a[href="/leads"]', ready: { heading: "Leads", rows: 20 } },
  { name: "record", link: "main a[href^='/leads/']", ready: { path: "/leads/", facts: 6 } },
  { name: "board", link: 'nav a[href="/pipeline"]', ready: { cards: 16 } },
  { name: "dashboard", link: 'nav a[href="/"]', ready: { path: "/", figures: 4 } },
];

/* Runs in the page: from the press to the frame in which the next page stands. */
function watch() {
  // Pages that were visited stay in the document, hidden: only what is seen counts.
  const seen = (selector) =>
    [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const has = {
    heading: (text) => seen("main h1")[0]?.textContent === text,
    path: (path) => (path === "/" ? location.pathname === "/" : location.pathname.startsWith(path)),
    rows: (count) => seen("main [role=row], main tr").length >= count,
    facts: (count) => seen("main dt").length >= count,
    cards: (count) => seen("[data-card], .card").length >= count,
    figures: (count) => seen("main h2").length >= count,
  };
  const holds = (ready) => Object.entries(ready).every(([what, wanted]) => has[what](wanted));
  window.untilPainted = (ready) =>
    new Promise((done) => {
      let pressed = 0;
      addEventListener(
        "click",
        (event) => {
          pressed = event.timeStamp;
        },
        { capture: true, once: true },
      );
      const painted = () =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => done(performance.now() - pressed);
          port2.postMessage(null);
        });
      const look = () => {
        if (pressed === 0 || !holds(ready)) return;
        observer.disconnect();
        painted();
      };
      const observer = new MutationObserver(look);
      observer.observe(document, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
    });
  // For full navigations: when the press was, told to the next document.
  addEventListener(
    "click",
    (event) => {
      sessionStorage.setItem("pressed", String(performance.timeOrigin + event.timeStamp));
    },
    { capture: true },
  );
}

async function press(page, link) {
  const target = page.locator(link).first();
  await target.waitFor();
  await target.hover();
  await page.waitForTimeout(HOVER_MS);
  await page.mouse.down();
  await page.mouse.up();
}

/** Click to paint of our own pages: the first visit of each after the shell has come to rest, then the later ones. */
export async function ourTransitions(browser, state, port) {
  const unvisited = [];
  const visited = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { context, page } = await visitor(browser, state);
    await page.addInitScript(watch);
    await page.goto(at(port, "/profile"));
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(SETTLE_MS);
    for (const [turn, into] of [unvisited, visited, visited].entries())
      for (const { name, link, ready } of WAY) {
        const time = Promise.race([
          page.evaluate((wanted) => window.untilPainted(wanted), ready),
          tooLong(name),
        ]);
        await press(page, link);
        into.push({ name, ms: await time, turn });
        await page.waitForTimeout(400);
      }
    await context.close();
  }
  return { unvisited, visited };
}

function tooLong(name) {
  return new Promise((_, failed) => {
    const late = new Error(`The ${name} did not stand after ${PATIENCE_MS} ms.`);
    setTimeout(() => failed(late), PATIENCE_MS).unref();
  });
}

/** Click to first contentful paint of the baseline's pages, its style in the cache; the first visits are not counted. */
export async function baselineTransitions(browser, state, port) {
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { context, page } = await visitor(browser, state);
    await page.addInitScript(watch);
    await page.goto(at(port, "/leads"));
    for (const turn of [0, 1, 2])
      for (const { name, link } of WAY) {
        await Promise.all([page.waitForEvent("load"), press(page, link)]);
        const ms = await page.evaluate(paintedSincePress);
        if (turn > 0) times.push({ name, ms });
      }
    await context.close();
  }
  return times;
}

/* Runs in the page. */
function paintedSincePress() {
  const pressed = Number(sessionStorage.getItem("pressed"));
  return new Promise((done) =>
    new PerformanceObserver((list) => {
      const [paint] = list.getEntriesByName("first-contentful-paint");
      if (paint) done(performance.timeOrigin + paint.startTime - pressed);
    }).observe({ type: "paint", buffered: true }),
  );
}

/** The rows of the table. */
export function transitionRows(ours, baseline) {
  const ms = (list) => list.map((one) => one.ms);
  const p50 = quantile(ms(ours.visited), 0.5);
  const base = quantile(ms(baseline), 0.5);
  const p75 = quantile(ms(ours.unvisited), 0.75);
  const goal = DELAY_MS + 60;
  const each = WAY.flatMap(({ name }) => {
    const of = (list) => quantile(ms(list.filter((one) => one.name === name)), 0.5);
    return [
      [
        `  ${name}: visited / unvisited / baseline p50`,
        `${round(of(ours.visited))} / ${round(of(ours.unvisited))} / ${round(of(baseline))} ms`,
        "",
        null,
      ],
    ];
  });
  return [
    ["Visited pages, click to paint, p50", `${round(p50)} ms`, "≤ 25 ms", p50 <= 25],
    [
      "  as a part of the baseline's full navigation",
      `${round(base)} ms → ${(p50 / base).toFixed(2)}`,
      "≤ 0.10",
      p50 / base <= 0.1,
    ],
    ["Unvisited pages, click to paint, p75", `${round(p75)} ms`, `≤ ${goal} ms`, p75 <= goal],
    ...each,
  ];
}

function round(ms) {
  return ms.toFixed(1);
}
