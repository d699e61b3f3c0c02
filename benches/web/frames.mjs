import { at, quantile, visitor } from "./browser.mjs";

const SCROLL_MS = 6_000;
/* More than a list shows to begin with. */
const COLUMNS = [
  "name",
  "company",
  "status",
  "score",
  "amount",
  "owner",
  "source",
  "tags",
  "email",
  "phone",
  "city",
  "created",
];

/* Runs in the page: the length of each frame, until it is asked for them. */
function recordFrames() {
  const frames = [];
  let last = performance.now();
  let goes = true;
  const tick = (now) => {
    frames.push(now - last);
    last = now;
    if (goes) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  window.stopFrames = () => {
    goes = false;
    return frames.slice(2);
  };
}

/* Turns the wheel over an element for a while, as a hand does: often, and by different amounts. */
async function wheel(page, selector) {
  const box = await page.locator(selector).first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 300));
  await page.evaluate(recordFrames);
  const end = Date.now() + SCROLL_MS;
  for (let turn = 0; Date.now() < end; turn++) {
    await page.mouse.wheel(0, 80 + (turn % 5) * 60);
    await page.waitForTimeout(12);
  }
  return page.evaluate(() => window.stopFrames());
}

async function listFrames(browser, state, port) {
  const { context, page } = await visitor(browser, state);
  await page.goto(at(port, `/leads?columns=${COLUMNS.join()}`));
  await page.locator("main [role=row]").nth(10).waitFor();
  // up to 10,000 are counted at once, with a plus behind; the exact number comes by itself
  const place = page.locator('nav a[href="/leads"]').filter({ hasText: /\d$/ });
  const rows = (await place.innerText()).replaceAll(/[^\d,]/g, "");
  await page.waitForLoadState("networkidle");
  const shown = await page.locator("main [role=columnheader] [data-drag]").count();
  if (shown !== COLUMNS.length) throw new Error(`The list shows ${shown} columns.`);
  const frames = await wheel(page, "main [role=row] >> nth=5");
  await context.close();
  return { frames, rows };
}

/* A board whose closed columns are open too: all the workspace's deals. */
async function openBoard(browser, state, port) {
  const visit = await visitor(browser, state);
  await visit.page.goto(at(port, "/pipeline"));
  await visit.page.locator("[data-card]").nth(10).waitFor();
  await visit.page.waitForLoadState("networkidle");
  for (const button of await visit.page.locator('main button[aria-expanded="false"]').all())
    if (await button.isVisible()) await button.click();
  await visit.page.waitForTimeout(500);
  const cards = await visit.page.evaluate(() =>
    [...document.querySelectorAll('[title="Deals in this column"]')].reduce(
      (sum, one) => sum + Number(one.textContent.replaceAll(/\D/g, "")),
      0,
    ),
  );
  return { ...visit, cards };
}

async function boardFrames(browser, state, port) {
  const { context, page, cards } = await openBoard(browser, state, port);
  const frames = await wheel(page, "[data-cards] >> nth=0");
  await context.close();
  return { frames, cards };
}

/* Takes a card by the mouse and carries it over the columns. */
async function dragFrames(browser, state, port) {
  const { context, page } = await openBoard(browser, state, port);
  const card = await page.locator("[data-card]").nth(2).boundingBox();
  await page.evaluate(recordInputs);
  await page.mouse.move(card.x + 40, card.y + 20);
  await page.mouse.down();
  await page.mouse.move(card.x + 60, card.y + 40, { steps: 4 });
  await page.evaluate(recordFrames);
  for (let turn = 0; turn < 8; turn++) {
    await page.mouse.move(card.x + 700, card.y + 60 + turn * 40, { steps: 25 });
    await page.mouse.move(card.x + 60, card.y + 80 + turn * 40, { steps: 25 });
  }
  const frames = await page.evaluate(() => window.stopFrames());
  // back to where it was: nothing is changed by measuring
  await page.mouse.move(card.x + 60, card.y + 30, { steps: 5 });
  await page.keyboard.press("Escape");
  await page.mouse.up();
  const inputs = await page.evaluate(() => window.inputs);
  await context.close();
  return { frames, slowest: Math.max(0, ...inputs.map((one) => one.ms)) };
}

/* Runs in the page: every input that took longer than a frame or two to be painted. */
function recordInputs() {
  window.inputs = [];
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) window.inputs.push({ name, ms: duration });
  }).observe({ type: "event", durationThreshold: 16 });
}

async function slowestInput(page, act) {
  await page.evaluate(recordInputs);
  await act();
  await page.waitForTimeout(600);
  return page.evaluate(() => Math.max(0, ...window.inputs.map((one) => one.ms)));
}

async function filterInput(browser, state, port) {
  const { context, page } = await visitor(browser, state);
  await page.goto(at(port, "/leads"));
  await page.locator("main [role=row]").nth(10).waitFor();
  await page.waitForLoadState("networkidle");
  const box = page.getByRole("combobox", { name: "Filter by typing" });
  const ms = await slowestInput(page, async () => {
    await box.click();
    await page.keyboard.type("status:new", { delay: 40 });
    await page.keyboard.press("Enter");
  });
  await context.close();
  return ms;
}

async function editInput(browser, state, port) {
  const { context, page } = await visitor(browser, state);
  await page.goto(at(port, "/leads"));
  await page.locator("main a[href^='/leads/']").first().click();
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}/);
  await page.waitForLoadState("networkidle");
  const field = page.locator("main dd button").first();
  const ms = await slowestInput(page, async () => {
    await field.click();
    await page.keyboard.type("ab", { delay: 60 });
    await page.keyboard.press("Escape");
  });
  await context.close();
  return ms;
}

/** The rows of the table. */
export async function frameRows(browser, state, port) {
  const list = await listFrames(browser, state, port);
  const board = await boardFrames(browser, state, port);
  const drag = await dragFrames(browser, state, port);
  const inputs = [
    ["Input to paint, dragging, slowest", drag.slowest],
    ["Input to paint, filter by typing, slowest", await filterInput(browser, state, port)],
    ["Input to paint, inline edit, slowest", await editInput(browser, state, port)],
  ];
  return [
    frames(
      `List of ${list.rows} rows × ${COLUMNS.length} columns, scrolling, frame p95`,
      list.frames,
    ),
    frames(
      `Board of ${board.cards.toLocaleString("en")} cards, scrolling, frame p95`,
      board.frames,
    ),
    frames("Board, dragging a card, frame p95", drag.frames),
    ...inputs.map(([what, ms]) => [what, `${ms.toFixed(0)} ms`, "< 100 ms", ms < 100]),
  ];
}

function frames(what, list) {
  const p95 = quantile(list, 0.95);
  return [what, `${p95.toFixed(1)} ms (${list.length} frames)`, "≤ 25 ms", p95 <= 25];
}
