import { Rng } from "../../core/mod.ts";
import { requireFraction, requireWhole } from "./guard.ts";
import { quantileOfSorted, sortedValues } from "./moments.ts";
import { drawBlocks } from "./resample.ts";
import type { Series } from "./series.ts";

/** Low and high end of a range, and a figure in its middle. */
export interface Interval {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** The middle `coverage` (0..1) of values and their median; NaN values are left out. */
export function intervalOf(values: Series, coverage: number): Interval {
  requireFraction("take an interval", "coverage", coverage);
  const sorted = sortedValues(values);
  const tail = (1 - coverage) / 2;
  return {
    low: quantileOfSorted(sorted, tail),
    middle: quantileOfSorted(sorted, 0.5),
    high: quantileOfSorted(sorted, 1 - tail),
  };
}

/** How a figure is resampled. */
export interface BootstrapOptions {
  /** Share of the resampled figures inside the interval, 0..1. */
  readonly coverage: number;
  /** Resamples, at least 1; 1,000 or more for an interval of 90 %. */
  readonly samples: number;
  readonly seed: string;
  /** Mean length of the blocks drawn: 1 where returns are independent, more where they cluster. @default {1} */
  readonly meanBlock?: number;
}

/**
 * Interval of a figure by the percentile bootstrap (Efron 1979): `figure` of resamples of `values`, drawn one by one or in
 * stationary blocks. `middle` is the figure of the values themselves. The series passed to `figure` is one buffer that is
 * filled anew for each resample. Coverage is as stated for means of some dozens of values or more, and lower for few.
 */
export function bootstrapInterval(
  values: Series,
  figure: (values: Float64Array) => number,
  options: BootstrapOptions,
): Interval {
  requireWhole("bootstrap", "number of values", values.length, 1);
  requireWhole("bootstrap", "samples", options.samples, 1);
  const rng = Rng.create(options.seed);
  const places = new Int32Array(values.length);
  const resample = new Float64Array(values.length);
  const figures = new Float64Array(options.samples);
  for (let i = 0; i < figures.length; i++) {
    drawBlocks(places, values.length, { meanBlock: options.meanBlock ?? 1, rng });
    for (let j = 0; j < places.length; j++) resample[j] = values[places[j]];
    figures[i] = figure(resample);
  }
  const { low, high } = intervalOf(figures, options.coverage);
  return { low, middle: figure(Float64Array.from(values)), high };
}
