import { unwrap } from "../../lib/core/mod.ts";
import { type Instrument, parseInstrument } from "../../lib/domain/mod.ts";
import type { CandleColumns } from "../../lib/market/mod.ts";
import { RULES } from "./rules.ts";

/** Decimals that the prices of a series have at most; a venue's tick can be told no better from candles. */
function decimalsOf({ open, high, low, close }: CandleColumns): number {
  let most = 0;
  for (const column of [open, high, low, close]) {
    for (let i = 0; i < column.length && most < 8; i++) {
      while (most < 8 && Number(column[i].toFixed(most)) !== column[i]) most += 1;
    }
  }
  return most;
}

/** A contract for candles that come without one: the prices' own tick, the fee of the rules, and nothing in the way. */
export function instrumentOf(candles: CandleColumns): Instrument {
  const decimals = decimalsOf(candles);
  const fee = String(RULES.feeBps);
  return unwrap(
    parseInstrument("BENCH/USDT:USDT", {
      ...{ id: "BENCHUSDT", quote: "USDT", settle: "USDT", linear: true, contractSize: "1" },
      // a tick on a step is worth 1e-8, the smallest money there is
      ...{
        tickSize: (10 ** -decimals).toFixed(decimals),
        stepSize: (10 ** (decimals - 8)).toFixed(8 - decimals),
      },
      ...{ makerFeeBps: fee, takerFeeBps: fee, fundingIntervalHours: 8 },
      tiers: [{
        floor: "0",
        cap: "1000000000",
        maintMarginRate: "0.004",
        maintAmount: "0",
        maxLeverage: "125",
      }],
    }),
    "bench instrument",
  );
}
