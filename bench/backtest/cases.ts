import { parse } from "yaml";
import { Backtest, type BacktestSpec } from "../../lib/backtest/mod.ts";
import { unwrap } from "../../lib/core/mod.ts";
import { Money } from "../../lib/domain/mod.ts";
import { ExchangeSpec, generateMarket, Tape } from "../../lib/simulator/mod.ts";
import { NO_RECORDER, type Recorder, systemConfig, traderSpec } from "../../lib/trader/mod.ts";

const HOUR_MS = 3_600_000;
const WALLET = 10_000;

/** Systems that are shipped, by the name of their file. */
export type ShippedSystem = "regime-router" | "ema-cross";

/** A generated market under a shipped system as it is: fees, slippage, funding, margin and liquidation on. */
export function shippedCase(name: ShippedSystem, bars: number, symbols: number): BacktestSpec {
  const file = new URL(`../../config/systems/${name}.yaml`, import.meta.url);
  const system = systemConfig.parse(parse(Deno.readTextFileSync(file)).system);
  const startMs = Date.UTC(2020, 0, 1);
  const sources = generateMarket({ seed: "bench", symbols, bars, startMs, timeframeMs: HOUR_MS });
  const toMs = startMs + bars * HOUR_MS;
  const tape = unwrap(
    Tape.create({ timeframeMs: HOUR_MS, fromMs: startMs, toMs, symbols: sources }),
    "bench tape",
  );
  const origins = tape.symbols.map(({ instrument }) => ({ instrument, historySource: "" }));
  return {
    trader: traderSpec(system, origins, "bench"),
    exchange: ExchangeSpec.create({ tape }),
    walletBalance: Money.fromNumber(WALLET),
  };
}

/** Milliseconds of a whole run. */
export function runMs(spec: BacktestSpec, recorder: Recorder = NO_RECORDER): number {
  const startMs = performance.now();
  Backtest.advance(Backtest.start(spec, recorder));
  return performance.now() - startMs;
}

/** The best of `times` runs, ms: others may be using the machine. */
export function bestMs(times: number, run: () => number): number {
  let best = Infinity;
  for (let i = 0; i < times; i++) best = Math.min(best, run());
  return best;
}
