import type { SymbolReport } from "../../lib/trader/mod.ts";

/** What a symbol has to say about a closed bar; sent for every bar, also without an intent. */
export interface BarReported extends SymbolReport {
  readonly kind: "BarReported";
}
