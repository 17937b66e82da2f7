export interface CandleView {
  /** Unix seconds of the open, as charts take it. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** A span of bars in one regime, for shading; Unix seconds. */
export interface RegimeSpanView {
  readonly from: number;
  readonly to: number;
  readonly regime: string;
}

/** Something to draw at a bar; Unix seconds of the instant. */
export interface MarkView {
  readonly time: number;
  readonly kind: "entry" | "exit" | "stop" | "target" | "liquidation";
  readonly side: "buy" | "sell";
  readonly price: number;
  readonly text: string;
}

/** Where a stop stood from one time to another; Unix seconds. */
export interface StopSpanView {
  readonly from: number;
  readonly to: number;
  readonly price: number;
}

/** All a price chart shows of one symbol. */
export interface ChartView {
  readonly symbol: string;
  readonly timeframe: string;
  /** Decimals of a price. */
  readonly precision: number;
  readonly candles: readonly CandleView[];
  readonly marks: readonly MarkView[];
  readonly stops: readonly StopSpanView[];
  readonly regimes: readonly RegimeSpanView[];
}
