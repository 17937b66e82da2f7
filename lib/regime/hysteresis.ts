import { REGIME, type Regime } from "./regime.ts";
import type { RegimeConfig } from "./schema.ts";

/** The adopted regime of one symbol and what speaks against it. Plain data, changed in place by adopt. */
export interface RegimeState {
  /** The adopted regime. */
  current: Regime;
  /** Confidence of the last bar that confirmed `current`; 0 for NO_TRADE. */
  confidence: number;
  /** What the classifier said on the last bar. */
  raw: Regime;
  rawConfidence: number;
  /** The regime being confirmed; equal to `current` when nothing is. */
  candidate: Regime;
  /** Bars in a row that said `candidate`; 0 when it is `current`. */
  confirmations: number;
  /** Bars in a row that said anything but `current`; never fewer than `confirmations`. */
  contraryBars: number;
  /** Bars seen. */
  bars: number;
  /** Number of the bar, counted from 1, that adopted `current`; 0 for the regime it began with. */
  sinceBar: number;
}

/** Companion of RegimeState. */
export const RegimeState = {
  /** Begins in NO_TRADE. */
  create: (): RegimeState => ({
    current: REGIME.NO_TRADE,
    confidence: 0,
    raw: REGIME.NO_TRADE,
    rawConfidence: 0,
    candidate: REGIME.NO_TRADE,
    confirmations: 0,
    contraryBars: 0,
    bars: 0,
    sinceBar: 0,
  }),

  /** Whether the regime's strategy may enter: not in NO_TRADE, nor from the first contrary bar on. */
  entriesAllowed: (state: RegimeState): boolean =>
    state.current !== REGIME.NO_TRADE && state.contraryBars === 0,
} as const;

/** What the hysteresis reads of the classifier's configuration. */
export type HysteresisConfig = Pick<RegimeConfig, "confirmations" | "override_confidence">;

/**
 * Takes the classifier's word on one closed setup bar; true when the adopted regime changed. A bar that says `current` ends
 * all confirmations. Another regime is adopted after `confirmations` bars in a row that say it, or at once when its
 * confidence exceeds override_confidence; NO_TRADE is never adopted at once.
 */
export function adopt(
  config: HysteresisConfig,
  state: RegimeState,
  raw: Regime,
  confidence: number,
): boolean {
  state.bars += 1;
  state.raw = raw;
  state.rawConfidence = confidence;
  if (raw === state.current) {
    settle(state, raw, confidence);
    return false;
  }
  state.contraryBars += 1;
  state.confirmations = raw === state.candidate ? state.confirmations + 1 : 1;
  state.candidate = raw;
  const isOverride = raw !== REGIME.NO_TRADE && confidence > config.override_confidence;
  if (!isOverride && state.confirmations < config.confirmations) return false;
  settle(state, raw, confidence);
  state.sinceBar = state.bars;
  return true;
}

function settle(state: RegimeState, regime: Regime, confidence: number): void {
  state.current = regime;
  state.confidence = confidence;
  state.candidate = regime;
  state.confirmations = 0;
  state.contraryBars = 0;
}
