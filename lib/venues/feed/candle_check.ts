import type { ClosedCandle } from "../port.ts";

/** Why a candle cannot be right, or null. Zero volume is legal, and so is a move of any size. */
export function candleFault(it: ClosedCandle, barMs: number): string | null {
  const { openMs, open, high, low, close, volume } = it;
  if (!Number.isSafeInteger(openMs) || openMs % barMs !== 0) return `it opens at ${openMs}, between two bars`;
  const isSound = low > 0 && high < Infinity && open >= low && open <= high && close >= low && close <= high;
  if (!isSound) return `its prices are ${open} ${high} ${low} ${close} (open, high, low, close)`;
  return volume >= 0 && volume < Infinity ? null : `its volume is ${volume}`;
}

/** Whether two candles of one bar say the same. */
export function sameCandle(a: ClosedCandle, b: ClosedCandle): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close &&
    a.volume === b.volume;
}
