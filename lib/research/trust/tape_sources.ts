import { unwrap } from "../../core/mod.ts";
import { CandleColumns, type FundingColumns } from "../../market/mod.ts";
import { Tape, type TapeSource, type TapeSymbol } from "../../simulator/mod.ts";

/** What a tape was made of, so that another can be made with a part of it changed; assumed rates are as good as any. */
export function sourcesOf(tape: Tape): TapeSource[] {
  return tape.symbols.map((symbol) => ({
    instrument: symbol.instrument,
    candles: symbol.candles,
    funding: ratesOf(symbol),
    ...(symbol.finer === undefined ? {} : { finer: symbol.finer }),
  }));
}

/** The source with the way within its bars only as far as they open before a time: what comes after goes the pessimistic way. */
export function wayBefore({ finer, ...source }: TapeSource, ms: number): TapeSource {
  if (finer === undefined) return source;
  const candles = CandleColumns.between(finer.candles, -Infinity, ms);
  return candles.length === 0 ? source : { ...source, finer: { ...finer, candles } };
}

/**
 * The tape of other sources over the same span, or to another end. A settlement that has lost its rate gets none (0). Throws
 * where they make no tape.
 */
export function tapeOf(tape: Tape, sources: readonly TapeSource[], toMs = tape.toMs): Tape {
  const { timeframeMs, fromMs } = tape;
  return unwrap(
    Tape.create({ timeframeMs, fromMs, toMs, symbols: sources, assumeFundingRate: 0 }),
    "Cannot make a changed tape",
  );
}

function ratesOf({ firstSettlementMs, fundingRates, instrument }: TapeSymbol): FundingColumns {
  const known = [...fundingRates.keys()].filter((k) => !Number.isNaN(fundingRates[k]));
  return {
    length: known.length,
    atMs: Float64Array.from(known, (k) => firstSettlementMs + k * instrument.fundingIntervalMs),
    rate: Float64Array.from(known, (k) => fundingRates[k]!),
  };
}
