import { requireFraction, requireWhole } from "./guard.ts";

/** A band around curves of one length. */
export interface CurveBand {
  readonly low: Float64Array;
  /** Median at each place. */
  readonly middle: Float64Array;
  readonly high: Float64Array;
}

/**
 * A band that holds **whole** curves: of curves drawn like `curves`, a share `coverage` (0..1) runs inside it at every
 * place at once (a band of quantiles per place would be left somewhere by most of them). `curves` holds `count` curves of
 * one length, one after another.
 *
 * Each curve is judged by its largest distance from the median at any place, in units of the scatter on that side of the
 * median at that place; the most distant floor((1 - coverage) count) are set aside, and the band is as wide as the next
 * one (a global envelope scaled by direction: Myllymaki, Mrkvicka et al. 2017). Exact if the curve in question is one of
 * `curves` and was no likelier than the others to be any of them; else within about 1 / count.
 */
export function curveBand(curves: Float64Array, count: number, coverage: number): CurveBand {
  requireFraction("draw a band", "coverage", coverage);
  requireWhole("draw a band", "count", count, 1);
  requireWhole("draw a band", "places of a curve", curves.length / count, 0);
  const length = curves.length / count;
  const middle = new Float64Array(length);
  const low = new Float64Array(length);
  const high = new Float64Array(length);
  const distances = new Float64Array(count);
  const column = new Float64Array(count);
  for (let place = 0; place < length; place++) {
    for (let i = 0; i < count; i++) column[i] = curves[i * length + place];
    column.sort();
    const median = (column[(count - 1) >> 1] + column[count >> 1]) / 2;
    const [down, up] = scatterAround(column, median);
    middle[place] = median;
    low[place] = down;
    high[place] = up;
    for (let i = 0; i < count; i++) {
      const gap = curves[i * length + place] - median;
      // no gap and no scatter is no distance
      if (gap !== 0) distances[i] = Math.max(distances[i], gap < 0 ? -gap / down : gap / up);
    }
  }
  const aside = Math.floor((1 - coverage) * count + 1e-9);
  const reach = distances.sort()[count - 1 - aside];
  for (let place = 0; place < length; place++) {
    low[place] = middle[place] - reach * low[place];
    high[place] = middle[place] + reach * high[place];
  }
  return { low, middle, high };
}

/** Whether a curve runs inside a band at every place, but for rounding (1e-9 of the band's largest level). */
export function isInsideBand(band: CurveBand, curve: ArrayLike<number>): boolean {
  let level = 0;
  for (let i = 0; i < band.low.length; i++) {
    level = Math.max(level, Math.abs(band.low[i]), Math.abs(band.high[i]));
  }
  for (let i = 0; i < band.low.length; i++) {
    if (!(curve[i] >= band.low[i] - 1e-9 * level && curve[i] <= band.high[i] + 1e-9 * level)) return false;
  }
  return true;
}

/** Root mean squares of the gaps below and above the median. */
function scatterAround(column: Float64Array, median: number): readonly [down: number, up: number] {
  let down = 0;
  let up = 0;
  for (const value of column) {
    const gap = value - median;
    if (gap < 0) down += gap * gap;
    else up += gap * gap;
  }
  return [Math.sqrt(down / column.length), Math.sqrt(up / column.length)];
}
