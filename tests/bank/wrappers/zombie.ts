import { type CommitBatch, type Envelope, LANE } from "../../../lib/runtime/mod.ts";
import type { Transfer } from "../accounts.ts";
import type { Scene } from "./scene.ts";

/** How often a zombie tries at most: for 4 s. */
export const ZOMBIE_WRITES = 1_000;

const WRITE_EVERY_MS = 4;
/** Money out of nothing, per write. */
const LOOT = 1_000_000n;
/** Inputs of a number that no account reaches. */
const FIRST_INPUT_NO = 1_000_000_000;
const PREFIX = "zombie/";

/** True for the account that a zombie fills: it is no part of the bank. */
export function isZombie(actor: string): boolean {
  return actor.startsWith(PREFIX);
}

/**
 * A worker that hangs, and writes all the same. The result is to be called on and on; once `zombieAfterMs` have passed it
 * posts, every 4 ms, a commit under the worker's own epoch, each of which credits an account of its own with 1,000,000.
 * Nothing but the epoch keeps it out of the store: until the worker is declared dead it is rightly taken, and from then on
 * never. So the looting goes to an account that nobody else knows, and may begin too early. `nowMs` is wall time, ms.
 */
export function createZombie(scene: Scene, nowMs: () => number = Date.now): () => void {
  const { context, journal, zombieAfterMs } = scene;
  const { epoch, worker } = context;
  let writes = 0;
  let dueMs = nowMs() + zombieAfterMs;
  return () => {
    if (epoch === null || writes >= ZOMBIE_WRITES || nowMs() < dueMs) return;
    dueMs = Math.max(dueMs + WRITE_EVERY_MS, nowMs());
    writes++;
    // a life of its own has an epoch of its own, so no two writes of this store are the same
    const batch = forged(PREFIX + worker, epoch.number * ZOMBIE_WRITES + writes);
    const requestId = FIRST_INPUT_NO + writes;
    context.send(journal, { kind: "JournalRequest", requestId, call: { op: "commit", batch, epoch } });
  };
}

function forged(actor: string, nth: number): CommitBatch {
  const body: Transfer = { kind: "Transfer", amount: LOOT, hops: 1 };
  const input: Envelope = {
    from: actor,
    seq: nth,
    to: actor,
    lane: LANE.orders,
    atMs: 0,
    causedBy: "",
    body,
  };
  const inputNo = FIRST_INPUT_NO + nth;
  const row = { actor, inputNo, input, events: [], sends: [], timers: [], seqAfter: 0 };
  return { rounds: null, handled: [row], snapshots: [] };
}
