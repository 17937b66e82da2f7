import type { SystemConfig } from "../../trader/mod.ts";
import type { ParameterValue, Point } from "../statistics/mod.ts";
import { runTrial, type TrialMarket } from "./trial.ts";
import { dailyReturns, figuresOf, TRIAL_FIGURES, type TrialFigures } from "./trial_figures.ts";
import { withKnownParameters } from "./with_parameters.ts";

/** One trial of a sweep. */
export interface SweepRow {
  readonly index: number;
  readonly point: Point;
  /** Null where the system refuses the point. */
  readonly figures: TrialFigures | null;
  /** Why it does, or "". */
  readonly fault: string;
}

/** A point tried: its row but for the index, and what each day returned. */
export interface TriedPoint extends Omit<SweepRow, "index"> {
  /** Empty where the point was refused. */
  readonly returns: Float64Array;
}

/** Runs a system with the values of a point, whose paths were checked. */
export function tryPoint(market: TrialMarket, system: SystemConfig, point: Point): TriedPoint {
  const changed = withKnownParameters(system, point);
  if (!changed.ok) {
    return { point, figures: null, fault: changed.error.join("; "), returns: new Float64Array(0) };
  }
  const outcome = runTrial(market, changed.value);
  const returns = dailyReturns(outcome);
  return { point, figures: figuresOf(outcome, returns), fault: "", returns };
}

/** A row as one line of JSON, without line feed: NaN is null, infinities are text, doubles keep every bit. */
export function rowLine({ index, point, figures, fault }: SweepRow): string {
  if (figures === null) return JSON.stringify({ kind: "trial", index, point, fault });
  const written = Object.fromEntries(TRIAL_FIGURES.map((name) => [name, numberText(figures[name])]));
  return JSON.stringify({ kind: "trial", index, point, figures: written });
}

function numberText(value: number): number | string | null {
  return Number.isNaN(value) ? null : Number.isFinite(value) ? value : String(value);
}

/** The row of a line that rowLine() wrote; null for anything else, as what a kill left half written. */
export function readRow(line: string): SweepRow | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(value) || value.kind !== "trial") return null;
  const { index, point, figures, fault = "" } = value;
  if (!Number.isSafeInteger(index) || !isRecord(point) || typeof fault !== "string") return null;
  const row = { index: index as number, point: point as Record<string, ParameterValue>, fault };
  if (figures === undefined) return fault === "" ? null : { ...row, figures: null };
  if (!isRecord(figures) || TRIAL_FIGURES.some((name) => figures[name] === undefined)) return null;
  const read = TRIAL_FIGURES.map((name) => [name, figures[name] === null ? NaN : Number(figures[name])]);
  return { ...row, figures: Object.fromEntries(read) as TrialFigures };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
