import { Rng, type RngState } from "../../../core/mod.ts";
import { normalCdf, normalDensity } from "../normal.ts";
import { normalQuantile } from "../normal_quantile.ts";

/**
 * A density on 0..1: the mean of one normal bell around each centre, cut off at 0 and 1, and of one flat part that keeps
 * every place possible. Centres ascend.
 */
export interface Parzen {
  readonly centres: readonly number[];
  readonly widths: readonly number[];
}

/** Companion of Parzen. */
export const Parzen = {
  /**
   * From shares in 0..1. A bell is as wide as the gap to its farther neighbour (0 and 1 are neighbours too), but not
   * below 1 / min(100, n + 1): Bergstra et al. 2011.
   */
  of(shares: readonly number[]): Parzen {
    const centres = [...shares].sort((a, b) => a - b);
    const least = 1 / Math.min(100, centres.length + 1);
    const widths = centres.map((centre, i) => {
      const gap = Math.max(centre - (centres[i - 1] ?? 0), (centres[i + 1] ?? 1) - centre);
      return Math.min(Math.max(gap, least), 1);
    });
    return { centres, widths };
  },

  /** Density at a share of 0..1; above 0 everywhere. */
  density({ centres, widths }: Parzen, share: number): number {
    let sum = 1;
    for (let i = 0; i < centres.length; i++) {
      const [from, to] = ends(centres[i], widths[i]);
      sum += normalDensity((share - centres[i]) / widths[i]) / (widths[i] * (to - from));
    }
    return sum / (centres.length + 1);
  },

  /** A draw from it, 0..1, 1 excluded. */
  draw({ centres, widths }: Parzen, rng: RngState): number {
    const part = Rng.below(rng, centres.length + 1);
    const uniform = Rng.uniform(rng);
    if (part === centres.length) return uniform;
    const [from, to] = ends(centres[part], widths[part]);
    const share = centres[part] + widths[part] * normalQuantile(from + uniform * (to - from));
    return Math.min(Math.max(share, 0), 1 - 2 ** -32);
  },
} as const;

/** Probabilities below 0 and below 1 of a bell that is not cut off. */
function ends(centre: number, width: number): readonly [number, number] {
  return [normalCdf(-centre / width), normalCdf((1 - centre) / width)];
}
