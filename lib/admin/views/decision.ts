import type { IsoTime, Json } from "./wire.ts";

export interface CheckView {
  readonly name: string;
  readonly passed: boolean;
  /** What was measured, and against what. */
  readonly text: string;
}

/** A decision as a line of a list. */
export interface DecisionLineView {
  readonly id: string;
  readonly at: IsoTime;
  readonly symbol: string;
  readonly regime: string;
  readonly strategy: string;
  readonly verdict: string;
  readonly reason: string;
}

/** The whole "why / why not" of a bar. */
export interface DecisionView extends DecisionLineView {
  readonly system: string;
  readonly confidence: number;
  readonly rawRegime: string;
  readonly contraryBars: number;
  readonly historyFrom: IsoTime;
  readonly historySource: string;
  readonly features: Readonly<Record<string, number | null>>;
  /** Where operators keep entries off: each latch that holds, and its cause. */
  readonly causes: readonly string[];
  readonly checks: readonly CheckView[];
  readonly riskChecks: readonly CheckView[];
  readonly intent: Json;
  readonly sizing: Json;
}
