import {
  annualVolatility,
  calmarRatio,
  countFinite,
  deepestFall,
  minimumTrackRecord,
  probabilisticSharpe,
  sharpeRatio,
  SharpeSample,
  sortinoRatio,
} from "../statistics/mod.ts";
import { DAYS_PER_YEAR } from "./account.ts";
import { deepestFallPct, longestFallMs } from "./curve.ts";
import { known, percent } from "./figure.ts";
import type { Curve, RiskFigures } from "./report_data.ts";
import { DAY_MS } from "./spans.ts";

/** How sure a track record should be. */
const CONFIDENCE = 0.95;

/** Risk of a run: of its equity, of its daily returns, and of its trades' R in order of closing. */
export function riskFigures(equity: Curve, returns: Float64Array, rs: readonly number[]): RiskFigures {
  const annual = { periodsPerYear: DAYS_PER_YEAR };
  return {
    sharpeAnnual: known(sharpeRatio(returns, annual)),
    sortinoAnnual: known(sortinoRatio(returns, annual)),
    calmarAnnual: known(calmarRatio(returns, DAYS_PER_YEAR)),
    volatilityAnnualPct: percent(annualVolatility(returns, DAYS_PER_YEAR)),
    maxDrawdownPct: deepestFallPct(equity),
    maxDrawdownR: Math.abs(deepestFall(sumsOf(rs), { measure: "absolute", start: 0 })),
    longestDrawdownDays: longestFallMs(equity) / DAY_MS,
    dailyReturns: countFinite(returns),
    ...inference(returns),
  };
}

type Inference = Pick<RiskFigures, "probabilisticSharpePct" | "minimumTrackRecordDays">;

function inference(returns: Float64Array): Inference {
  const sample = SharpeSample.of(returns);
  if (sample.observations < 2 || !Number.isFinite(sample.sharpe)) {
    return { probabilisticSharpePct: null, minimumTrackRecordDays: null };
  }
  return {
    probabilisticSharpePct: percent(probabilisticSharpe(sample)),
    minimumTrackRecordDays: known(minimumTrackRecord(sample, { confidence: CONFIDENCE })),
  };
}

/** Running sums; a trade whose R is not known adds nothing. */
function sumsOf(rs: readonly number[]): number[] {
  let sum = 0;
  return rs.map((r) => sum += Number.isFinite(r) ? r : 0);
}
