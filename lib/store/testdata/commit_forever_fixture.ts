// Started by kill_test.ts: commits round after round to the store in argv until it is killed, and prints the number of each
// round that was acknowledged.
import { encodeState, sha256Hex } from "../../core/mod.ts";
import {
  type ActorSnapshot,
  type CommitBatch,
  type Envelope,
  type HandledInput,
  ROOT_WRITER,
} from "../../runtime/mod.ts";
import { createPostgresStore, createSqliteStore, isPostgresUrl } from "../mod.ts";
import { batch, BINDING, cashFlow, decision, envelope, handled, T0 } from "./sample_events_fixture.ts";

/** Rows that every round adds: the test counts them. */
export const PER_ROUND = { journal: 3, messages: 3, events: 3, decisions: 1, cash_flows: 2 };

/** The cash flows of round r add up to this, 1e-8. */
export const AMOUNT_PER_ROUND = 7n;

const SNAPSHOT_EVERY = 5;

/** One actor handles a market message and sends two; another handles the two of the round before and books. */
function round(r: number): CommitBatch {
  const atMs = T0 + r;
  const sent = (n: number): Envelope => envelope("sender", n, "booker", { kind: "Book" }, atMs - 1);
  const sender = handled("sender", r, {
    input: envelope("market", r, "sender", { kind: "Bar" }, atMs),
    events: [decision(atMs, { intent: null })],
    sends: [sent(2 * r - 1), sent(2 * r)],
    seqAfter: 2 * r,
  });
  const booker = [-1, 0].map((i): HandledInput => {
    const n = 2 * (r - 1) + i;
    // nobody sent anything before round 1: two more market messages stand in
    const input = r === 1 ? envelope("market", 1_000_000_000 + i, "booker", { kind: "Bar" }) : sent(n);
    const events = [cashFlow(`fee:${r}${i}`, i === 0 ? AMOUNT_PER_ROUND + 3n : -3n, atMs)];
    return handled("booker", n + 2, { input, events });
  });
  const snapshots = r % SNAPSHOT_EVERY === 0 ? [snapshot("sender", r), snapshot("booker", 2 * r)] : [];
  return { ...batch(r, [...booker, sender]), snapshots };
}

function snapshot(actor: string, inputNo: number): ActorSnapshot {
  const state = encodeState({ inputNo, weight: new Float64Array(500) });
  return {
    actor,
    schema: 1,
    inputNo,
    seq: inputNo,
    timers: [],
    seen: [],
    state,
    stateHash: sha256Hex(state),
  };
}

if (import.meta.main) {
  const [address] = Deno.args;
  const nowMs = () => Date.now();
  const store = isPostgresUrl(address)
    ? createPostgresStore({ url: address, nowMs })
    : createSqliteStore({ path: address, nowMs });
  store.bind(BINDING);
  const epoch = store.raiseEpoch(ROOT_WRITER);
  for (let r = store.resumePoint().lastRound + 1;; r++) {
    store.commit(round(r), epoch);
    Deno.stdout.writeSync(new TextEncoder().encode(`${r}\n`));
  }
}
