import { Instrument } from "../../domain/mod.ts";
import { CandleColumns } from "../../market/mod.ts";
import type { Tape, TapeSource } from "../../simulator/mod.ts";
import { sourcesOf } from "../sweep/mod.ts";
import { tapeOf, wayBefore } from "./tape_sources.ts";

// What could have happened to a market, as changes of its candles and rates. Each leaves what was before it as it was. Where
// prices change, the way within bars that finer candles told is no longer known: they go the pessimistic one.

const PRICES = ["open", "high", "low", "close"] as const;

/** From the open of a bar on every price is multiplied by `factor`: all or one of the symbols gap by factor - 1. */
export function gapAt(tape: Tape, bar: number, factor: number, symbol?: string): Tape {
  const fromMs = tape.fromMs + bar * tape.timeframeMs;
  return changed(tape, (source) => {
    if (symbol !== undefined && source.instrument.symbol !== symbol) return source;
    return withPrices(
      wayBefore(source, fromMs),
      (price, row) => source.candles.openMs[row]! < fromMs ? price : price * factor,
    );
  });
}

/**
 * Each price's distance from the mean of the last 30 days, in logarithms, times `times`: returns of hours and days grow by as
 * much, while the market goes to about the same places. The warm-up is changed with the rest.
 */
export function volatilityTimes(tape: Tape, times: number): Tape {
  const bars = Math.round((30 * 86_400_000) / tape.timeframeMs);
  return changed(tape, (source) => {
    const means = trailingMeans(source.candles.close, bars);
    return withPrices(
      wayBefore(source, -Infinity),
      (price, row) => Math.exp(means[row]! + times * (Math.log(price) - means[row]!)),
    );
  });
}

/** Traded volume times `times`, from the first bar traded: below 1 fills take several bars. */
export function volumeTimes(tape: Tape, times: number): Tape {
  return changed(tape, (source) => ({
    ...source,
    candles: {
      ...source.candles,
      volume: source.candles.volume.map((volume, row) =>
        source.candles.openMs[row]! < tape.fromMs ? volume : volume * times
      ),
    },
  }));
}

/** Funding rates times `times`, at most 99 % of the notional. */
export function fundingTimes(tape: Tape, times: number): Tape {
  return changed(tape, (source) => ({
    ...source,
    funding: {
      ...source.funding,
      rate: source.funding.rate.map((rate) => Math.max(-0.99, Math.min(0.99, rate * times))),
    },
  }));
}

/**
 * Nothing can be traded for `hours` from the open of a bar on: prices stand still without volume, then the market is where it
 * went in the meantime. It is how a hole in candles is repaired.
 */
export function outageAt(tape: Tape, bar: number, hours: number): Tape {
  const fromMs = tape.fromMs + bar * tape.timeframeMs, toMs = fromMs + hours * 3_600_000;
  return changed(tape, (source) => {
    const { candles } = source;
    const first = CandleColumns.lowerBound(candles, fromMs), end = CandleColumns.lowerBound(candles, toMs);
    if (first === 0 || first === end) return source;
    const standing = candles.close[first - 1]!;
    const isOut = (row: number) => row >= first && row < end;
    const volume = candles.volume.map((value, row) => isOut(row) ? 0 : value);
    const still = withPrices(wayBefore(source, fromMs), (price, row) => isOut(row) ? standing : price);
    return { ...still, candles: { ...still.candles, volume } };
  });
}

/** The candles of such an outage as a source writes them: not there. */
export function holeAt(tape: Tape, bar: number, hours: number): TapeSource[] {
  const fromMs = tape.fromMs + bar * tape.timeframeMs, toMs = fromMs + hours * 3_600_000;
  return sourcesOf(tape).map((source) => {
    const { candles } = source;
    const rows = Array.from({ length: candles.length }, (_, i) => CandleColumns.row(candles, i));
    return {
      ...wayBefore(source, fromMs),
      candles: CandleColumns.fromRows(rows.filter(([openMs]) => openMs < fromMs || openMs >= toMs)),
    };
  });
}

function changed(tape: Tape, change: (source: TapeSource) => TapeSource): Tape {
  return tapeOf(tape, sourcesOf(tape).map(change));
}

/** Other prices, on the tick where they differ. */
function withPrices(source: TapeSource, price: (price: number, row: number) => number): TapeSource {
  const { candles, instrument: it } = source;
  const onTick = (was: number, row: number) => {
    const is = price(was, row);
    return is === was ? was : Instrument.price(it, Math.max(1, Instrument.ticksNearest(it, is)));
  };
  const [open, high, low, close] = PRICES.map((key) => candles[key].map(onTick));
  return { ...source, candles: { ...candles, open: open!, high: high!, low: low!, close: close! } };
}

/** Mean logarithm of up to `bars` values, the one at the place included. */
function trailingMeans(values: Float64Array, bars: number): Float64Array {
  const means = new Float64Array(values.length);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += Math.log(values[i]!);
    if (i >= bars) sum -= Math.log(values[i - bars]!);
    means[i] = sum / Math.min(i + 1, bars);
  }
  return means;
}
