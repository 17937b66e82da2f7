import type { ResultHash } from "../../backtest/mod.ts";
import type { Instrument } from "../../domain/mod.ts";
import type { TraderEvent } from "../../trader/mod.ts";

/** Closing prices of a symbol: a bar opens at `openMs` and closes one bar later. Ascending, both of one length. */
export interface PriceSeries {
  readonly symbol: string;
  readonly openMs: Float64Array;
  readonly close: Float64Array;
}

/** What a report is made of: a run and what was recorded of it. */
export interface ReportInput {
  /** For a person to recognise the run by. */
  readonly title: string;
  /** Id of the system that traded. */
  readonly system: string;
  readonly symbols: readonly string[];
  /** In run order, those of `symbols`. */
  readonly instruments: readonly Instrument[];
  /** Open of the first bar, before toMs. */
  readonly fromMs: number;
  /** Close of the last bar. */
  readonly toMs: number;
  readonly barMs: number;
  /** The account at fromMs, in whole units of the settle currency, above 0. */
  readonly walletBalance: number;
  /** What a list recorder or a tally recorder kept, in its order. */
  readonly events: readonly TraderEvent[];
  /** What the run is held against (buy and hold, correlation, beta): bars of barMs, those before fromMs may be there. */
  readonly market: PriceSeries | null;
  /** Wallet and open profit at toMs where that is known; otherwise the last that was recorded. */
  readonly finalEquity?: number;
  /** Draws each symbol's price with its trades. */
  readonly closes?: readonly PriceSeries[];
  /** What was found or assumed (files, assumed funding, ...), for the person to read. */
  readonly remarks: readonly string[];
  /** Null where the recorder did not keep everything. */
  readonly result: ResultHash | null;
}
