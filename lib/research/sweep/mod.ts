/**
 * Sweep: many trials of one system over one market, and which of them did best. It knows parameters as dotted paths, plans,
 * conditions, objectives and rows; it must never know files, threads, clocks, or how a decision is made.
 * @module
 */
export * from "./constraint.ts";
export * from "./create_search.ts";
export * from "./near_names.ts";
export * from "./objective.ts";
export * from "./parameter_text.ts";
export * from "./search.ts";
export * from "./sweep_plan.ts";
export * from "./sweep_row.ts";
export * from "./sweep_verdict.ts";
export * from "./trial.ts";
export * from "./trial_figures.ts";
export * from "./trial_span.ts";
export * from "./with_parameters.ts";
