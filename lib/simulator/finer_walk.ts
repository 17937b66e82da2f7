import { type Instant, PHASE, type Phase, type VenueEvent } from "../trader/mod.ts";
import { priceAt } from "./bar_path.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";
import { pointMs, pointsUpTo } from "./finer_path.ts";
import { arrive } from "./in_flight.ts";
import { isBeyondLiquidation } from "./liquidation.ts";
import { isAnyDue, matchSymbol } from "./matching.ts";
import type { FinerPath } from "./tape_parts.ts";

/** One symbol at one instant whose bar has a finer way. */
interface Segment {
  readonly spec: ExchangeSpec;
  readonly state: ExchangeState;
  readonly index: number;
  readonly instant: Instant;
  readonly clockMs: number;
  readonly out: VenueEvent[];
}

/**
 * Walks the points of the way that lie between the instant before and this one, and matches at each. What happens there is
 * told at this instant's time: those who trade cannot answer before. What is in flight arrives between the points.
 */
export function walkSegment(segment: Segment, finer: FinerPath): void {
  const { spec, state, index, instant: { bar, phase } } = segment;
  const { candles, perBar, firstRow } = finer;
  const until = pointsUpTo(perBar, phase);
  let point = phase === PHASE.open ? 0 : pointsUpTo(perBar, phase - 1 as Phase);
  if (state.orders[index].length === 0 && state.positions[index].qtySteps === 0) {
    point = Math.max(point, quietFrom(until));
  }
  for (; point < until; point++) {
    const row = firstRow[bar] + Math.floor(point / 4), at = (point % 4) as Phase;
    if (state.inFlight !== undefined) arrive(state, clockAt(segment, finer, point), segment.out, index);
    const price = priceAt(spec, state, index, candles, row, at);
    state.lastPrice[index] = price;
    if (!isAnyDue(state.orders[index], price) && !isBeyondLiquidation(state, index, price)) continue;
    match(segment, price, candles.volume[row], at);
  }
  if (state.inFlight !== undefined) arrive(state, segment.clockMs, segment.out, index);
}

/** Where nothing can happen, only the last price counts; that of a second extreme follows from the first. */
function quietFrom(until: number): number {
  const last = until - 1;
  return last % 4 === PHASE.extreme2 ? last - 1 : last;
}

/** The exchange's own clock at a point, on which a market that is played faster than it was comes to its instants late. */
function clockAt({ spec, instant, clockMs }: Segment, finer: FinerPath, point: number): number {
  const { fromMs, timeframeMs } = spec.tape;
  const atMs = fromMs + instant.bar * timeframeMs + pointMs(finer, point);
  return clockMs - (instant.atMs - atMs);
}

function match(
  { spec, state, index, instant, clockMs, out }: Segment,
  price: number,
  volume: number,
  phase: Phase,
) {
  const { instrument } = spec.tape.symbols[index];
  matchSymbol({ spec, state, index, instrument, phase, price, volume, atMs: instant.atMs, clockMs, out });
}
