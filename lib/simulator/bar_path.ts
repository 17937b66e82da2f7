import type { CandleColumns } from "../market/mod.ts";
import { PHASE, type Phase } from "../trader/mod.ts";
import type { ExchangeSpec, ExchangeState } from "./exchange_state.ts";

/** Price of a symbol at one of a candle's four instants; at the first extreme it decides which one comes first. */
export function priceAt(
  spec: ExchangeSpec,
  state: ExchangeState,
  index: number,
  candles: CandleColumns,
  row: number,
  phase: Phase,
): number {
  if (phase === PHASE.open) return candles.open[row];
  if (phase === PHASE.close) return candles.close[row];
  const high = candles.high[row], low = candles.low[row];
  if (phase === PHASE.extreme1) {
    state.lowFirst[index] = isLowFirst(spec, state, index, candles.open[row], high, low) ? 1 : 0;
  }
  return (state.lowFirst[index] === 1) === (phase === PHASE.extreme1) ? low : high;
}

/**
 * The extreme nearer the open comes first, the low when both are as near; but with a position the one against it does, unless
 * the exchange is told otherwise.
 */
export function isLowFirst(
  { intrabar }: ExchangeSpec,
  state: ExchangeState,
  index: number,
  open: number,
  high: number,
  low: number,
): boolean {
  const position = state.positions[index];
  if (position.qtySteps > 0 && intrabar !== "nearest") return position.side === 1;
  // the allowance keeps equal distances equal where doubles differ in their last bits
  return open - low <= high - open + open * 1e-12;
}
