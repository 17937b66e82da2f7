import assert from "node:assert/strict";
import { generateMarket } from "../../../lib/simulator/mod.ts";
import { sweepEngine, sweepSetting } from "./engine_sweep.ts";
import { judgeContender, judgeSample } from "./judge_sweep.ts";
import type { Point } from "./points.ts";
import { runSwept } from "./swept_loop.ts";
import { createTwin } from "./swept_twin.ts";
import type { SweepOutcome } from "./sweep_outcome.ts";

const [{ candles: CANDLES }] = generateMarket({
  ...{ seed: "judged", symbols: 1, startMs: Date.UTC(2021, 0, 1), timeframeMs: 60_000, bars: 6_000 },
});
const POINTS: readonly Point[] = [{ fast: 5, slow: 60 }, { fast: 12, slow: 80 }, { fast: 30, slow: 200 }];
const EMPTY = {
  points: POINTS.length,
  bars: CANDLES.length,
  workers: 1,
  wallS: 1,
  cpuS: 1,
  peakMib: 1,
  note: "",
};

/** What the plain loop says of the points. */
function loopOutcome(): SweepOutcome {
  const tallies = POINTS.map((point) => runSwept(CANDLES, point));
  return { ...EMPTY, trades: tallies.map((it) => it.trades), net: tallies.map((it) => it.net), sumR: [] };
}

/** What the engine says of them, on a thread. */
async function engineOutcome(): Promise<SweepOutcome> {
  const figures = (await sweepEngine(sweepSetting(CANDLES), POINTS, 1)).map((row) => row.figures!);
  return {
    ...EMPTY,
    trades: figures.map((it) => it.trades),
    net: figures.map((it) => it.netPnl),
    sumR: figures.map((it) => it.sumR),
  };
}

const COMPARED = { twin: createTwin(CANDLES), points: POINTS, loop: loopOutcome() };

Deno.test("judgeContender() explains our own sweep, count by count and R by R", async () => {
  const outcome = await engineOutcome();
  assert.ok(outcome.trades.every((count) => count > 5), `${outcome.trades}`);
  const { isExplained, lines } = judgeContender("bulkhead", outcome, COMPARED);
  assert.ok(isExplained, lines.join("\n"));
  assert.match(lines[2], /in 3 of 3 points$/);
});

Deno.test("judgeContender() tells the point whose sum or count is another", async () => {
  const outcome = await engineOutcome();
  const worse = judgeContender("bulkhead", { ...outcome, sumR: outcome.sumR.with(1, 0) }, COMPARED);
  assert.equal(worse.isExplained, false);
  assert.match(worse.lines[3], /^ {4}EMA 12\/80: \d+ trades, 0; the twin/);
  const one = judgeContender(
    "reference",
    { ...COMPARED.loop, trades: COMPARED.loop.trades.with(2, 99) },
    COMPARED,
  );
  assert.equal(one.isExplained, false);
  assert.match(one.lines[1], /as many trades in 2 of 3 points/);
});

Deno.test("judgeContender() does not take the rules' trades for those of one order a row", () => {
  assert.ok(judgeContender("reference", COMPARED.loop, COMPARED).isExplained);
  assert.equal(judgeContender("vectorbt", COMPARED.loop, COMPARED).isExplained, false);
});

Deno.test("judgeSample() holds our trades against the twin's one by one", () => {
  const { isExplained, lines } = judgeSample(CANDLES, COMPARED.twin, POINTS);
  assert.ok(isExplained, lines.join("\n"));
  assert.match(lines[0], /as the twin's in 3 points$/);
});
