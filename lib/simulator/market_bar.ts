/** One bar of every symbol of an invented market; reused from bar to bar. Columns are by symbol index. */
export interface MarketBar {
  openMs: number;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Base units. */
  readonly volume: Float64Array;
  /** Rate settled at the close of this bar, a fraction of notional; NaN where none is. */
  readonly fundingRate: Float64Array;
}

/** Companion of MarketBar. */
export const MarketBar = {
  create: (symbols: number): MarketBar => ({
    openMs: 0,
    open: new Float64Array(symbols),
    high: new Float64Array(symbols),
    low: new Float64Array(symbols),
    close: new Float64Array(symbols),
    volume: new Float64Array(symbols),
    fundingRate: new Float64Array(symbols).fill(NaN),
  }),
} as const;
