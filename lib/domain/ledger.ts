import type { Money } from "./money.ts";

/** Why money moved; `adjustment` is a difference that reconciliation took over from the venue. */
export type CashFlowKind = "transfer" | "realized" | "fee" | "funding" | "liquidation" | "adjustment";

/** One line of the ledger. The sum of all amounts is the wallet balance, to the last unit. */
export interface CashFlow {
  /** `<kind>:<what caused it>`, unique. */
  readonly id: string;
  readonly kind: CashFlowKind;
  /** Null for transfers. */
  readonly symbol: string | null;
  readonly amount: Money;
  readonly atMs: number;
}
