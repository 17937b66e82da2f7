import type { CandleColumns } from "./columns.ts";

/** How close two volumes must be. Sums of floats differ in the last digits. */
export interface CompareOptions {
  /** Allowed difference of volumes, relative to the larger. @default {1e-6} */
  readonly volumeTolerance?: number;
}

/** One figure in which two series differ at the same time. */
export interface CandleDifference {
  readonly openMs: number;
  readonly field: "open" | "high" | "low" | "close" | "volume";
  readonly left: number;
  readonly right: number;
}

/** How many bars two series have in common, and where these differ. */
export interface CandleComparison {
  readonly compared: number;
  readonly differences: readonly CandleDifference[];
}

const PRICES = ["open", "high", "low", "close"] as const;

/**
 * Compares the bars two series have at the same openMs (both in order of time): prices exactly, volumes within a relative
 * tolerance. Bars of one side alone are not compared. Shows, for one, a last row written before its bar had closed.
 */
export function compareCandles(
  left: CandleColumns,
  right: CandleColumns,
  { volumeTolerance = 1e-6 }: CompareOptions = {},
): CandleComparison {
  const differences: CandleDifference[] = [];
  let compared = 0, i = 0, j = 0;
  while (i < left.length && j < right.length) {
    const openMs = left.openMs[i];
    if (openMs < right.openMs[j]) i++;
    else if (openMs > right.openMs[j]) j++;
    else {
      compared++;
      for (const field of PRICES) {
        const a = left[field][i], b = right[field][j];
        if (a !== b) differences.push({ openMs, field, left: a, right: b });
      }
      const a = left.volume[i++], b = right.volume[j++];
      if (Math.abs(a - b) > volumeTolerance * Math.max(a, b)) {
        differences.push({ openMs, field: "volume", left: a, right: b });
      }
    }
  }
  return { compared, differences };
}
