export type {
  BookReported,
  CancelEntries,
  Notice,
  RepairCommand,
  StoreHealth,
} from "../../lib/trader/mod.ts";

/** The session begins: execution reconciles its book with the account. */
export interface SessionStarted {
  readonly kind: "SessionStarted";
}
