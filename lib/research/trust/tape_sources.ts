import { unwrap } from "../../core/mod.ts";
import { CandleColumns } from "../../market/mod.ts";
import { Tape, type TapeSource } from "../../simulator/mod.ts";

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
