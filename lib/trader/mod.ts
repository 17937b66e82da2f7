/**
 * The decision core: three pure reducers (symbol, portfolio, orders with protection) and turn(), which runs them with a
 * market step it is given. It knows how a bar becomes a decision, an order and a ledger line; it must never know hosts,
 * stores, venues, clocks or whether it runs live.
 * @module
 */
export * from "./canonical.ts";
export * from "./events.ts";
export { Guardian } from "./guardian/reducer.ts";
export { type ProtectionConfig, protectionConfig } from "./guardian/schema.ts";
export {
  createGuardianOut,
  createGuardianState,
  type GuardianOut,
  type GuardianSpec,
  type GuardianState,
} from "./guardian/state.ts";
export type { Knobs } from "./knob_paths.ts";
export * from "./knobs.ts";
export * from "./live_config.ts";
export * from "./market_step.ts";
export * from "./notice.ts";
export * from "./operating.ts";
export { Orders } from "./orders/reducer.ts";
export * from "./orders/state.ts";
export { BarSets, type BarSetsContext } from "./portfolio/bar_sets.ts";
export { Portfolio } from "./portfolio/reducer.ts";
export * from "./portfolio/state.ts";
export { Reconciliation } from "./reconciliation/reducer.ts";
export { type ReconcileConfig, reconcileConfig } from "./reconciliation/schema.ts";
export {
  createReconciliationOut,
  createReconciliationState,
  type QueryRisk,
  type ReconciliationOut,
  type ReconciliationSpec,
  type ReconciliationState,
  type RiskReported,
} from "./reconciliation/state.ts";
export * from "./recorder.ts";
export { type SystemConfig, systemConfig } from "./schema.ts";
export { createDesk, type SymbolDesk } from "./symbol/desk.ts";
export { SymbolReducer } from "./symbol/reducer.ts";
export type { SymbolSpec } from "./symbol/spec.ts";
export { isWarm, type SymbolState } from "./symbol/state.ts";
export * from "./trade_log_schema.ts";
export * from "./trader_spec.ts";
export * from "./turn.ts";
