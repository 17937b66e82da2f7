import type { RngState } from "../core/mod.ts";
import type { MarketRegime } from "./market_regimes.ts";
import type { LogVolatility } from "./market_volatility.ts";

/** What all symbols have in common. Plain data, changed in place. */
export interface CommonState {
  readonly rng: RngState;
  readonly volatility: LogVolatility;
  regime: MarketRegime;
  /** Factor of this step's tails on everybody's volatility. */
  tail: number;
  /** The market's part of this step's returns, in units of volatility. */
  shock: number;
  /** What everybody has in common of the demand for leverage; mean 0, spread 1. */
  appetite: number;
}

/** One symbol on its way. Plain data, changed in place. */
export interface SymbolState {
  readonly rng: RngState;
  readonly volatility: LogVolatility;
  regime: MarketRegime;
  /** ln of the price over the home price. */
  logPrice: number;
  /** What the regime pulls the price to, likewise. */
  anchor: number;
  /** Volatility of an hour in the last step, a fraction of the price, without its tail. */
  hourVolatility: number;
  /** The last step's return in units of volatility. */
  shock: number;
  /** Waves of turnover that the range does not explain; together of a spread below 1. */
  turnoverSlow: number;
  turnoverFast: number;
  /** Parts of the demand for leverage, each of mean 0 and spread about 1: with the trend, its own, of the day. */
  lean: number;
  appetite: number;
  mood: number;
}

/** An invented market between two bars: all there is to know to go on with it. Plain data, changed in place. */
export interface MarketModelState {
  /** Bars made so far. */
  bars: number;
  readonly common: CommonState;
  readonly symbols: readonly SymbolState[];
}
