import { err, ok, type Result } from "../../core/mod.ts";
import { at, numberOf, textOf } from "./wire.ts";

/** A bracket of maintenance margin in the words of a registry file. */
export interface TierEntry {
  readonly floor: string;
  readonly cap: string;
  readonly maintMarginRate: string;
  readonly maintAmount: string;
  readonly maxLeverage: string;
}

/** What public data does not say: brackets are per account at Binance, and so are fees. */
export interface AccountTerms {
  readonly tiers: readonly TierEntry[];
  readonly makerFeeBps: string;
  readonly takerFeeBps: string;
}

/** Filters that are applied here, and those that bound other things than one order's price and quantity. */
const APPLIED: readonly string[] = ["PRICE_FILTER", "LOT_SIZE", "MARKET_LOT_SIZE", "MIN_NOTIONAL"];
const ELSEWHERE: readonly string[] = ["MAX_NUM_ORDERS", "MAX_NUM_ALGO_ORDERS", "PERCENT_PRICE"];

/**
 * A registry entry (lib/domain parseInstrument) from one symbol of GET /fapi/v1/exchangeInfo. A filter that is not known, is
 * missing or says two things refuses the symbol. PERCENT_PRICE, which moves with the mark price, is read by priceBand().
 */
export function binanceEntry(
  info: unknown,
  fundingHours: number,
  terms: AccountTerms,
): Result<object, string> {
  const filters = at(info, "filters");
  if (!Array.isArray(filters)) return err("it has no filters");
  const names = filters.map((it) => textOf(at(it, "filterType")));
  const unknown = names.filter((name) => !APPLIED.includes(name) && !ELSEWHERE.includes(name));
  if (unknown.length > 0) return err(`its filters ${unknown.join(", ")} are not understood`);
  const missing = APPLIED.filter((name) => names.filter((it) => it === name).length !== 1);
  if (missing.length > 0) return err(`its filters ${missing.join(", ")} are missing or double`);
  const [price, lot, market, notional] = APPLIED.map((name) => filters[names.indexOf(name)]);
  if (numberOf(at(lot, "stepSize")) !== numberOf(at(market, "stepSize"))) {
    return err("market and limit orders have different steps");
  }
  if (at(info, "contractType") !== "PERPETUAL") return err(`it is ${at(info, "contractType")}, no perpetual`);
  if (at(info, "quoteAsset") !== at(info, "marginAsset")) {
    return err("its margin is not in its quote currency");
  }
  return ok({
    id: at(info, "symbol"),
    quote: at(info, "quoteAsset"),
    settle: at(info, "marginAsset"),
    ...{ linear: true, contractSize: "1" },
    tickSize: at(price, "tickSize"),
    stepSize: at(lot, "stepSize"),
    // one quantity has to do for limit and market orders: the narrower of both
    minQty: pick(at(lot, "minQty"), at(market, "minQty"), Math.max),
    maxQty: pick(at(lot, "maxQty"), at(market, "maxQty"), Math.min),
    minNotional: at(notional, "notional"),
    makerFeeBps: terms.makerFeeBps,
    takerFeeBps: terms.takerFeeBps,
    fundingIntervalHours: fundingHours,
    tiers: terms.tiers,
  });
}

/** The one of two decimal texts that a choice between their numbers picks; undefined where a number is missing. */
function pick(a: unknown, b: unknown, choose: (a: number, b: number) => number): unknown {
  const x = numberOf(a), chosen = choose(x, numberOf(b));
  if (Number.isNaN(chosen)) return "";
  return chosen === x ? a : b;
}

/** Limit prices are accepted between these shares of the mark price. */
export interface PriceBand {
  readonly lowest: number;
  readonly highest: number;
}

/** Reads PERCENT_PRICE; null if there is none. */
export function priceBand(info: unknown): PriceBand | null {
  const filters = at(info, "filters");
  const it = Array.isArray(filters)
    ? filters.find((it) => at(it, "filterType") === "PERCENT_PRICE")
    : undefined;
  return it === undefined
    ? null
    : { lowest: numberOf(at(it, "multiplierDown")), highest: numberOf(at(it, "multiplierUp")) };
}

/** Hours between settlements from GET /fapi/v1/fundingInfo, which lists only symbols that were ever adjusted. */
export function binanceFundingHours(fundingInfo: unknown, nativeId: string): number {
  if (!Array.isArray(fundingInfo)) throw new TypeError("the venue's answer is no list of funding intervals");
  const row = fundingInfo.find((it) => at(it, "symbol") === nativeId);
  return row === undefined ? 8 : numberOf(at(row, "fundingIntervalHours"));
}
