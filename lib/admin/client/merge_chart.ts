import type { ChartView, RegimeSpanView, StopSpanView } from "../views.ts";

/** Bars a chart keeps. */
export const KEPT_BARS = 600;

/** A chart with its newest bars read again. Null where bars lie between that were missed: all has to be read anew. */
export function mergeChart(old: ChartView, tail: ChartView): ChartView | null {
  const first = tail.candles[0], last = old.candles.at(-1);
  if (first === undefined || last === undefined) return null;
  const isJoined = old.candles.some(({ time }) => time === first.time);
  if (old.symbol !== tail.symbol || !isJoined) return null;
  const candles = [...old.candles.filter(({ time }) => time < first.time), ...tail.candles].slice(-KEPT_BARS);
  const from = candles[0].time;
  const marks = [...old.marks.filter(({ time }) => time >= from && time < first.time), ...tail.marks];
  return {
    ...tail,
    candles,
    marks,
    stops: mergeStops(old.stops, tail.stops).filter(({ to }) => to > from),
    regimes: mergeRegimes(old.regimes, tail.regimes).filter(({ to }) => to > from),
  };
}

/** A stop that still stands is told again with a later end. */
function mergeStops(old: readonly StopSpanView[], tail: readonly StopSpanView[]): StopSpanView[] {
  const isSame = (a: StopSpanView, b: StopSpanView) =>
    a.price === b.price && a.from <= b.to && b.from <= a.to;
  const kept = old.filter((a) => !tail.some((b) => isSame(a, b)));
  const newer = tail.map((b) => {
    const from = Math.min(b.from, ...old.filter((a) => isSame(a, b)).map((a) => a.from));
    return { ...b, from };
  });
  return [...kept, ...newer];
}

/** The tail's spans begin with its first bar; the one before goes on in them where the regime is the same. */
function mergeRegimes(old: readonly RegimeSpanView[], tail: readonly RegimeSpanView[]): RegimeSpanView[] {
  if (tail.length === 0) return [...old];
  const [first, ...rest] = tail;
  const before = old.filter(({ from }) => from < first.from).map((span) => ({
    ...span,
    to: Math.min(span.to, first.from),
  }));
  const last = before.at(-1);
  if (last === undefined || last.regime !== first.regime) return [...before, ...tail];
  return [...before.slice(0, -1), { ...first, from: last.from }, ...rest];
}
