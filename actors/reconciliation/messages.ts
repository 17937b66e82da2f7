export type { QueryRisk, RiskReported } from "../../lib/trader/mod.ts";

/** The tree has come up again on a journal that was in use: entries wait until book and venue have been compared. */
export interface SessionResumed {
  readonly kind: "SessionResumed";
}
