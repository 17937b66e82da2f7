import type { Money } from "../domain/mod.ts";
import type { CandleColumns } from "../market/mod.ts";
import {
  type BarFrame,
  type Instant,
  type MarketStep,
  PHASE,
  type Phase,
  type VenueCommand,
  type VenueEvent,
} from "../trader/mod.ts";
import { createBarFrame, readBars } from "./bar_frame.ts";
import { handleCommand } from "./commands.ts";
import { createExchangeState, type ExchangeSpec, type ExchangeState } from "./exchange_state.ts";
import { settleFunding } from "./funding.ts";
import { isBeyondLiquidation } from "./liquidation.ts";
import { matchSymbol } from "./matching.ts";
import { OpenOrder } from "./open_order.ts";

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
  const { candles, rowOfBar0, instrument } = spec.tape.symbols[index];
  const row = instant.bar + rowOfBar0;
  if (row < 0 || row >= candles.length) return;
  const price = priceAt(state, index, candles, row, instant.phase);
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

function isAnyDue(orders: readonly OpenOrder[], price: number): boolean {
  for (let i = 0; i < orders.length; i++) if (OpenOrder.isDue(orders[i], price)) return true;
  return false;
}

/** Price of a symbol at one of the four price instants; at the first extreme it decides which one comes first. */
function priceAt(
  state: ExchangeState,
  index: number,
  candles: CandleColumns,
  row: number,
  phase: Phase,
): number {
  if (phase === PHASE.open) return candles.open[row];
  if (phase === PHASE.close) return candles.close[row];
  if (phase === PHASE.extreme1) state.lowFirst[index] = isLowFirst(state, index, candles, row) ? 1 : 0;
  const isLow = (state.lowFirst[index] === 1) === (phase === PHASE.extreme1);
  return isLow ? candles.low[row] : candles.high[row];
}

/** With a position the extreme against it comes first, else the one nearer the open, the low when both are as near. */
function isLowFirst(state: ExchangeState, index: number, candles: CandleColumns, row: number): boolean {
  const position = state.positions[index];
  if (position.qtySteps > 0) return position.side === 1;
  const open = candles.open[row];
  // the allowance keeps equal distances equal where doubles differ in their last bits
  return open - candles.low[row] <= candles.high[row] - open + open * 1e-12;
}
