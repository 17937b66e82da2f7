import { unwrap } from "../../core/mod.ts";
import { parseInstrument } from "../../domain/mod.ts";
import { CandleColumns, type CandleRow } from "../../market/mod.ts";
import { type FinerCandles, Tape } from "../../simulator/mod.ts";

export const HOUR_MS = 3_600_000;
/** 2024-01-01T00:00Z */
export const START_MS = Date.UTC(2024, 0, 1);

const ENTRY = {
  ...{ id: "TESTUSDT", quote: "USDT", settle: "USDT", linear: true, contractSize: "1", tickSize: "0.1" },
  ...{ stepSize: "0.001", minNotional: "5", makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
  tiers: [{ floor: "0", cap: "10000000", maintMarginRate: "0.005", maintAmount: "0", maxLeverage: "100" }],
};

/**
 * A tape of one symbol: hourly bars that rise by 1 each from 100, a rate of 0.0001 at each settlement; and half hours that tell
 * the way within the bars, if they are wanted.
 */
export function risingTape(bars: number, historyBars = 0, isFiner = false): Tape {
  const instrument = unwrap(parseInstrument("TEST/USDT:USDT", ENTRY), "instrument");
  const candles = CandleColumns.fromRows(Array.from({ length: historyBars + bars }, (_, i) => {
    const open = 100 + i;
    return [START_MS + (i - historyBars) * HOUR_MS, open, open + 1.5, open - 0.5, open + 1, 1_000];
  }));
  const count = Math.floor(bars / 8);
  const funding = {
    length: count,
    atMs: Float64Array.from({ length: count }, (_, k) => START_MS + (k + 1) * 8 * HOUR_MS),
    rate: new Float64Array(count).fill(0.0001),
  };
  return unwrap(
    Tape.create({
      ...{ timeframeMs: HOUR_MS, fromMs: START_MS, toMs: START_MS + bars * HOUR_MS },
      symbols: [{ instrument, candles, funding, ...(isFiner ? { finer: halfHours(candles) } : {}) }],
    }),
    "tape",
  );
}

function halfHours({ openMs, open }: CandleColumns): FinerCandles {
  const rows = [...open].flatMap((price, i): CandleRow[] => [
    [openMs[i]!, price, price + 0.5, price - 0.5, price + 0.5, 500],
    [openMs[i]! + HOUR_MS / 2, price + 0.5, price + 1.5, price + 0.4, price + 1, 500],
  ]);
  return { candles: CandleColumns.fromRows(rows), stepMs: HOUR_MS / 2 };
}
