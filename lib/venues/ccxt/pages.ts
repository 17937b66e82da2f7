import { readBinancePage } from "./binance_wire.ts";
import type { CcxtExchange } from "./exchanges.ts";
import { readKucoinPage } from "./kucoin_wire.ts";
import type { WireRow } from "./wire.ts";

/** Which candles. */
export interface PageQuery {
  /** Open of the first. */
  readonly fromMs: number;
  readonly limit: number;
  readonly barMs: number;
}

/** Candles of a page, oldest first, the open one included. Throws on an answer that is no table. */
export async function binancePage(
  exchange: CcxtExchange,
  symbol: string,
  interval: string,
  { fromMs: startTime, limit }: PageQuery,
): Promise<WireRow[]> {
  return readBinancePage(await exchange.fapiPublicGetKlines({ symbol, interval, startTime, limit }));
}

/** The same of KuCoin, which takes minutes for a timeframe and counts the end in. */
export async function kucoinPage(
  exchange: CcxtExchange,
  symbol: string,
  _interval: string,
  { fromMs: from, limit, barMs }: PageQuery,
): Promise<WireRow[]> {
  const to = from + (limit - 1) * barMs;
  return readKucoinPage(
    await exchange.futuresPublicGetKlineQuery({ symbol, granularity: barMs / 60_000, from, to }),
  );
}
