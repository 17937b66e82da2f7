import { Instrument, type Side } from "../domain/mod.ts";

/** A decision price rounded to the tick against us: up for a long, down for a short. */
export function anchorTicks(it: Instrument, price: number, side: Side): number {
  return side === 1 ? Instrument.ticksUp(it, price) : Instrument.ticksDown(it, price);
}

/** A stop rounded to the tick away from the entry: down for a long, up for a short. */
export function stopTicks(it: Instrument, price: number, side: Side): number {
  return side === 1 ? Instrument.ticksDown(it, price) : Instrument.ticksUp(it, price);
}

/** A target rounded to the tick toward the entry, never stretched: down for a long, up for a short. */
export function targetTicks(it: Instrument, price: number, side: Side): number {
  return side === 1 ? Instrument.ticksDown(it, price) : Instrument.ticksUp(it, price);
}

/** How far beyond a level a stop is put. */
export interface StopBuffer {
  /** Ticks beyond the level. */
  readonly stop_buffer_ticks: number;
  /** Further multiples of the entry timeframe's ATR(14). */
  readonly stop_buffer_atr: number;
}

/** Stop beyond a level: level -+ (ticks + share of the ATR), rounded away from the entry. NaN when either is unknown. */
export function stopBeyond(
  it: Instrument,
  buffer: StopBuffer,
  level: number,
  atr: number,
  side: Side,
): number {
  const distance = Instrument.price(it, buffer.stop_buffer_ticks) + buffer.stop_buffer_atr * atr;
  return stopTicks(it, level - side * distance, side);
}
