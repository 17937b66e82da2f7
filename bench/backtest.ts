// deno-lint-ignore-file no-console
/**
 * `deno task bench:backtest [--quick]`: bars per second of whole runs of the decision core on the simulated exchange, as
 * ratios to a hand-written loop timed in the same run, and how time and memory grow. It ends with 1 where growth is not
 * linear or ten million bars take a GiB.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { generateMarket } from "../lib/simulator/mod.ts";
import { createListRecorder, createTallyRecorder } from "../lib/trader/mod.ts";
import { bestMs, runMs, shippedCase } from "./backtest/cases.ts";
import { grow, isLinear, nsPerBar, SIZES } from "./backtest/growth.ts";
import { engineSpec, NO_COSTS } from "./peers/engine.ts";
import { runReference } from "./peers/reference_loop.ts";
import { tableLines } from "./peers/table.ts";

const { values: { quick } } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const BARS = 200_000, TIMES = quick ? 4 : 12;
/** Bars may cost so much more on a long or wide run than on a middling one: caches are finite. */
const MOST_GROWTH = 1.6;
const MOST_MIB = 1024;

const minutes = generateMarket({
  ...{ seed: "peers", symbols: 1, startMs: Date.UTC(2021, 0, 1), timeframeMs: 60_000, bars: BARS },
})[0].candles;
const free = engineSpec(minutes, NO_COSTS);
const costly = engineSpec(minutes, { slippageBps: 2, fundingRate: 0.0001 });
const router = shippedCase("regime-router", BARS, 1);

const reference = (): number => {
  const startMs = performance.now();
  runReference(minutes);
  return performance.now() - startMs;
};
const RUNS: readonly [string, () => number][] = [
  ["hand-written loop of the rules, minutes", () => bestMs(20, reference)],
  ["ema-cross, minutes, fee alone", () => runMs(free)],
  ["ema-cross, minutes, every cost", () => runMs(costly)],
  ["ema-cross, minutes, every cost, tally", () => runMs(costly, createTallyRecorder())],
  ["regime-router, hours, every cost", () => runMs(router)],
  ["regime-router, hours, every cost, tally", () => runMs(router, createTallyRecorder())],
  ["regime-router, hours, full records", () => runMs(router, createListRecorder())],
];
// every run in every round, so that what the machine does meanwhile hits all of them
const best = RUNS.map(() => Infinity);
for (let i = 0; i < TIMES; i++) RUNS.forEach(([, run], k) => best[k] = Math.min(best[k]!, run()));
const rows = RUNS.map(([name], k) => {
  const ms = best[k]!;
  const ratio = (best[0]! / ms).toFixed(4);
  return [name, (BARS / ms / 1_000).toFixed(2), ((1e6 * ms) / BARS).toFixed(0), ratio];
});
console.log(tableLines(["run", "M bars/s", "ns a bar", "of the loop"], rows).join("\n"));

let failed = 0;
for (const system of ["ema-cross", "regime-router"] as const) {
  const grown = [];
  for (const [bars, symbols] of quick ? SIZES.map(([b, s]) => [b / 10, s] as const) : SIZES) {
    grown.push(await grow(system, bars, symbols));
  }
  const heads = [`growth of ${system}: bars`, "symbols", "s", "ns a bar", "peak MiB"];
  const cells = grown.map((one) => [
    ...[String(one.bars), String(one.symbols), (one.ms / 1_000).toFixed(2), nsPerBar(one).toFixed(0)],
    one.peakMib.toFixed(0),
  ]);
  const linear = isLinear(grown, MOST_GROWTH), largest = Math.max(...grown.map(({ peakMib }) => peakMib));
  console.log(["", ...tableLines(heads, cells)].join("\n"));
  console.log(`${linear ? "linear" : "NOT LINEAR"}, at most ${largest.toFixed(0)} MiB`);
  if (!linear || grown[2]!.peakMib >= MOST_MIB) failed += 1;
}
Deno.exit(failed === 0 ? 0 : 1);
