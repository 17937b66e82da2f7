import { Checks, type Instrument } from "../domain/mod.ts";
import { type PivotKind, type PivotRing, Pivots, type PivotsState } from "../indicators/mod.ts";
import type { AnyConfig, AnyState, Strategy } from "./contract.ts";
import { propose } from "./propose.ts";
import { Signal } from "./signal.ts";
import type { StrategyView } from "./view.ts";

/** For tests: an instrument with a tick of 0.5, so that prices on the grid and their mirrors are exact doubles. */
export const HALF_TICK: Instrument = {
  symbol: "TEST/USDT:USDT",
  nativeId: "TESTUSDT",
  settle: "USDT",
  tickMantissa: 5,
  tickPow10: 10,
  stepMantissa: 1,
  stepPow10: 1000,
  tickStepValue: 50_000n,
  minSteps: 1,
  maxSteps: null,
  minNotional: null,
  makerRateE8: 20_000n,
  takerRateE8: 50_000n,
  fundingIntervalMs: 28_800_000,
  tiers: [],
};

/** For tests: pivots (k = 2) of flat bars with one swing of the given age (>= 2) at most; price NaN = none. */
export function onePivot(kind: PivotKind, price: number, ageBars: number): PivotsState {
  const state = Pivots.create(2);
  const usual = Number.isNaN(price) ? 100 : kind === "high" ? price - 1 : price + 1;
  for (let age = 70; age >= 0; age--) {
    const tip = age === ageBars && !Number.isNaN(price) ? price : usual;
    if (kind === "high") Pivots.update(state, tip, usual - 10);
    else Pivots.update(state, usual + 10, tip);
  }
  return state;
}

/** For tests: the view with every price p turned into centre - p, which turns longs into shorts. */
export function mirrorView(view: StrategyView, centre: number): StrategyView {
  const { entry, setup, trend } = view;
  const flip = (price: number) => centre - price;
  const bar = (from: typeof entry | typeof setup) => ({
    open: flip(from.open),
    high: flip(from.low),
    low: flip(from.high),
    close: flip(from.close),
    rsi: 100 - from.rsi,
    bbMid: flip(from.bbMid),
    bbUpper: flip(from.bbLower),
    bbLower: flip(from.bbUpper),
    pivots: mirrorPivots(from.pivots, flip),
  });
  return {
    ...view,
    entry: { ...entry, ...bar(entry), prevOpen: flip(entry.prevOpen), prevClose: flip(entry.prevClose) },
    setup: {
      ...setup,
      ...bar(setup),
      ema20: flip(setup.ema20),
      ema50: flip(setup.ema50),
      rangeHigh: flip(setup.rangeLow),
      rangeLow: flip(setup.rangeHigh),
    },
    trend: { close: flip(trend.close), ema20: flip(trend.ema20), ema50: flip(trend.ema50) },
  };
}

function mirrorPivots(pivots: PivotsState, flip: (price: number) => number): PivotsState {
  const ring = (from: PivotRing): PivotRing => ({ ...from, prices: from.prices.map(flip) });
  return {
    ...pivots,
    highs: pivots.lows.map(flip),
    lows: pivots.highs.map(flip),
    high: ring(pivots.low),
    low: ring(pivots.high),
  };
}

/** For tests: the signal of the mirrored view, put together by hand from that of the view. */
export function mirrorSignal(signal: Signal, centreTicks: number): Signal {
  if (signal.side === 0) return Signal.create();
  const out: Signal = {
    ...signal,
    side: signal.side === 1 ? -1 : 1,
    anchorTicks: centreTicks - signal.anchorTicks,
    stopTicks: centreTicks - signal.stopTicks,
    targetTicks: new Float64Array(2),
  };
  for (let i = 0; i < signal.targetCount; i++) out.targetTicks[i] = centreTicks - signal.targetTicks[i];
  return out;
}

/** For tests: what a strategy proposes on a view, and the first check that failed (empty when none did). */
export function judge<C extends AnyConfig, S extends AnyState>(
  strategy: Strategy<C, S>,
  config: C,
  view: StrategyView,
  state: S = strategy.createState(),
): { signal: Signal; failed: string; checks: Checks } {
  const signal = Signal.create(), checks = Checks.create();
  propose(strategy, config, state, view, signal, checks);
  return { signal, failed: Checks.firstFailed(checks), checks };
}
