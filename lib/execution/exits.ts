import { Instrument, type Side } from "../domain/mod.ts";
import type { ExitConfig } from "./schema.ts";

/** An open position at a closed bar, as exit policies see it. Prices are doubles, the stop is in ticks. */
export interface ExitView {
  readonly side: Side;
  readonly entryPrice: number;
  readonly initialStopTicks: number;
  readonly stopTicks: number;
  readonly close: number;
  readonly atr: number;
  /** Best extreme and best close since the entry, in the position's direction. */
  readonly bestExtreme: number;
  readonly bestClose: number;
  readonly barsHeld: number;
  readonly regime: string;
  readonly regimeAtEntry: string;
}

/** The stop that is not looser than `current`: a stop never moves against the position. 0 means there is none yet. */
export function tighterStop(side: Side, current: number, proposed: number): number {
  if (current === 0) return proposed;
  return side === 1 ? Math.max(current, proposed) : Math.min(current, proposed);
}

/**
 * The tightest stop the policies ask for after a closed bar, in ticks; the current stop when none asks for a tighter one.
 * It is rounded away from the price and always leaves at least one tick to the close, so that it can rest at the venue.
 */
export function proposeStop(config: ExitConfig, it: Instrument, view: ExitView): number {
  const { side, close, entryPrice } = view;
  const riskPrice = Math.abs(entryPrice - Instrument.price(it, view.initialStopTicks));
  const gainR = riskPrice > 0 ? (side * (close - entryPrice)) / riskPrice : 0;
  let stop = view.stopTicks;
  const propose = (price: number) => stop = tighterStop(side, stop, beyond(it, side, price));
  const { break_even, trailing } = config;
  if (break_even.enabled && gainR >= break_even.after_r) {
    propose(entryPrice * (1 + (side * break_even.offset_bps) / 1e4));
  }
  if (trailing.mode !== "off" && gainR >= trailing.activate_r) {
    if (trailing.mode === "atr") propose(close - side * trailing.atr_multiple * view.atr);
    else if (trailing.mode === "chandelier") {
      propose(view.bestExtreme - side * trailing.atr_multiple * view.atr);
    } else propose(view.bestClose * (1 - (side * trailing.distance_pct) / 100));
  }
  if (stop === view.stopTicks) return stop;
  const nearest = beyond(it, side, close) - side;
  const restable = side === 1 ? Math.min(stop, nearest) : Math.max(stop, nearest);
  return tighterStop(side, view.stopTicks, restable);
}

/** Why the position is to be closed at market now: "time_out", "regime_flip", or "" to hold it. */
export function closeReason(config: ExitConfig, view: ExitView): string {
  if (config.time_out_bars > 0 && view.barsHeld >= config.time_out_bars) return "time_out";
  if (config.regime_flip && view.regime !== view.regimeAtEntry) return "regime_flip";
  return "";
}

function beyond(it: Instrument, side: Side, price: number): number {
  return side === 1 ? Instrument.ticksDown(it, price) : Instrument.ticksUp(it, price);
}
