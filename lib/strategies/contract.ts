import type { Checks } from "../domain/mod.ts";
import type { FeatureSpec } from "../market/mod.ts";
import type { StrategiesConfig, StrategyName } from "./schema.ts";
import type { Signal } from "./signal.ts";
import type { StrategyView } from "./view.ts";
import type { EmaCrossState } from "./ema_cross_state.ts";
import type { ExcursionState } from "./excursion.ts";

/** State of a strategy that remembers nothing. */
export type NoState = Record<string, never>;

/** Any strategy's configuration and state. */
export type AnyConfig = NonNullable<StrategiesConfig[StrategyName]>;
export type AnyState = NoState | ExcursionState | EmaCrossState;

/** Names under which a strategy's price checks are noted. */
export interface PriceCheckNames {
  /** The stop is a price on the losing side of the anchor; value and limit in ticks. */
  readonly stop: string;
  /** A target is a price on the winning side of the anchor; value and limit in ticks. */
  readonly target: string;
  readonly rewardRisk: string;
}

/**
 * A strategy: a pure object that sees a view and its own state, and knows nothing of the portfolio. `propose` calls the
 * parts in the order below and stops at the first that has no answer.
 *
 * Every rule is noted in `checks`. Rules that can be judged on their own are all noted, also after one has failed; a rule
 * that needs what failed (a direction, a swing, a stop) is not noted at all. Nothing here allocates.
 */
export interface Strategy<C extends AnyConfig = AnyConfig, S extends AnyState = AnyState> {
  readonly name: StrategyName;
  readonly priceChecks: PriceCheckNames;

  /** A fresh state: plain data that can be snapshotted between any two bars. */
  createState(): S;

  /** What it reads of the entry bars where it trades alone; absent where it cannot. */
  features?(config: C): readonly FeatureSpec[];
  /** Takes note of a closed entry bar, in whatever regime; changes only `state`. Comes before generateSignal. */
  observe(config: C, state: S, view: StrategyView): void;

  /** Whether to enter on this bar; if so, sets the signal's side and rule. */
  generateSignal(config: C, state: S, view: StrategyView, signal: Signal, checks: Checks): boolean;

  /** Sets the signal's stop, rounded away from the entry; false when there is no level for it. The anchor is set. */
  calculateStop(config: C, state: S, view: StrategyView, signal: Signal, checks: Checks): boolean;

  /** Adds one or two targets, rounded toward the entry, nearest first; false when there is none. */
  calculateTarget(config: C, state: S, view: StrategyView, signal: Signal, checks: Checks): boolean;

  /** The least leverage that fits, >= 1; risk may only cap it. The signal is otherwise complete. */
  requiredLeverage(config: C, view: StrategyView, signal: Signal): number;
}
