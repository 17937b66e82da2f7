import { Instrument, type Instrument as Contract } from "../../domain/mod.ts";
import type { Tape } from "../../simulator/mod.ts";
import type { TraderEvent } from "../../trader/mod.ts";

/** A bar with a position held through its open. */
export interface HeldBar {
  readonly symbol: string;
  /** 1 long, -1 short. */
  readonly side: 1 | -1;
  /** Bar of the tape: its open is after the entry and before the exit. */
  readonly bar: number;
  /** Value of the position at its average price, in the settle currency. */
  readonly value: number;
}

/** The bar at which most was at stake, on one side or either; null where no position was held over an open. */
export function mostExposedBar(
  tape: Tape,
  events: readonly TraderEvent[],
  side?: 1 | -1,
): HeldBar | null {
  const contracts = new Map(tape.symbols.map(({ instrument }) => [instrument.symbol, instrument]));
  const open = new Map<string, { signed: number; value: number; sinceMs: number }>();
  let most: HeldBar | null = null;
  const close = (symbol: string, untilMs: number) => {
    const held = open.get(symbol);
    if (held === undefined || held.signed === 0) return;
    // the first open strictly inside: at the entry's own open the stop is only being placed
    const bar = Math.floor((held.sinceMs - tape.fromMs) / tape.timeframeMs) + 1;
    const heldSide = held.signed > 0 ? 1 : -1;
    if (tape.fromMs + bar * tape.timeframeMs >= untilMs || (side !== undefined && side !== heldSide)) return;
    if (most === null || held.value > most.value) most = { symbol, side: heldSide, bar, value: held.value };
  };
  for (const event of events) {
    if (event.kind !== "PositionChanged") continue;
    const { symbol, qtySteps, averagePrice, atMs } = event;
    if (open.get(symbol)?.signed === qtySteps) continue;
    close(symbol, atMs);
    const value = Math.abs(qtySteps) * stepSize(contracts.get(symbol)!) * averagePrice;
    open.set(symbol, { signed: qtySteps, value, sinceMs: atMs });
  }
  for (const symbol of open.keys()) close(symbol, tape.toMs);
  return most;
}

function stepSize(it: Contract): number {
  return Instrument.quantity(it, 1);
}
