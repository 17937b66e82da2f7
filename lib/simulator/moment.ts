import type { Instrument } from "../domain/mod.ts";
import type { Phase, VenueEvent } from "../trader/mod.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";

/** One symbol at one instant, for the functions that make something happen there. */
export interface Moment {
  readonly spec: ExchangeSpec;
  readonly state: ExchangeState;
  /** Of the symbol. */
  readonly index: number;
  readonly instrument: Instrument;
  readonly phase: Phase;
  readonly price: number;
  /** Volume of the whole candle, base units. */
  readonly volume: number;
  /** Of the market. */
  readonly atMs: number;
  /** The exchange's own clock, by which it takes requests and answers them. */
  readonly clockMs: number;
  /** What happened is appended. */
  readonly out: VenueEvent[];
}
