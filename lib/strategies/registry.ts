import type { AnyConfig, AnyState, Strategy } from "./contract.ts";
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

/** An enabled strategy with its configuration and what it remembers of one symbol. */
export interface Watcher {
  readonly strategy: Strategy;
  readonly config: AnyConfig;
  readonly state: AnyState;
}

/** The enabled strategies, over states that stay whoever's they are. */
export function watchersOf(config: StrategiesConfig, states: StrategyStates): Watcher[] {
  return STRATEGY_NAMES.flatMap((name) => {
    const own = config[name], state = states[name];
    return own?.enabled && state !== undefined ? [{ strategy: STRATEGIES[name], config: own, state }] : [];
  });
}

/**
 * Shows a closed entry bar to every enabled strategy, in every regime, before any of them is asked: what one remembers
 * must not depend on when the regime called for it.
 */
export function observeAll(watchers: readonly Watcher[], view: StrategyView): void {
  for (let i = 0; i < watchers.length; i++) {
    const { strategy, config, state } = watchers[i];
    strategy.observe(config, state, view);
  }
}
