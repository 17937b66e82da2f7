import type { FloorCounts } from "./raw_floor.ts";
import type { StoreKind } from "./rally_tree.ts";

/** How many round trips with one message under way, and with many. */
export interface Trips {
  readonly alone: number;
  readonly batched: number;
}

/** How much of everything is run. */
export interface Amounts {
  readonly floor: FloorCounts;
  readonly inline: Readonly<Record<StoreKind, Trips>>;
  /** At each distance. */
  readonly tree: Readonly<Record<StoreKind, Trips>>;
  readonly starts: number;
  readonly memory: { readonly workers: readonly number[]; readonly cells: readonly number[] };
  readonly ringHops: number;
  readonly banks: readonly { readonly chains: number; readonly rounds: number }[];
}

/** "Many" messages under way: as many as a link ever has. */
export const MANY = 256;

export const FULL: Amounts = {
  floor: { alone: 5_000, batched: 30_000, inFlight: MANY, starts: 20, threads: [1, 2, 4, 8] },
  inline: { forgetful: { alone: 50_000, batched: 400 * MANY }, sqlite: { alone: 1_000, batched: 40 * MANY } },
  tree: { forgetful: { alone: 2_000, batched: 80 * MANY }, sqlite: { alone: 800, batched: 32 * MANY } },
  starts: 20,
  memory: { workers: [1, 2, 4, 8], cells: [1, 2, 4] },
  ringHops: 1_000,
  banks: [{ chains: 8, rounds: 400 }, { chains: 64, rounds: 160 }],
};

/** For CI: the same figures from fewer samples. */
export const SHORT: Amounts = {
  floor: { alone: 1_000, batched: 10_000, inFlight: MANY, starts: 5, threads: [1, 4] },
  inline: { forgetful: { alone: 10_000, batched: 80 * MANY }, sqlite: { alone: 200, batched: 10 * MANY } },
  tree: { forgetful: { alone: 400, batched: 20 * MANY }, sqlite: { alone: 200, batched: 10 * MANY } },
  starts: 4,
  memory: { workers: [1, 4], cells: [1, 2] },
  ringHops: 240,
  banks: [{ chains: 8, rounds: 96 }, { chains: 64, rounds: 48 }],
};
