import { Rng, type RngState } from "../../core/mod.ts";
import { Instrument } from "../../domain/mod.ts";
import { CandleColumns, type FundingColumns } from "../../market/mod.ts";
import type { Tape, TapeSource } from "../../simulator/mod.ts";
import { sourcesOf } from "../sweep/mod.ts";
import { tapeOf, wayBefore } from "./tape_sources.ts";

/**
 * How the future is kept from a run: there is none (`absent`), or there is another one (`other`), which shows a peek that
 * takes a missing price in its stride.
 */
export const FUTURES = ["absent", "other"] as const;
export type Future = typeof FUTURES[number];

/** Bars of an invented future: what looks further ahead meets their end. */
const OTHER_BARS = 240;

/**
 * The tape with nothing of its own left behind bar `bar` - 1; that bar is its last, but for a settlement of funding at its
 * close, whose rate is known by then. `other` puts a seeded, wild and sound market in its place.
 */
export function hideFuture(tape: Tape, bar: number, future: Future, seed: string): Tape {
  const cutMs = tape.fromMs + bar * tape.timeframeMs;
  const bars = future === "absent" ? 1 : OTHER_BARS;
  const sources = sourcesOf(tape).map((whole) => {
    const source = wayBefore(whole, cutMs);
    const known = CandleColumns.between(source.candles, -Infinity, cutMs);
    const funding = knownRates(source.funding, cutMs);
    if (future === "absent" || known.length === source.candles.length) {
      return { ...source, candles: known, funding };
    }
    const rng = Rng.create(`${seed}/${source.instrument.symbol}/${bar}`);
    return invented({ ...source, candles: known, funding }, { rng, bars, barMs: tape.timeframeMs, cutMs });
  });
  // with no candle of any symbol the one bar behind the cut is never played: it only lets funding fall at the cut
  return tapeOf(tape, sources, cutMs + bars * tape.timeframeMs);
}

function knownRates({ length, atMs, rate }: FundingColumns, untilMs: number): FundingColumns {
  let known = 0;
  while (known < length && atMs[known]! <= untilMs) known += 1;
  return { length: known, atMs: atMs.slice(0, known), rate: rate.slice(0, known) };
}

interface Invention {
  readonly rng: RngState;
  readonly bars: number;
  readonly barMs: number;
  readonly cutMs: number;
}

/** A price far from the last, moves of some 4 % a bar, and a volume from next to nothing to plenty. */
function invented(source: TapeSource, { rng, bars, barMs, cutMs }: Invention): TapeSource {
  const { candles: known, instrument, funding } = source;
  const onTick = (price: number) =>
    Instrument.price(instrument, Math.max(1, Instrument.ticksNearest(instrument, price)));
  const candles = CandleColumns.create(known.length + bars);
  for (const key of ["openMs", "open", "high", "low", "close", "volume"] as const) {
    candles[key].set(known[key]);
  }
  let price = known.close[known.length - 1]! * Math.exp(0.5 * Rng.normal(rng));
  const usualVolume = Math.max(known.volume[known.length - 1]!, 1);
  for (let i = known.length; i < candles.length; i++) {
    const open = onTick(price);
    const close = onTick(price * Math.exp(0.04 * Rng.normal(rng)));
    candles.openMs[i] = cutMs + (i - known.length) * barMs;
    candles.open[i] = open;
    candles.close[i] = close;
    candles.high[i] = onTick(Math.max(open, close) * (1 + 0.04 * Rng.uniform(rng)));
    candles.low[i] = onTick(Math.min(open, close) * (1 - 0.04 * Rng.uniform(rng)));
    candles.volume[i] = usualVolume * Rng.uniform(rng);
    price = close;
  }
  const everyMs = instrument.fundingIntervalMs;
  const firstMs = (Math.floor(cutMs / everyMs) + 1) * everyMs;
  const more = Array.from(
    { length: Math.max(0, Math.ceil((cutMs + bars * barMs - firstMs) / everyMs)) },
    (_, k) => firstMs + k * everyMs,
  );
  return {
    ...source,
    candles,
    funding: {
      length: funding.length + more.length,
      atMs: Float64Array.of(...funding.atMs, ...more),
      rate: Float64Array.of(...funding.rate, ...more.map(() => 0.002 * Rng.normal(rng))),
    },
  };
}
