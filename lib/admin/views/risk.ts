import type { LatchView, PerformanceView, SummaryView } from "./standing.ts";

/** One limit and how much of it is used. */
export interface GaugeView {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: "%" | "R" | "count" | "x";
}

export interface RiskView {
  readonly state: SummaryView["state"];
  readonly latches: readonly LatchView[];
  readonly gauges: readonly GaugeView[];
}

export interface SystemView {
  readonly id: string;
  readonly name: string;
  readonly isPaused: boolean;
  readonly symbols: readonly {
    readonly symbol: string;
    readonly isPaused: boolean;
    readonly regime: string;
  }[];
  readonly openPositions: number;
  readonly performance: PerformanceView;
}
