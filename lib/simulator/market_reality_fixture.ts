/** The recorded markets that the invented one is calibrated against, where the data folder is there. */

import { existsSync, readFileSync } from "node:fs";
import { unwrap } from "../core/mod.ts";
import { CandleColumns, type FundingColumns, parseCandles, parseFunding } from "../market/mod.ts";

const ROOT = "../shared/data";
const PERPETUALS = `${ROOT}/perp_binance_mooneyes`;

/** Files of perpetuals on Binance, hourly. */
const CANDLES = {
  BTC: `${PERPETUALS}/8bd2def13/BTC_USDT-1h-futures.json.gz`,
  LTC: `${PERPETUALS}/c3e489f0b/LTC_USDT-1h-futures.json.gz`,
  ADA: `${PERPETUALS}/629f00c87/ADA_USDT-1h-futures.json.gz`,
  DOGE: `${PERPETUALS}/629f00c87/DOGE_USDT-1h-futures.json.gz`,
} as const;
const FUNDING = `${ROOT}/spot2h_and_funding_sky1241/funding_rate_BTCUSDT.until-2024.csv.gz`;

/** Raw lines of BTC's perpetual: a snapshot of 1,000 levels and all changes of six minutes. */
export const BOOK_FILE = `${ROOT}/lob_hftbacktest/usdm/btcusdt_20240808.gz`;

export type RecordedName = keyof typeof CANDLES;

/** Whether all of them can be read. */
export const HAS_RECORDED = [...Object.values(CANDLES), FUNDING, BOOK_FILE].every((file) => existsSync(file));

/** Every hour of a symbol's file. */
export function recordedCandles(name: RecordedName): CandleColumns {
  return unwrap(parseCandles(readFileSync(CANDLES[name]), CANDLES[name]), name);
}

/** Every rate of BTC's. */
export const recordedFunding = (): FundingColumns =>
  unwrap(parseFunding(readFileSync(FUNDING), FUNDING), "BTC");

/** Two symbols' candles of the hours that both have. */
export function overlap(a: CandleColumns, b: CandleColumns): [CandleColumns, CandleColumns] {
  const fromMs = Math.max(a.openMs[0], b.openMs[0]);
  const toMs = Math.min(a.openMs[a.length - 1], b.openMs[b.length - 1]);
  return [CandleColumns.between(a, fromMs, toMs), CandleColumns.between(b, fromMs, toMs)];
}
