import { unwrap } from "../../core/mod.ts";
import type { FundingColumns } from "../../market/mod.ts";
import { Tape, type TapeSource, type TapeSymbol } from "../../simulator/mod.ts";

/** Part of a tape: opens of its first bar and of the bar after its last, Unix ms on the tape's grid. */
export interface TrialSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The part of a tape that a span names, on the same candles: what comes before it is history. Symbols without a bar in it
 * are a fault, as for any tape. Throws RangeError for a span off the grid or not within the tape. Checks all candles, so
 * cut once what is run often.
 */
export function cutTape(tape: Tape, { fromMs, toMs }: TrialSpan): Tape {
  if (fromMs === tape.fromMs && toMs === tape.toMs) return tape;
  const isOnGrid = fromMs % tape.timeframeMs === 0 && toMs % tape.timeframeMs === 0;
  if (!(isOnGrid && tape.fromMs <= fromMs && fromMs < toMs && toMs <= tape.toMs)) {
    throw new RangeError(
      `Cannot cut a tape as the span must be whole bars within ${tape.fromMs} to ${tape.toMs}: current span is ${fromMs} to ${toMs}`,
    );
  }
  const symbols = sourcesOf(tape);
  return unwrap(Tape.create({ timeframeMs: tape.timeframeMs, fromMs, toMs, symbols }), "Cannot cut a tape");
}

/** What a tape was made of, so that another can be made of it; rates that were assumed are as good as any. */
export function sourcesOf(tape: Tape): TapeSource[] {
  return tape.symbols.map((symbol) => ({
    instrument: symbol.instrument,
    candles: symbol.candles,
    funding: ratesOf(symbol),
    ...(symbol.finer === undefined ? {} : { finer: symbol.finer }),
  }));
}

function ratesOf({ firstSettlementMs, fundingRates, instrument }: TapeSymbol): FundingColumns {
  const known = [...fundingRates.keys()].filter((k) => !Number.isNaN(fundingRates[k]));
  return {
    length: known.length,
    atMs: Float64Array.from(known, (k) => firstSettlementMs + k * instrument.fundingIntervalMs),
    rate: Float64Array.from(known, (k) => fundingRates[k]!),
  };
}
