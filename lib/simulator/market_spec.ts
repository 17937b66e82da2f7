/** What market to invent. Plain data. */
export interface MarketModelSpec {
  /** Any text; the same one gives the same market. */
  readonly seed: string;
  /** How many of the simulated instruments, 1 to 200, in their order. */
  readonly symbols: number;
  /** Open of the first bar, Unix ms >= 0, on a multiple of the timeframe. */
  readonly startMs: number;
  /** Length of a bar, ms; divides a day. */
  readonly timeframeMs: number;
}
