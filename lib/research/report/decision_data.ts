import type { Verdict } from "../../trader/mod.ts";

/** A gate at which decisions ended. */
export interface FunnelStep {
  /** Name of the first check that failed, or of the rule that denied. */
  readonly reason: string;
  readonly stopped: number;
  /** Decisions that went on behind it. */
  readonly left: number;
}

/** What became of the bars of one regime. */
export interface RegimeFunnel {
  readonly regime: string;
  readonly bars: number;
  /** Bars on which the symbol had a position already. */
  readonly holding: number;
  /** Gates of the strategy, in the order they are looked at; what is left behind the last one are intents. */
  readonly gates: readonly FunnelStep[];
  readonly intents: number;
  /** Rules of risk that denied intents. */
  readonly denials: readonly FunnelStep[];
  readonly approved: number;
}

/** Decisions, one for each closed bar of each warmed-up symbol. */
export interface DecisionFigures {
  readonly decisions: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** In order of bars, most first. */
  readonly funnels: readonly RegimeFunnel[];
}
