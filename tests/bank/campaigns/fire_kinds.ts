import { FAULT_KINDS } from "../wrappers/fault_kinds.ts";

/** Ways to fail that a worker finds in itself. */
export const WORKER_KINDS = ["load", ...FAULT_KINDS] as const;

/**
 * What is done to processes from outside, by how often: kill -9 and SIGSTOP with SIGCONT of a cell and of the root; and an
 * "orphan", a cell that is frozen while its root is killed, and thaws under the next one.
 */
const ARSON_SHARES = {
  kill_cell: 3,
  freeze_short: 2,
  freeze_long: 2,
  kill_root: 2,
  freeze_root: 2,
  orphan: 2,
} as const;

export type ArsonKind = keyof typeof ARSON_SHARES;
/** Each as often as it is to happen; dealt out one by one, so that none is left to luck. */
export const ARSON_LOT: readonly ArsonKind[] = Object.entries(ARSON_SHARES)
  .flatMap(([kind, share]) => Array(share).fill(kind));
export const ARSON_KINDS = Object.keys(ARSON_SHARES) as readonly ArsonKind[];

/** Those of a worker that hangs, and writes all the same where it can. */
export const ZOMBIE_KINDS: readonly string[] = ["silence", "microtask_loop", "sync_loop"];

export type FireKind = typeof WORKER_KINDS[number] | ArsonKind;
/** All that must happen. */
export const FIRE_KINDS: readonly FireKind[] = [...WORKER_KINDS, ...ARSON_KINDS];

/** How long things stay frozen, ms: shorter and longer than silence is borne. */
export const FREEZE_MS: Readonly<
  Record<Exclude<ArsonKind, "kill_cell" | "kill_root">, readonly [number, number]>
> = {
  freeze_short: [100, 600],
  freeze_long: [1_600, 3_000],
  freeze_root: [100, 2_000],
  orphan: [100, 3_000],
};
