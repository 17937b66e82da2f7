import { type Intent, intentId, type Side, type Target } from "../domain/mod.ts";

/** Targets a signal may have. */
export const MAX_TARGETS = 2;

/** What a strategy wishes on one bar; written in place and reused from bar to bar. */
export interface Signal {
  /** 0 = no entry; then nothing else in it means anything. */
  side: Side | 0;
  /** The rule that fired, part of the intent's id. */
  rule: string;
  /** The signal bar's close, rounded to the tick against us. */
  anchorTicks: number;
  stopTicks: number;
  /** 1 or 2. */
  targetCount: number;
  /** Nearest first. */
  readonly targetTicks: Float64Array;
  /** Shares of the position in percent, which sum to 100. */
  readonly targetSharePct: Float64Array;
  /** Distance to the first target / distance to the stop, both from the anchor. */
  rewardRisk: number;
  /** Least leverage the strategy needs. */
  leverage: number;
  /** Rank within a bar's set, 0..1. */
  score: number;
}

/** Whose signal it is and when. */
export interface SignalOrigin {
  readonly system: string;
  readonly symbol: string;
  readonly regime: string;
  readonly barCloseMs: number;
}

/** Companion of Signal. */
export const Signal = {
  create: (): Signal => ({
    side: 0,
    rule: "",
    anchorTicks: 0,
    stopTicks: 0,
    targetCount: 0,
    targetTicks: new Float64Array(MAX_TARGETS),
    targetSharePct: new Float64Array(MAX_TARGETS),
    rewardRisk: 0,
    leverage: 0,
    score: 0,
  }),

  /** Back to no entry. */
  clear(signal: Signal): void {
    signal.side = 0;
    signal.rule = "";
    signal.anchorTicks = 0;
    signal.stopTicks = 0;
    signal.targetCount = 0;
    signal.targetTicks.fill(0);
    signal.targetSharePct.fill(0);
    signal.rewardRisk = 0;
    signal.leverage = 0;
    signal.score = 0;
  },

  /** Appends a target; throws RangeError beyond MAX_TARGETS. */
  addTarget(signal: Signal, ticks: number, sharePct: number): void {
    const i = signal.targetCount;
    if (i >= MAX_TARGETS) throw new RangeError(`Cannot add a target: ${MAX_TARGETS} are the most`);
    signal.targetTicks[i] = ticks;
    signal.targetSharePct[i] = sharePct;
    signal.targetCount = i + 1;
  },

  /** The signal as an intent; throws Error when there is no entry in it. */
  toIntent(signal: Signal, origin: SignalOrigin): Intent {
    const { side, rule } = signal;
    if (side === 0) throw new Error("Cannot make an intent of a signal without a side");
    const targets: Target[] = [];
    for (let i = 0; i < signal.targetCount; i++) {
      targets.push({ ticks: signal.targetTicks[i], sharePct: signal.targetSharePct[i] });
    }
    return {
      id: intentId(origin.system, origin.symbol, origin.barCloseMs, rule, side),
      ...origin,
      side,
      rule,
      anchorTicks: signal.anchorTicks,
      stopTicks: signal.stopTicks,
      targets,
      leverage: signal.leverage,
      score: signal.score,
    };
  },
} as const;
