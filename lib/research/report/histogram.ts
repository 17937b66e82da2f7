import type { HistogramBin } from "./report_data.ts";

const WIDTHS_R = [0.25, 0.5, 1, 2, 5, 10, 25, 50, 100];
/** More bins than this are no picture. */
const MAX_BINS = 40;

/** R of trades in bins of one width that begin at multiples of it; what is NaN or infinite is left out. */
export function rHistogram(rs: readonly number[]): HistogramBin[] {
  const finite = rs.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const low = finite.reduce((a, b) => Math.min(a, b)), high = finite.reduce((a, b) => Math.max(a, b));
  const place = (r: number, width: number) => Math.floor(r / width);
  const count = (width: number) => place(high, width) - place(low, width) + 1;
  const width = WIDTHS_R.find((width) => count(width) <= MAX_BINS) ?? (high - low) / (MAX_BINS - 1);
  const first = place(low, width);
  const trades = new Array<number>(count(width)).fill(0);
  for (const r of finite) trades[place(r, width) - first] += 1;
  return trades.map((n, i) => ({ fromR: (first + i) * width, toR: (first + i + 1) * width, trades: n }));
}
