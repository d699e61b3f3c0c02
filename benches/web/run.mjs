// Measures the browser side, beside a server-rendered baseline, in one run: `make bench-web`, or with options
// `tools/bench-web --only transitions,loads --minutes 2`.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBaseline } from "./baseline.mjs";
import { launch, signIn } from "./browser.mjs";
import { chartRows } from "./chart.mjs";
import { frameRows } from "./frames.mjs";
import { lighthouseRows } from "./lighthouse.mjs";
import { loadRows } from "./loads.mjs";
import { memoryRows } from "./memory.mjs";
import { print } from "./report.mjs";
import { freePort, ROOT, startProduct } from "./stack.mjs";
import { baselineTransitions, ourTransitions, transitionRows } from "./transitions.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "loads,transitions,frames,chart,memory,lighthouse" },
    minutes: { type: "string", default: "10" },
    runs: { type: "string", default: "5" },
    binary: { type: "string", default: join(ROOT, "target/release/kontaly") },
    home: { type: "string", default: join(ROOT, ".kontaly/bench-web") },
  },
});
const wanted = new Set(values.only.split(","));

const product = await startProduct(values);
const baseline = await startBaseline(product.port, await freePort());
const browser = await launch();
try {
  const { port } = product;
  const state = await signIn(browser, port);
  const parts = {
    loads: () => loadRows(browser, state, port, baseline.port),
    transitions: async () =>
      transitionRows(
        await ourTransitions(browser, state, port),
        await baselineTransitions(browser, state, baseline.port),
      ),
    frames: () => frameRows(browser, state, port),
    chart: () => chartRows(browser, state, port),
    memory: () => memoryRows(browser, state, port, Number(values.minutes)),
    lighthouse: () => lighthouseRows(port, Number(values.runs)),
  };
  for (const [name, measure] of Object.entries(parts))
    if (wanted.has(name)) print(name, await measure());
} finally {
  await browser.close();
  await baseline.stop();
  await product.stop();
}
