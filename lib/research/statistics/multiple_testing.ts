import { requireFraction } from "./guard.ts";
import type { Series } from "./series.ts";

/** Which of many findings stand. */
export interface DiscoveryVerdict {
  /** Per p-value: whether it is a discovery at the wanted rate. */
  readonly discovered: readonly boolean[];
  /** Per p-value: the smallest false discovery rate at which it would be one, 0..1. */
  readonly adjusted: Float64Array;
}

/**
 * Benjamini & Hochberg (1995): of the tests declared discoveries a share of at most `rate` is false on average, if the
 * tests are independent or positively dependent. Throws RangeError for a p-value outside 0..1.
 */
export function falseDiscoveryControl(pValues: Series, rate: number): DiscoveryVerdict {
  requireFraction("control false discoveries", "rate", rate);
  const order = Array.from({ length: pValues.length }, (_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Float64Array(pValues.length);
  let least = 1;
  for (let rank = order.length; rank >= 1; rank--) {
    const at = order[rank - 1];
    if (!(pValues[at] >= 0 && pValues[at] <= 1)) {
      throw new RangeError(
        `Cannot control false discoveries as a p-value must lie in 0..1: p-value ${at} is ${pValues[at]}`,
      );
    }
    least = Math.min(least, pValues[at] * pValues.length / rank);
    adjusted[at] = least;
  }
  return { discovered: Array.from(adjusted, (value) => value <= rate), adjusted };
}
