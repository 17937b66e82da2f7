// deno-lint-ignore-file no-console
/**
 * Times one of our own contenders of the sweep in a process of its own, and answers with a SweepOutcome:
 * `run_sweep.ts reference|bulkhead --candles FILE --points FILE --workers N --out FILE`.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import type { CandleColumns } from "../../../lib/market/mod.ts";
import { decodeNpy } from "../npy.ts";
import { sweepEngine, sweepSetting } from "./engine_sweep.ts";
import type { Point } from "./points.ts";
import { runSwept } from "./swept_loop.ts";
import type { SweepOutcome } from "./sweep_outcome.ts";

/** What a contender makes of all points. */
type Columns = Pick<SweepOutcome, "workers" | "trades" | "net" | "sumR" | "note">;

const { positionals: [name], values } = parseArgs({
  allowPositionals: true,
  options: {
    candles: { type: "string" },
    points: { type: "string" },
    workers: { type: "string", default: "2" },
    out: { type: "string" },
  },
});
const run = { reference: runLoop, bulkhead: runEngine }[name];
if (run === undefined || !values.candles || !values.points || !values.out) {
  throw new Error(`Cannot run ${name}: give reference or bulkhead, --candles, --points and --out`);
}
const candles = decodeNpy(Deno.readFileSync(values.candles));
const points = (JSON.parse(Deno.readTextFileSync(values.points)) as [number, number][])
  .map(([fast, slow]): Point => ({ fast, slow }));

const startMs = performance.now(), cpuBefore = process.cpuUsage();
const columns = await run(candles, points, Number(values.workers));
const { user, system } = process.cpuUsage(cpuBefore);
const outcome: SweepOutcome = {
  ...{ points: points.length, bars: candles.length },
  ...{ wallS: (performance.now() - startMs) / 1_000, cpuS: (user + system) / 1e6 },
  peakMib: process.resourceUsage().maxRSS / 1024,
  ...columns,
};
await Deno.writeTextFile(values.out, JSON.stringify(outcome));
console.log(JSON.stringify({ ...outcome, trades: undefined, net: undefined, sumR: undefined }));

function runLoop(bars: CandleColumns, tried: readonly Point[]): Columns {
  const tallies = tried.map((point) => runSwept(bars, point));
  return {
    ...{ workers: 1, note: "1 thread", sumR: [] },
    trades: tallies.map(({ trades }) => trades),
    net: tallies.map(({ net }) => net),
  };
}

async function runEngine(bars: CandleColumns, tried: readonly Point[], workers: number): Promise<Columns> {
  const rows = await sweepEngine(sweepSetting(bars), tried, workers);
  const refused = rows.find(({ figures }) => figures === null);
  if (refused !== undefined) throw new Error(`Point ${refused.index} was refused: ${refused.fault}`);
  return {
    ...{ workers, note: `${workers} threads` },
    trades: rows.map(({ figures }) => figures!.trades),
    net: rows.map(({ figures }) => figures!.netPnl),
    sumR: rows.map(({ figures }) => figures!.sumR),
  };
}
