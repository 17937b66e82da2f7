import type { AnyState, Strategy } from "./contract.ts";
import { emaCross } from "./ema_cross.ts";
import { rangeReversion } from "./range_reversion.ts";
import type { StrategiesConfig, StrategyName } from "./schema.ts";
import { squeezeBreakout } from "./squeeze_breakout.ts";
import { trendPullback } from "./trend_pullback.ts";
import type { StrategyView } from "./view.ts";

/** All strategies, by name. */
export const STRATEGIES: Readonly<Record<StrategyName, Strategy>> = {
  trend_pullback: trendPullback,
  range_reversion: rangeReversion,
  squeeze_breakout: squeezeBreakout,
  ema_cross: emaCross,
};

/** Their names, in a fixed order. */
export const STRATEGY_NAMES = Object.keys(STRATEGIES) as readonly StrategyName[];

/** What the configured strategies remember of one symbol; plain data. */
export type StrategyStates = Partial<Record<StrategyName, AnyState>>;

/** Fresh states for one symbol. */
export function createStates(config: StrategiesConfig): StrategyStates {
  const states: StrategyStates = {};
  for (const name of STRATEGY_NAMES) {
    if (config[name] !== undefined) states[name] = STRATEGIES[name].createState();
  }
  return states;
}

/**
 * Shows a closed entry bar to every enabled strategy, in every regime, before any of them is asked: what one remembers
 * must not depend on when the regime called for it.
 */
export function observeAll(config: StrategiesConfig, states: StrategyStates, view: StrategyView): void {
  for (let i = 0; i < STRATEGY_NAMES.length; i++) {
    const name = STRATEGY_NAMES[i];
    const own = config[name], state = states[name];
    if (own?.enabled && state !== undefined) STRATEGIES[name].observe(own, state, view);
  }
}
