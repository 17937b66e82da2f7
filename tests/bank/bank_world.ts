import type { MarketMessage, WorldSource } from "../../lib/runtime/mod.ts";
import { spread, type Start } from "./accounts.ts";
import { ACCOUNTS } from "./bank_tree.ts";

export interface BankWorldOptions {
  /** How many transfers the whole run makes. */
  readonly transfers: number;
  /** Chains per account: so many transfers are under way at once. @default {64} */
  readonly chains?: number;
  /** @default {1_700_000_000_000} */
  readonly atMs?: number;
}

/** Tells each account once to start its share of the transfers, all at the same time. */
export function bankWorld(
  { transfers, chains = 64, atMs = 1_700_000_000_000 }: BankWorldOptions,
): WorldSource {
  const script: readonly MarketMessage[] = spread(transfers, ACCOUNTS.length).map((share, i) => {
    const body: Start = { kind: "Start", chains, transfers: share };
    return { atMs, seq: i + 1, to: ACCOUNTS[i], body };
  });
  let position = 0;
  return {
    next: () => script[position++] ?? null,
    seek: (seq) => void (position = seq),
  };
}
