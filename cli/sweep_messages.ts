import type { Point, TrialMarket } from "../lib/research/mod.ts";
import type { SystemConfig } from "../lib/trader/mod.ts";

/** What a thread of a sweep is given first. */
export interface TrialSetting {
  /** Its typed arrays in shared memory. */
  readonly market: TrialMarket;
  readonly system: SystemConfig;
}

/** A point to try. */
export interface TrialTask {
  readonly index: number;
  readonly point: Point;
  /** Whether the returns of its days are wanted too. */
  readonly keepsDays: boolean;
}

/** To a thread of a sweep. */
export type ToSweepWorker =
  | { readonly kind: "Begin"; readonly setting: TrialSetting }
  | { readonly kind: "TryPoints"; readonly id: number; readonly tasks: readonly TrialTask[] };

/** What became of a point. */
export interface TrialTried {
  readonly index: number;
  /** In the order of TRIAL_FIGURES; null where the system refuses the point. */
  readonly figures: Float64Array | null;
  readonly fault: string;
  /** Null where they were not wanted. */
  readonly returns: Float64Array | null;
}

/** From a thread of a sweep; `error` is the stack of what should not have been thrown. */
export type FromSweepWorker =
  | { readonly kind: "PointsTried"; readonly id: number; readonly tried: readonly TrialTried[] }
  | { readonly kind: "TrialThrew"; readonly id: number; readonly task: TrialTask; readonly error: string };
