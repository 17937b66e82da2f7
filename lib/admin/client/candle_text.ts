import type { CandleView } from "../views.ts";
import { decimal } from "./format.ts";

/** Open, high, low and close of a candle, in one line. */
export function candleText(candle: CandleView, precision: number): string {
  const { open, high, low, close } = candle;
  const text = (value: number) => decimal(value, precision);
  const move = (100 * (close - open)) / open;
  const sign = move >= 0 ? "+" : "";
  return `O ${text(open)}  H ${text(high)}  L ${text(low)}  C ${text(close)}  ${sign}${decimal(move)} %`;
}
