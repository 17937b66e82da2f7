import type { VenueName } from "../port.ts";
import { type CcxtExchange, createExchange } from "./exchanges.ts";
import { VenueRefusal } from "./faults.ts";
import { at, numberOf } from "./wire.ts";

/** A settlement in a venue's words. */
export interface SettledRate {
  readonly atMs: number;
  /** A fraction of the notional; positive is paid by longs. */
  readonly rate: number;
}

/** Settlements of [fromMs, nextMs), oldest first; where to go on is nextMs. */
export interface FundingPage {
  readonly rows: readonly SettledRate[];
  readonly nextMs: number;
}

/** Calls that only history needs. */
interface FundingCalls {
  fapiPublicGetFundingRate(query: object): Promise<unknown>;
  futuresPublicGetContractFundingRates(query: object): Promise<unknown>;
}

const DAY_MS = 86_400_000;
const BINANCE_ROWS = 1_000;
/** KuCoin gives at most so many of a span and does not say which: spans are made short enough. */
const KUCOIN_ROWS = 100, KUCOIN_SPAN_MS = 24 * DAY_MS;

/** A venue's past funding rates. */
export interface FundingHistory {
  page(symbol: string, fromMs: number, toMs: number): Promise<FundingPage>;
  close(): Promise<void>;
}

/** Opens a venue for its past funding rates; the network is reached with the first page. */
export function createFundingHistory(
  venue: VenueName,
  origin: string | null,
  callMs: number,
): FundingHistory {
  let opened: Promise<CcxtExchange & FundingCalls> | null = null;
  const open = async () => {
    const exchange = await createExchange(venue, origin, callMs, { message: () => false, lost() {} });
    await exchange.loadMarkets(true, venue === "kucoin" ? { marginables: false } : {});
    return exchange as CcxtExchange & FundingCalls;
  };
  return {
    page: async (symbol, fromMs, toMs) => {
      opened ??= open();
      // a failed first call must not be remembered for ever
      const exchange = await opened.catch((error) => {
        opened = null;
        throw error;
      });
      const market = exchange.markets![symbol];
      if (market === undefined) {
        throw new VenueRefusal(`Cannot read rates of ${symbol}: ${venue} does not list it`);
      }
      return venue === "binance"
        ? await binanceRates(exchange, market.id, fromMs, toMs)
        : await kucoinRates(exchange, market.id, fromMs, toMs);
    },
    close: async () => {
      await opened?.then((exchange) => exchange.close(), () => {});
    },
  };
}

/** GET /fapi/v1/fundingRate: [{symbol, fundingTime, fundingRate}], oldest first, from startTime on. */
async function binanceRates(
  exchange: FundingCalls,
  symbol: string,
  fromMs: number,
  toMs: number,
): Promise<FundingPage> {
  const query = { symbol, startTime: fromMs, endTime: toMs - 1, limit: BINANCE_ROWS };
  const rows = rowsOf(await exchange.fapiPublicGetFundingRate(query), "fundingTime", fromMs, toMs);
  const last = rows.at(-1);
  return { rows, nextMs: rows.length < BINANCE_ROWS || last === undefined ? toMs : last.atMs + 1 };
}

/** GET /api/v1/contract/funding-rates: {data: [{timepoint, fundingRate}]}, newest first. */
async function kucoinRates(
  exchange: FundingCalls,
  symbol: string,
  fromMs: number,
  toMs: number,
): Promise<FundingPage> {
  for (let spanMs = KUCOIN_SPAN_MS;; spanMs /= 2) {
    const nextMs = Math.min(toMs, fromMs + spanMs);
    const body = await exchange.futuresPublicGetContractFundingRates({
      symbol,
      from: fromMs,
      to: nextMs - 1,
    });
    const rows = rowsOf(at(body, "data") ?? [], "timepoint", fromMs, nextMs);
    // a full answer may have left some out; a day never fills one
    if (rows.length < KUCOIN_ROWS || spanMs <= DAY_MS) return { rows, nextMs };
  }
}

function rowsOf(table: unknown, timeName: string, fromMs: number, toMs: number): SettledRate[] {
  if (!Array.isArray(table)) throw new TypeError("the venue's answer is no table of funding rates");
  return table
    .map((row) => ({ atMs: numberOf(at(row, timeName)), rate: numberOf(at(row, "fundingRate")) }))
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .sort((a, b) => a.atMs - b.atMs);
}
