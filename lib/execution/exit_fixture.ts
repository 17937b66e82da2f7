import { unwrap } from "../core/mod.ts";
import { type Instrument, parseInstrument } from "../domain/mod.ts";
import type { ExitView } from "./exits.ts";
import { type ExitConfig, exitConfig } from "./schema.ts";

/** An instrument with a tick size; nothing else of it matters to exits. */
export function anInstrument(tickSize = "0.1"): Instrument {
  const entry = {
    id: "TESTUSDT",
    quote: "USDT",
    settle: "USDT",
    linear: true,
    contractSize: "1",
    tickSize,
    stepSize: "1",
    makerFeeBps: "2",
    takerFeeBps: "5",
    fundingIntervalHours: 8,
    tiers: [{ floor: "0", cap: "50000", maintMarginRate: "0.004", maintAmount: "0", maxLeverage: "125" }],
  };
  return unwrap(parseInstrument("TEST/USDT:USDT", entry), "instrument of the tests");
}

/** Exit policies: all off but those a test turns on. */
export function exits(change: Record<string, unknown> = {}): ExitConfig {
  return exitConfig.parse(change);
}

/** Long from 100.0 with the stop at 90.0 (one R is 10), now at 105.0 with an ATR of 4; ticks of 0.1. */
export function aView(change: Partial<ExitView> = {}): ExitView {
  return {
    side: 1,
    entryPrice: 100,
    initialStopTicks: 900,
    stopTicks: 900,
    close: 105,
    atr: 4,
    bestExtreme: 108,
    bestClose: 106,
    barsHeld: 3,
    regime: "TREND",
    regimeAtEntry: "TREND",
    ...change,
  };
}

/** The same position as a short: every price mirrored at 100. */
export function mirrored(view: ExitView): ExitView {
  const mirror = (price: number) => 200 - price;
  return {
    ...view,
    side: view.side === 1 ? -1 : 1,
    initialStopTicks: 2000 - view.initialStopTicks,
    stopTicks: 2000 - view.stopTicks,
    close: mirror(view.close),
    bestExtreme: mirror(view.bestExtreme),
    bestClose: mirror(view.bestClose),
  };
}
