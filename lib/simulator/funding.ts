import { divHalfEven } from "../core/mod.ts";
import { type Instrument, type Money, Position } from "../domain/mod.ts";
import { type Instant, PHASE, type VenueEvent } from "../trader/mod.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";
import { isBeyondLiquidation, liquidate } from "./liquidation.ts";
import { refreshLiquidation } from "./margin.ts";
import { Tape } from "./tape.ts";

/** Decimals kept of a tick and of a rate: venues write rates with 8. */
const TICK_SCALE = 1e8, RATE_SCALE = 1e12;
const FUNDING_SCALE = 100_000_000n * 1_000_000_000_000n;

/**
 * Settles funding at the close of a bar for every position whose symbol is due: wallet and isolated margin move by the
 * amount. What a payment takes beyond the isolated margin comes out of the free wallet. A position that the payment puts
 * beyond its liquidation price is liquidated at the same instant.
 */
export function settleFunding(
  spec: ExchangeSpec,
  state: ExchangeState,
  instant: Instant,
  clockMs: number,
  out: VenueEvent[],
): void {
  if (!spec.hasFunding) return;
  for (let index = 0; index < state.positions.length; index++) {
    const position = state.positions[index];
    if (position.qtySteps === 0) continue;
    const rate = Tape.fundingRate(spec.tape, index, instant.bar);
    if (Number.isNaN(rate)) continue;
    const { instrument } = spec.tape.symbols[index];
    const price = state.lastPrice[index];
    const amount = fundingAmount(instrument, position, price, rate);
    const margin = state.isolatedMargin[index] + amount;
    state.walletBalance += amount;
    state.isolatedMargin[index] = margin > 0n ? margin : 0n;
    refreshLiquidation(spec, state, index);
    out.push({
      kind: "FundingSettled",
      symbol: instrument.symbol,
      amount,
      rate,
      price,
      positionSteps: Position.signedSteps(position),
      isolatedMargin: state.isolatedMargin[index],
      walletBalance: state.walletBalance,
      atMs: instant.atMs,
    });
    if (!isBeyondLiquidation(state, index, price)) continue;
    const moment = { spec, state, index, instrument, phase: PHASE.funding, price, volume: 0 };
    liquidate({ ...moment, atMs: instant.atMs, clockMs, out });
  }
}

/**
 * What a position gets (positive) or pays: -(signed value x rate), rounded once, half-even. Price to 1e-8 of a tick, rate to
 * 1e-12.
 */
export function fundingAmount(it: Instrument, position: Position, price: number, rate: number): Money {
  const ticksE8 = BigInt(Math.round((price * it.tickPow10 * TICK_SCALE) / it.tickMantissa));
  const rateE12 = BigInt(Math.round(rate * RATE_SCALE));
  const value = ticksE8 * BigInt(Position.signedSteps(position)) * it.tickStepValue;
  return -divHalfEven(value * rateE12, FUNDING_SCALE);
}
