import { at, quantile, visitor } from "./browser.mjs";

const ROUNDS = 5;

/* The map's own measure of a paint: from its first call to the last byte of the picture. */
async function paints(browser, state, port, scale) {
  const cold = [];
  const warm = [];
  let points = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { context, page } = await visitor(browser, state, { delayMs: 0, scale });
    await page.goto(at(port, "/reports/lead-map"));
    await page.waitForFunction(
      () => performance.getEntriesByName("lead-map").length > 0,
      undefined,
      { timeout: 60_000 },
    );
    await page.locator("main canvas").focus();
    for (const key of ["+", "ArrowRight", "-"]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(200);
    }
    const measures = await page.evaluate(() =>
      performance
        .getEntriesByName("lead-map")
        .map(({ duration, detail }) => ({ duration, detail })),
    );
    cold.push(measures[0].duration);
    warm.push(...measures.slice(1).map((one) => one.duration));
    points = measures[0].detail;
    await context.close();
  }
  return { cold: quantile(cold, 0.5), warm: quantile(warm, 0.5), points };
}

/** The rows of the table. */
export async function chartRows(browser, state, port) {
  const rows = [];
  for (const scale of [1, 2]) {
    const { cold, warm, points } = await paints(browser, state, port, scale);
    const what = `Map of ${points.toLocaleString("en")} leads at pixel ratio ${scale}`;
    rows.push([`${what}, first paint`, `${cold.toFixed(0)} ms`, "≤ 100 ms", cold <= 100]);
    rows.push([`${what}, paint again`, `${warm.toFixed(0)} ms`, "", null]);
  }
  return rows;
}
