/**
 * What there is to say of a file's candles and funding rates: faults, which forbid to trade on them, and warnings, which a
 * person should know. It knows what sound data looks like; it must never know where it came from, or change it.
 * @module
 */
export {
  type CandleInspection,
  inspectCandles,
  type InspectOptions,
  type Jump,
  unfinishedFault,
  type ZeroVolume,
} from "./candles.ts";
export { type FundingInspection, inspectFunding } from "./funding.ts";
export type { DataWarning, DataWarningKind } from "./warning.ts";
