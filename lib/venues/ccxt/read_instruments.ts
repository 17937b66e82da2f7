import type { Result } from "../../core/mod.ts";
import { type Instrument, parseInstrument } from "../../domain/mod.ts";
import type { VenueName } from "../port.ts";
import {
  type AccountTerms,
  binanceEntry,
  binanceFundingHours,
  type PriceBand,
  priceBand,
} from "./binance_instrument.ts";
import { type CcxtExchange, type CcxtMarket, createExchange } from "./exchanges.ts";
import { kucoinEntry } from "./kucoin_instrument.ts";
import { at } from "./wire.ts";

/** Which instruments are read. */
export interface InstrumentQuery {
  readonly venue: VenueName;
  readonly symbols: readonly string[];
  /** As in FeedOptions. */
  readonly origin: string | null;
  readonly callMs: number;
  /** What only an account is told; null refuses the symbol. Not asked for KuCoin, where everything is public. */
  readonly termsOf: (symbol: string) => AccountTerms | null;
}

/** An instrument as a venue has it today. */
export interface VenueInstrument {
  readonly instrument: Instrument;
  /** Where the venue bounds limit prices by the mark price; null where it does not say so here. */
  readonly priceBand: PriceBand | null;
  readonly listedMs: number | null;
}

/** What was understood, and why the rest was not. */
export interface InstrumentReading {
  readonly understood: readonly VenueInstrument[];
  readonly refused: readonly { readonly symbol: string; readonly why: string }[];
}

/** Reads instruments from a venue's public data. Rejects where the venue cannot be read; a symbol is refused by itself. */
export async function readInstruments(query: InstrumentQuery): Promise<InstrumentReading> {
  const { venue, origin, callMs } = query;
  const exchange = await createExchange(venue, origin, callMs, { message: () => false, lost() {} });
  await exchange.loadMarkets(true, venue === "kucoin" ? { marginables: false } : {});
  const fundingInfo = venue === "binance" ? await exchange.fapiPublicGetFundingInfo() : null;
  const understood: VenueInstrument[] = [], refused: { symbol: string; why: string }[] = [];
  for (const symbol of query.symbols) {
    const market = exchange.markets![symbol];
    const read = market === undefined
      ? { ok: false, error: "the venue does not list it" } as const
      : await readOne(exchange, market, fundingInfo, query);
    if (read.ok) understood.push(read.value);
    else refused.push({ symbol, why: read.error });
  }
  return { understood, refused };
}

async function readOne(
  exchange: CcxtExchange,
  { id, symbol, info, active }: CcxtMarket,
  fundingInfo: unknown,
  { venue, termsOf }: InstrumentQuery,
): Promise<Result<VenueInstrument, string>> {
  if (active === false) return { ok: false, error: "it is not open for trading" };
  let entry: Result<object, string>;
  if (venue === "binance") {
    const terms = termsOf(symbol);
    if (terms === null) return { ok: false, error: "its margin brackets and fees are not known" };
    entry = binanceEntry(info, binanceFundingHours(fundingInfo, id), terms);
  } else {
    const limits = await exchange.futuresPublicGetContractsRiskLimitSymbol({ symbol: id });
    entry = kucoinEntry(info, symbol, at(limits, "data"));
  }
  if (!entry.ok) return entry;
  const parsed = parseInstrument(symbol, entry.value);
  if (!parsed.ok) return parsed;
  const listedMs = Number(at(info, venue === "binance" ? "onboardDate" : "firstOpenDate"));
  return {
    ok: true,
    value: { instrument: parsed.value, priceBand: priceBand(info), listedMs: listedMs > 0 ? listedMs : null },
  };
}
