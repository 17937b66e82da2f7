import type { TrialFigures } from "../lib/research/mod.ts";

/** A figure as people read it; what is not defined is "-". */
export function figure(value: number, digits = 2): string {
  if (Number.isNaN(value)) return "-";
  return Number.isFinite(value) ? value.toFixed(digits) : value > 0 ? "inf" : "-inf";
}

/** A probability or share of 0..1, in percent. */
export const share = (value: number, digits = 1): string => figure(100 * value, digits);

/** A UTC day: 2024-01-10. */
export const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Heads of figureCells(). */
export const FIGURE_HEADS = ["trades", "return %", "drawdown %", "sharpe", "PF", "exp. R"] as const;

/** Figures of a trial in one row. */
export function figureCells(it: TrialFigures | null): string[] {
  if (it === null) return FIGURE_HEADS.map(() => "-");
  return [
    String(it.trades),
    figure(it.returnPct, 1),
    figure(it.maxDrawdownPct, 1),
    figure(it.sharpe),
    figure(it.profitFactor),
    figure(it.expectancyR, 3),
  ];
}

/** JSON of a result: typed arrays as lists, money as text, what is no number as null. */
export function jsonText(value: unknown): string {
  return JSON.stringify(
    value,
    (_, it) => ArrayBuffer.isView(it) ? [...it as Float64Array] : typeof it === "bigint" ? String(it) : it,
    2,
  );
}
