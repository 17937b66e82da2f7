// What must be true of every run of the toy bank that came to rest.
import assert from "node:assert/strict";
import { encodeState } from "../../core/mod.ts";
import type { Behavior } from "../behavior.ts";
import type { HandledInput } from "../commit_port.ts";
import { type Envelope, LANE, MARKET, messageId, timerAddress } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import { restoreActor } from "../restore_actor.ts";
import { TimerQueue } from "../timer_queue.ts";
import type { MarketMessage } from "../world.ts";
import { ActorGroup } from "./actor_group.ts";
import type { AccountState, BankMessage } from "./bank_fixture.ts";
import type { InlineFree } from "./inline_free.ts";

/** A run that came to rest, and what it was made of. */
export interface BankRun {
  readonly host: InlineFree;
  readonly store: MemoryCommit;
  readonly actors: Readonly<Record<string, Readonly<Record<string, Behavior>>>>;
  /** What the world told. */
  readonly script: readonly MarketMessage[];
}

/** What was looked at, so that a test can tell that it looked at something. */
export interface Judged {
  readonly rows: number;
  readonly sends: number;
  readonly timerRows: number;
  readonly quarantinedRows: number;
  /** Keyed sends that were superseded and never handled. */
  readonly superseded: number;
  readonly snapshots: number;
}

/** Throws AssertionError on whatever was lost, doubled, out of order, or cannot be replayed. */
export function judgeBank(run: BankRun): Judged {
  const rows = run.store.batches.flatMap(({ handled }) => handled);
  const snapshots = run.store.batches.reduce((sum, batch) => sum + batch.snapshots.length, 0);
  judgeRows(rows);
  const superseded = judgeSends(rows, run.script);
  judgeMoney(run, rows);
  judgeReplay(run);
  return {
    rows: rows.length,
    sends: rows.reduce((sum, { sends }) => sum + sends.length, 0),
    timerRows: rows.filter(({ actor, input }) => input.from === timerAddress(actor)).length,
    quarantinedRows: rows.filter(({ quarantined }) => quarantined).length,
    superseded,
    snapshots,
  };
}

/** Input numbers without gaps, logical time that never goes back, order per sender and lane. */
function judgeRows(rows: readonly HandledInput[]): void {
  const inputNos = new Map<string, number>();
  const times = new Map<string, number>();
  const seqs = new Map<string, number>();
  for (const { actor, inputNo, input } of rows) {
    assert.equal(input.to, actor);
    assert.equal(inputNo, (inputNos.get(actor) ?? 0) + 1, `rows of ${actor}`);
    assert.ok(input.atMs >= (times.get(actor) ?? 0), `time of ${actor}`);
    const pair = `${input.from} ${actor} ${input.lane}`;
    assert.ok(input.seq > (seqs.get(pair) ?? 0), `order of ${pair}`);
    inputNos.set(actor, inputNo);
    times.set(actor, input.atMs);
    seqs.set(pair, input.seq);
  }
}

/**
 * Everything sent is handled once, but for keyed data with a newer one behind it; nothing else is handled.
 */
function judgeSends(rows: readonly HandledInput[], script: readonly MarketMessage[]): number {
  const handled = new Map<string, Envelope>();
  const newest = new Map<string, number>();
  for (const { actor, input } of rows) {
    const id = messageId(input);
    assert.ok(!handled.has(id), `${id} is handled once`);
    if (input.from !== timerAddress(actor)) handled.set(id, input);
    if (input.key !== undefined) newest.set(`${input.from} ${input.key}`, input.seq);
  }
  let superseded = 0;
  for (const sent of rows.flatMap(({ sends }) => sends)) {
    const id = messageId(sent);
    const input = handled.get(id);
    handled.delete(id);
    if (input !== undefined) assert.deepEqual({ ...input, atMs: 0 }, { ...sent, atMs: 0 });
    else {
      assert.ok(sent.key !== undefined && sent.lane === LANE.data, `${id} is handled`);
      assert.ok(newest.get(`${sent.from} ${sent.key}`)! > sent.seq, `${id} is superseded`);
      superseded++;
    }
  }
  for (const { seq } of script) {
    assert.ok(handled.delete(MARKET + "#" + seq), `market message ${seq} is handled`);
  }
  assert.deepEqual([...handled.keys()], [], "nothing is handled that nobody sent");
  return superseded;
}

/** What the world gave is what the accounts have. */
function judgeMoney({ host, actors }: BankRun, rows: readonly HandledInput[]): void {
  let given = 0, held = 0;
  for (const { input, quarantined } of rows) {
    const body = input.body as BankMessage;
    if (body.kind === "Bomb") assert.ok(quarantined, "only quarantine gets past a bomb");
    else assert.ok(!quarantined, "only bombs are quarantined");
    if (input.from === MARKET && body.kind === "Deposit") given += body.amount;
  }
  for (const worker of Object.keys(actors)) {
    for (const { record } of host.group(worker).slots.values()) {
      const { balance = 0 } = record.state as Partial<AccountState>;
      assert.ok(balance >= 0);
      held += balance;
    }
  }
  assert.equal(held, given, "money is conserved");
}

/** Snapshot and fold, and the fold alone, both give the living actor; nothing is left to send. */
function judgeReplay({ host, store, actors }: BankRun): void {
  const journal = MemoryCommit.create(store.batches.map((batch) => ({ ...batch, snapshots: [] })));
  assert.deepEqual(store.resumePoint().pending, []);
  for (const [worker, behaviors] of Object.entries(actors)) {
    const group = host.group(worker);
    assert.ok(ActorGroup.isIdle(group), `${worker} is idle`);
    for (const [address, behavior] of Object.entries(behaviors)) {
      const living = group.slots.get(address)!.record;
      for (const port of [journal, store]) {
        const timing = { timers: TimerQueue.create(), fired: new Map<string, number>() };
        const restored = restoreActor(
          { address, behavior, history: port.load(address, behavior.schema) },
          timing,
        );
        assert.equal(encodeState(restored.state), encodeState(living.state), `replay of ${address}`);
        assert.deepEqual([restored.inputNo, restored.seq], [living.inputNo, living.seq]);
        assert.deepEqual(TimerQueue.of(timing.timers, address), [], `timers of ${address}`);
        assert.equal(timing.fired.get(address), group.timing.fired.get(address));
      }
    }
  }
}
