import type { AverageStart } from "./signals.ts";

/** What a contender leaves to itself: how the orders of the rules are filled by its market. */
export interface Conventions {
  /** Price of an entry: the open after the signal's bar, or the close of that bar. */
  readonly entry: "next_open" | "signal_close";
  /** What stop and target are measured from; at the signal's close they are there on the series' own ticks, as orders are. */
  readonly levels: "entry" | "signal_close";
  readonly averages: AverageStart;
  /** Whether a cross at the close of the bar that ended a position is traded. */
  readonly reentry: boolean;
  /** Whether a cross against a position that ends in the very next bar is traded after all, at that bar's open. */
  readonly lateReversal: boolean;
  /** What a bar that touches stop and target met first: the stop; its high; or its low where it rose, its high where it fell. */
  readonly both: "stop" | "high" | "colour";
  /** A stop whose bar opens beyond it fills at the open; or so only where the whole bar is beyond it, else at its price. */
  readonly stopGap: "open" | "whole_bar";
  /** A target whose bar opens beyond it fills at the open, at its own price, or at the bar's price nearest to that. */
  readonly targetGap: "open" | "own_price" | "nearest";
}

/** Those of the rules themselves. */
export const RULE_CONVENTIONS: Conventions = {
  entry: "next_open",
  levels: "entry",
  averages: "mean_first",
  reentry: true,
  lateReversal: false,
  both: "stop",
  stopGap: "open",
  targetGap: "open",
};
