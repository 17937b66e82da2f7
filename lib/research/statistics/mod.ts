/**
 * Statistics of research: what returns and trades amount to, how far a result may be trusted after many trials, and which
 * points a sweep should try. It knows series of plain numbers and seeds; it must never know a candle, an order, a file, a
 * clock or a strategy. Everything is a pure function; a figure that is not defined is NaN, and a wrong call throws
 * RangeError.
 * @module
 */
export * from "./benchmark.ts";
export * from "./bootstrap.ts";
export * from "./curve_band.ts";
export * from "./drawdown.ts";
export * from "./moments.ts";
export * from "./monte_carlo.ts";
export * from "./multiple_testing.ts";
export { normalCdf, normalDensity } from "./normal.ts";
export * from "./normal_quantile.ts";
export * from "./overfitting.ts";
export * from "./ratios.ts";
export * from "./returns.ts";
export * from "./sampling/grid.ts";
export * from "./sampling/levels.ts";
export * from "./sampling/parameter.ts";
export * from "./sampling/random_point.ts";
export * from "./sampling/sobol.ts";
export * from "./sampling/tpe.ts";
export * from "./series.ts";
export * from "./sharpe_inference.ts";
export * from "./splits.ts";
export * from "./student_t.ts";
export * from "./tail_risk.ts";
export * from "./trades.ts";
export * from "./walk_forward.ts";
