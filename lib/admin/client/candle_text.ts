import type { CandleView } from "../views.ts";
import { decimal } from "./format.ts";

/** Open, high, low and close of a candle, in one line. */
export function candleText(candle: CandleView, precision: number): string {
  const { open, high, low, close } = candle;
  const text = (value: number) => decimal(value, precision);
  const move = (100 * (close - open)) / open;
  const sign = move >= 0 ? "+" : "";
  // letters stay with their numbers where the line is broken
  const parts = [`O ${text(open)}`, `H ${text(high)}`, `L ${text(low)}`, `C ${text(close)}`];
  return [...parts, `${sign}${decimal(move)} %`].map((part) => part.replace(" ", "\u00a0")).join("  ");
}
