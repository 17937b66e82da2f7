/**
 * Trust: whether a result can be believed. Walks forward, ablations, the search for a look into the future, reshuffled trades
 * and stress, each a composition over runs of a system on a tape. It knows tapes, systems and what runs of them told; it must
 * never know files, clocks, threads or how a decision is made.
 * @module
 */
export * from "./ablation.ts";
export { CRASH_WINDOWS, type CrashWindow } from "./crash_windows.ts";
export { type HeldBar, mostExposedBar } from "./exposure.ts";
export { firstDifference } from "./first_difference.ts";
export { type Future, FUTURES, hideFuture } from "./hidden_future.ts";
export { holdReturns } from "./hold.ts";
export * from "./lookahead.ts";
export * from "./recorded_run.ts";
export * from "./shocks.ts";
export * from "./stress.ts";
export { type StressFigures, stressFigures } from "./stress_figures.ts";
export * from "./switches.ts";
export { tapeOf } from "./tape_sources.ts";
export * from "./trade_study.ts";
export * from "./walk_forward.ts";
export * from "./walk_verdict.ts";
export { marketOver, type WalkCut, type WalkSpans, walkWindows } from "./walk_windows.ts";
