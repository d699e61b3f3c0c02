import { at, visitor } from "./browser.mjs";

/** Goes through the main pages for so many minutes, and looks at what is kept. */
export async function memoryRows(browser, state, port, minutes) {
  const { context, page, session } = await visitor(browser, state, { delayMs: 0 });
  await session.send("Performance.enable");
  await page.goto(at(port, "/leads"));
  await page.locator("main [role=row]").nth(10).waitFor();
  const round = async () => {
    for (const link of [
      "main a[href^='/leads/']",
      'nav a[href="/pipeline"]',
      'nav a[href="/"]',
      'nav a[href="/leads"]',
    ]) {
      await page.locator(link).first().click();
      await page.waitForTimeout(350);
    }
  };
  for (let warm = 0; warm < 12; warm++) await round();
  const before = await kept(session);
  const end = Date.now() + minutes * 60_000;
  let rounds = 0;
  while (Date.now() < end) {
    await round();
    rounds++;
  }
  const after = await kept(session);
  await context.close();
  const grown = after.heap / before.heap - 1;
  return [
    [
      `Memory after ${minutes} minutes (${rounds * 4} pages)`,
      `${mB(before.heap)} → ${mB(after.heap)}, ${before.nodes} → ${after.nodes} nodes`,
      "flat: + 10 % at most",
      grown <= 0.1,
    ],
  ];
}

async function kept(session) {
  for (let turn = 0; turn < 3; turn++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { heap: of("JSHeapUsedSize"), nodes: of("Nodes") };
}

function mB(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
