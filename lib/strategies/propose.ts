import { Checks } from "../domain/mod.ts";
import type { AnyConfig, AnyState, Strategy } from "./contract.ts";
import { Signal } from "./signal.ts";
import { anchorTicks } from "./ticks.ts";
import type { StrategyView } from "./view.ts";

/**
 * Asks a strategy about the bar that has just closed, after its observe: true with `signal` complete, or false with `signal`
 * cleared and the reason among `checks`, which it appends to. Prices are compared as whole ticks from the anchor, so that
 * what is checked is what will be ordered.
 */
export function propose<C extends AnyConfig, S extends AnyState>(
  strategy: Strategy<C, S>,
  config: C,
  state: S,
  view: StrategyView,
  signal: Signal,
  checks: Checks,
): boolean {
  if (signal.side !== 0) Signal.clear(signal);
  const isComplete = strategy.generateSignal(config, state, view, signal, checks) &&
    price(strategy, config, state, view, signal, checks);
  if (!isComplete) {
    if (signal.side !== 0) Signal.clear(signal);
    return false;
  }
  signal.leverage = strategy.requiredLeverage(config, view, signal);
  signal.score = Math.min(1, Math.max(0, view.confidence));
  return true;
}

/** Anchor, stop, targets and what they are worth; false at the first that is missing or on the wrong side. */
function price<C extends AnyConfig, S extends AnyState>(
  strategy: Strategy<C, S>,
  config: C,
  state: S,
  view: StrategyView,
  signal: Signal,
  checks: Checks,
): boolean {
  const { side } = signal, names = strategy.priceChecks;
  if (side === 0) throw new Error(`Cannot price a signal of ${strategy.name} as it has no side`);
  const anchor = signal.anchorTicks = anchorTicks(view.instrument, view.entry.close, side);

  if (!strategy.calculateStop(config, state, view, signal, checks)) return false;
  const stop = signal.stopTicks;
  const risk = (anchor - stop) * side;
  if (!Checks.add(checks, names.stop, stop, anchor, risk > 0 && stop > 0)) return false;

  if (!strategy.calculateTarget(config, state, view, signal, checks)) return false;
  for (let i = 0; i < signal.targetCount; i++) {
    const target = signal.targetTicks[i];
    const isBeyond = (target - anchor) * side > 0 && target > 0;
    if (!Checks.add(checks, names.target, target, anchor, isBeyond)) return false;
  }
  signal.rewardRisk = (signal.targetTicks[0] - anchor) * side / risk;
  const { reward_risk_min } = config;
  return Checks.add(
    checks,
    names.rewardRisk,
    signal.rewardRisk,
    reward_risk_min,
    signal.rewardRisk >= reward_risk_min,
  );
}
