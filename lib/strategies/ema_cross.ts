import { Checks, type Side } from "../domain/mod.ts";
import type { Strategy } from "./contract.ts";
import { EmaCrossState } from "./ema_cross_state.ts";
import type { EmaCrossConfig } from "./schema.ts";
import { Signal } from "./signal.ts";
import { stopTicks, targetTicks } from "./ticks.ts";

/**
 * Crossing averages. Long (shorts mirrored): the fast EMA closes above the slow one and did not at the close before, both
 * known at both closes. Stop and target lie multiples of the ATR from the close. It reads one timeframe and no regime.
 */
export const emaCross: Strategy<EmaCrossConfig, EmaCrossState> = {
  name: "ema_cross",
  priceChecks: { stop: "cross.stop", target: "cross.target_beyond", rewardRisk: "cross.reward_risk" },

  createState: EmaCrossState.create,

  features: ({ fast, slow, atr_bars }) => [
    { name: "emaFast", kind: "ema", of: "close", period: fast },
    { name: "emaSlow", kind: "ema", of: "close", period: slow },
    { name: "atr", kind: "atr", period: atr_bars },
  ],

  observe: (_config, state, { entry }) => EmaCrossState.observe(state, entry.emaFast, entry.emaSlow),

  generateSignal(_config, { crossed }, _view, signal, checks) {
    if (!Checks.add(checks, "cross.crossed", crossed, NaN, crossed !== 0)) return false;
    signal.side = crossed;
    signal.rule = "ema_cross";
    return true;
  },

  calculateStop(config, _state, { instrument, entry }, signal) {
    const side = signal.side as Side;
    signal.stopTicks = stopTicks(instrument, entry.close - side * config.stop_atr * entry.atr, side);
    return true;
  },

  calculateTarget(config, _state, { instrument, entry }, signal) {
    const side = signal.side as Side;
    Signal.addTarget(
      signal,
      targetTicks(instrument, entry.close + side * config.target_atr * entry.atr, side),
      100,
    );
    return true;
  },

  requiredLeverage: () => 1,
};
