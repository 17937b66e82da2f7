/** What a store keeps. */
export interface RetentionPolicy {
  /**
   * Journal, messages, events, decisions and regimes go, and the equity curve is thinned, so many hours of wall time after
   * they were written; 0: nothing ever goes. What is needed to restore an actor stays however old it is, as do orders,
   * fills, trades, round trips, cash flows, funding, the daily ledger, configurations, system events, errors, decisions
   * that traded, and the newest regime of each symbol.
   */
  readonly keepHours: number;
}

/** How long one call may take. */
export interface PruneBudget {
  /** No slice begins later, ms; one takes 10 ms at best, more where the disk is slow. */
  readonly maxMs: number;
}

/** What one call deleted. */
export interface PruneReport {
  readonly inputs: number;
  readonly messages: number;
  readonly events: number;
  readonly decisions: number;
  readonly regimes: number;
  readonly equityPoints: number;
  /** Nothing more is old enough; false: call again. */
  readonly isDone: boolean;
  /** Transactions, and how long the longest held up commits, ms. */
  readonly slices: number;
  readonly longestMs: number;
}

/** Throws RangeError unless both are sound. */
export function checkRetention({ keepHours }: RetentionPolicy, { maxMs }: PruneBudget): void {
  refuseNegative("keepHours", keepHours);
  refuseNegative("maxMs", maxMs);
}

function refuseNegative(name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new RangeError(`Cannot prune as ${name} must be 0 or more: current value is ${value}`);
}
