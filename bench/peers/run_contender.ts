// deno-lint-ignore-file no-console
/**
 * Times one of our own contenders in a process of its own, with the arguments and the answer of kit/outcome.py:
 * `run_contender.ts NAME --candles FILE --bars N --out FILE`.
 *
 * @module
 */
import process from "node:process";
import { parseArgs } from "node:util";
import { CandleColumns } from "../../lib/market/mod.ts";
import { CONTENDERS } from "./contender.ts";
import { decodeNpy } from "./npy.ts";
import { RULES } from "./rules.ts";
import { TradeColumns } from "./trade_columns.ts";

/** Runs are repeated for this long, so that the compiler has seen the loop and one of them was left alone. */
const REPEAT_MS = 2_000;
/** As many as a peer gets at least. */
const LEAST_RUNS = 3;
const TRADE_COLUMNS = ["side", "entryBar", "exitBar", "entryPrice", "exitPrice", "quantity", "net"] as const;

const { positionals: [name], values } = parseArgs({
  allowPositionals: true,
  options: { candles: { type: "string" }, bars: { type: "string" }, out: { type: "string" } },
});
const contender = CONTENDERS.find((one) => one.name === name);
if (contender === undefined || !values.candles || !values.out) {
  throw new Error(`Cannot run ${name}: give a contender's name, --candles and --out`);
}
const candles = CandleColumns.slice(
  decodeNpy(Deno.readFileSync(values.candles)),
  0,
  Number(values.bars ?? Infinity),
);

const seconds: number[] = [];
let trades: TradeColumns;
const endMs = performance.now() + REPEAT_MS;
do {
  const startMs = performance.now();
  trades = contender.run(candles);
  seconds.push((performance.now() - startMs) / 1_000);
} while (performance.now() < endMs || seconds.length < LEAST_RUNS);

const outcome = {
  version: "",
  bars: candles.length,
  seconds,
  // one thread: its best wall time is never below its processor's
  cpuSeconds: seconds,
  peakMib: process.resourceUsage().maxRSS / 1024,
  equity: RULES.equity + TradeColumns.net(trades),
};
const columns = Object.fromEntries(
  TRADE_COLUMNS.map((key) => [key, [...trades[key].subarray(0, trades.length)]]),
);
await Deno.writeTextFile(values.out, JSON.stringify({ ...outcome, trades: columns }));
console.log(
  JSON.stringify({
    ...outcome,
    seconds: [Math.min(...seconds)],
    cpuSeconds: undefined,
    count: trades.length,
  }),
);
