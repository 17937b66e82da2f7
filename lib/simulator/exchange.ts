import type { Money } from "../domain/mod.ts";
import {
  type BarFrame,
  type Instant,
  type MarketStep,
  PHASE,
  type VenueCommand,
  type VenueEvent,
} from "../trader/mod.ts";
import { createBarFrame, readBars } from "./bar_frame.ts";
import { priceAt } from "./bar_path.ts";
import { handleCommand } from "./commands.ts";
import { createExchangeState, type ExchangeSpec, type ExchangeState } from "./exchange_state.ts";
import { walkSegment } from "./finer_walk.ts";
import { settleFunding } from "./funding.ts";
import { arrive } from "./in_flight.ts";
import { isBeyondLiquidation } from "./liquidation.ts";
import { isAnyDue, matchSymbol } from "./matching.ts";
import { passQuietly } from "./quiet.ts";

/** A venue for linear perpetuals: isolated margin, one-way positions, one account. Pure: f(tape, commands). */
export const Exchange = {
  /** A new account on the exchange. */
  create(spec: ExchangeSpec, account: { readonly walletBalance: Money }): ExchangeState {
    return createExchangeState(spec, account);
  },

  /**
   * Moves the market to an instant; instants come in the tape's order, none left out. What happens to orders and positions
   * is appended to `out`, symbol by symbol; a bar instant fills `bars`. A symbol with neither position nor due order costs
   * a few comparisons and no allocation. Fills, fundings and liquidations are of the instant's time, the market's; what else
   * becomes of orders is of `clockMs`, the exchange's own clock, which is another where a tape is played faster than it was.
   */
  advance(
    spec: ExchangeSpec,
    state: ExchangeState,
    instant: Instant,
    clockMs: number,
    bars: BarFrame,
    out: VenueEvent[],
  ): void {
    state.bar = instant.bar;
    if (instant.phase === PHASE.bar) return readBars(spec.tape, instant.bar, bars);
    if (instant.phase === PHASE.funding) return settleFunding(spec, state, instant, clockMs, out);
    for (let i = 0; i < spec.tape.symbols.length; i++) advanceSymbol(spec, state, i, instant, clockMs, out);
  },

  /** Takes a command at the current instant, at `atMs` of the exchange's clock; see handleCommand. */
  handle(
    spec: ExchangeSpec,
    state: ExchangeState,
    command: VenueCommand,
    atMs: number,
    out: VenueEvent[],
  ): void {
    handleCommand(spec, state, command, atMs, out);
  },
} as const;

/** The exchange as the market trading runs against; it changes `state`, which stays the caller's to snapshot. */
export function createMarketStep(spec: ExchangeSpec, state: ExchangeState): MarketStep {
  const bars = createBarFrame(spec.tape.symbols.length);
  return {
    bars,
    passQuietly: (bar) => passQuietly(spec, state, bar),
    advance: (instant, out) => Exchange.advance(spec, state, instant, instant.atMs, bars, out),
    handle: (command, atMs, out) => Exchange.handle(spec, state, command, atMs, out),
  };
}

function advanceSymbol(
  spec: ExchangeSpec,
  state: ExchangeState,
  index: number,
  instant: Instant,
  clockMs: number,
  out: VenueEvent[],
): void {
  const { candles, rowOfBar0, instrument, finer } = spec.tape.symbols[index];
  const row = instant.bar + rowOfBar0;
  if (finer !== undefined && spec.intrabar === "finer" && finer.firstRow[instant.bar] >= 0) {
    return walkSegment({ spec, state, index, instant, clockMs, out }, finer);
  }
  if (state.inFlight !== undefined) arrive(state, clockMs, out, index);
  if (row < 0 || row >= candles.length) return;
  const price = priceAt(spec, state, index, candles, row, instant.phase);
  state.lastPrice[index] = price;
  if (!isAnyDue(state.orders[index], price) && !isBeyondLiquidation(state, index, price)) return;
  const { phase, atMs } = instant;
  matchSymbol({
    spec,
    state,
    index,
    instrument,
    phase,
    price,
    volume: candles.volume[row],
    atMs,
    clockMs,
    out,
  });
}
