import type { Side } from "../../domain/mod.ts";
import { Aggregator, FeatureFrame } from "../../market/mod.ts";
import { RegimeFeatures, RegimeState } from "../../regime/mod.ts";
import { createStates, type StrategyStates } from "../../strategies/mod.ts";
import { LiveConfig } from "../live_config.ts";
import { entryFrame, setupFrame, type SymbolSpec, trendFrame } from "./spec.ts";

/** A symbol's own view of its open campaign, for exit policies. */
export interface SymbolTrade {
  readonly intentId: string;
  readonly side: Side;
  readonly regimeAtEntry: string;
  readonly initialStopTicks: number;
  stopTicks: number;
  qtySteps: number;
  /** Sums of the entry's fills, for the average price. */
  entrySteps: number;
  entryTickSteps: number;
  bestExtreme: number;
  bestClose: number;
  barsHeld: number;
}

/** State of one symbol's reducer: plain data, changed in place. */
export interface SymbolState {
  readonly entry: FeatureFrame;
  readonly setup: FeatureFrame;
  readonly trend: FeatureFrame;
  readonly setupBars: Aggregator;
  readonly trendBars: Aggregator;
  readonly regime: RegimeState;
  readonly features: RegimeFeatures;
  readonly strategies: StrategyStates;
  trade: SymbolTrade | null;
  /** Open of the first bar ever used; 0 before it. */
  historyFromMs: number;
  lastSetupClose: number;
  setupCloseMs: number;
  /** Whether a setup bar closed with the last entry bar. */
  setupClosedNow: boolean;
  /** Setup-bar returns not reported yet, oldest first. */
  unreportedReturns: number[];
  readonly config: LiveConfig;
}

/** A symbol that has seen nothing. */
export function createSymbolState(spec: SymbolSpec): SymbolState {
  return {
    entry: FeatureFrame.create(entryFrame(spec)),
    setup: FeatureFrame.create(setupFrame(spec)),
    trend: FeatureFrame.create(trendFrame(spec)),
    setupBars: Aggregator.create(spec.entryMs, spec.setupMs),
    trendBars: Aggregator.create(spec.entryMs, spec.trendMs),
    regime: RegimeState.create(),
    features: RegimeFeatures.create(),
    strategies: createStates(spec.strategies),
    trade: null,
    historyFromMs: 0,
    lastSetupClose: 0,
    setupCloseMs: 0,
    setupClosedNow: false,
    unreportedReturns: [],
    config: LiveConfig.create(),
  };
}

/** True when every timeframe that is read has its features. */
export function isWarm({ entry, setup, trend }: SymbolState): boolean {
  return entry.warm && (setup.warm || setup.minBars === 0) && (trend.warm || trend.minBars === 0);
}
