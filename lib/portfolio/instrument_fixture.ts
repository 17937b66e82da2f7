import { unwrap } from "../core/mod.ts";
import { type Instrument, parseInstrument } from "../domain/mod.ts";

/** Tick 0.1, step 0.001: one tick on one step is worth 0.0001 USDT = 10,000 units of 1e-8. */
export function anInstrument(symbol = "TEST/USDT:USDT"): Instrument {
  const entry = {
    id: "TESTUSDT",
    quote: "USDT",
    settle: "USDT",
    linear: true,
    contractSize: "1",
    tickSize: "0.1",
    stepSize: "0.001",
    makerFeeBps: "2",
    takerFeeBps: "5",
    fundingIntervalHours: 8,
    tiers: [{ floor: "0", cap: "50000", maintMarginRate: "0.004", maintAmount: "0", maxLeverage: "125" }],
  };
  return unwrap(parseInstrument(symbol, entry), "instrument of the tests");
}
