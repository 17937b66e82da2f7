import assert from "node:assert/strict";
import type { Behavior } from "../behavior.ts";
import type { HandledInput } from "../commit_port.ts";
import { messageId } from "../envelope.ts";
import type { PacketBody } from "../tree/protocol.ts";
import { deliver, letter, type Of } from "./agent_fixture.ts";
import { loadActors } from "./load_actors.ts";
import { type FlakyStore, flakyStore, type Rig, rigOf } from "./role_fixture.ts";
import { createSteppedRole } from "./stepped_role.ts";
import { toy } from "./toy_behavior_fixture.ts";
import type { WorkerRole } from "./worker_role.ts";

interface Life extends Rig {
  readonly role: WorkerRole;
  /** What it answers to a round. */
  ask(body: PacketBody): Promise<Of<PacketBody, "Handled">>;
}

/** A life of the worker with a store of its own; `behavior` is that of both its actors. */
async function live(store: FlakyStore, snapshotEvery = 1_000, behavior = toy as Behavior): Promise<Life> {
  const epoch = store.raiseEpoch("w");
  const rig = rigOf({ store, epoch, snapshotEvery, hasOwnStore: true });
  const named = ["a", "b"].map((address) => ({ address, behavior }));
  const role = createSteppedRole(rig.context, await loadActors(rig.context.journal, named));
  const ask = (body: PacketBody) => {
    role.receive({ from: "root", to: "w", incarnation: 0, body });
    return rig.packet("Handled");
  };
  return { ...rig, role, ask };
}

function round(no: number, committedRound: number, ...seqs: readonly number[]): PacketBody {
  const letters = seqs.map((seq) => letter(seq, { kind: `Tell${seq}`, to: "y" }));
  return { ...deliver(no, ...letters) as Of<PacketBody, "Deliver">, committedRound };
}

const ids = (rows: readonly HandledInput[]) => rows.map(({ input }) => messageId(input));
const sent = (rows: readonly HandledInput[]) => rows.flatMap(({ sends }) => sends.map(messageId));
const stored = ({ batches }: FlakyStore) => batches.map(({ handled }) => ids(handled));
const settled = ({ batches }: FlakyStore) => batches.map(({ settled = [] }) => settled.map(({ seq }) => seq));
const outbox = (store: FlakyStore) => store.load("a", 1).outbox.map(messageId);

Deno.test("a worker with a store of its own has stored what it answers, and settles what the tree has committed", async () => {
  const store = flakyStore();
  const life = await live(store);
  const { rows, snapshots } = await life.ask(round(1, 0, 1));
  assert.deepEqual([ids(rows), sent(rows), snapshots], [["y#1"], ["a#1"], []]);
  assert.deepEqual([stored(store), settled(store)], [[["y#1"]], [[]]]);
  await life.ask(round(2, 0, 2));
  await life.ask(round(3, 1, 3));
  assert.deepEqual(settled(store), [[], [], [1]]);
  assert.deepEqual(outbox(store), ["a#2", "a#3"]);
});

Deno.test("a worker with a store of its own answers the same after a death, and handles nothing twice", async () => {
  const store = flakyStore();
  const first = await live(store);
  const answers = [await first.ask(round(1, 0, 1)), await first.ask(round(2, 0, 2, 3))];
  const second = await live(store);
  // the tree died too, and begins again behind round 0
  assert.deepEqual((await second.ask(round(1, 0, 1))).rows, answers[0].rows);
  assert.deepEqual((await second.ask(round(2, 1, 2, 3))).rows, answers[1].rows);
  assert.equal(store.batches.length, 2, "nothing was stored again");
  const { rows } = await second.ask(round(3, 2, 4));
  assert.deepEqual([ids(rows), sent(rows)], [["y#4"], ["a#4"]]);
  assert.deepEqual([settled(store).at(-1), outbox(store)], [[1, 2, 3], ["a#4"]]);
});

Deno.test("a worker with a store of its own leaves out what the tree has committed, and handles the rest of a round", async () => {
  const store = flakyStore();
  const life = await live(store);
  await life.ask(round(1, 0, 1));
  const { rows } = await life.ask(round(2, 1, 1, 2));
  assert.deepEqual(ids(rows), ["y#2"]);
  const mixed = await life.ask(round(3, 1, 2, 3));
  assert.deepEqual(ids(mixed.rows), ["y#2", "y#3"], "the tree may ask for a part of it again");
  assert.deepEqual(stored(store), [["y#1"], ["y#2"], ["y#3"]]);
});

Deno.test("a worker with a store of its own answers for what its port has sent, and performs it once", async () => {
  const store = flakyStore();
  const performed: string[] = [];
  const port = {
    schema: 1,
    init: () => null,
    step: () => assert.fail("a port is not stepped"),
    port: {
      // deno-lint-ignore require-await
      async perform(_: unknown, { messageId }: { messageId: string }) {
        performed.push(messageId);
        return [{ to: "y", lane: 2, body: { kind: "Done" } }];
      },
    },
  } as unknown as Behavior;
  const first = await live(store, 1_000, port);
  await first.ask(round(1, 0, 1));
  const answer = await first.ask(round(2, 1, 2, 3));
  const second = await live(store, 1_000, port);
  assert.deepEqual((await second.ask(round(2, 1, 2, 3))).rows, answer.rows);
  assert.deepEqual([sent(answer.rows), performed], [["a#2", "a#3"], ["y#1", "y#2", "y#3"]]);
  await second.ask(round(3, 2, 4));
  assert.deepEqual(outbox(store), ["a#4"]);
});

Deno.test("a worker with a store of its own snapshots only when the tree has committed all it answered", async () => {
  const store = flakyStore();
  const life = await live(store, 2);
  const inputNos = () => store.batches.map(({ snapshots }) => snapshots.map(({ inputNo }) => inputNo));
  for (const [no, committedRound] of [[1, 0], [2, 1], [3, 1], [4, 3]]) {
    assert.deepEqual((await life.ask(round(no, committedRound, no))).snapshots, []);
  }
  assert.deepEqual(inputNos(), [[], [], [], [3]], "due from input 2 on, level before round 4");
  const rest = round(5, 4);
  await life.ask(rest);
  assert.deepEqual(inputNos().at(-1), [4], "also without anything to handle");
});

Deno.test("a worker with a store of its own keeps its snapshots to itself at a stop", async () => {
  const store = flakyStore();
  const life = await live(store);
  await life.ask(round(1, 0, 1));
  life.role.receive({ from: "root", to: "w", incarnation: 0, body: { kind: "TakeSnapshots" } });
  assert.deepEqual((await life.packet("SnapshotsTaken")).snapshots, []);
  assert.deepEqual(store.batches.at(-1)!.snapshots.map(({ actor, inputNo }) => [actor, inputNo]), [["a", 1]]);
  const next = await live(store);
  await next.ask(round(2, 1, 2));
  assert.deepEqual(outbox(store), ["a#2"], "sent before the snapshot, so the tree has it");
});

Deno.test("a worker with a store of its own answers when the store can again, and not before", async () => {
  const store = flakyStore();
  const life = await live(store);
  store.away = "no disk";
  const answer = life.ask(round(1, 0, 1));
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual([life.untaken(), life.deaths, store.batches], [[], [], []]);
  store.away = "";
  assert.deepEqual(ids((await answer).rows), ["y#1"]);
  assert.equal(store.batches.length, 1);
});

Deno.test("a worker with a store of its own ends where a later life writes it", async () => {
  const store = flakyStore();
  const life = await live(store);
  store.raiseEpoch("w");
  life.role.receive({ from: "root", to: "w", incarnation: 0, body: round(1, 0, 1) });
  while (life.deaths.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.match(String(life.deaths[0]), /StaleEpochError/);
  assert.deepEqual([life.untaken(), store.batches], [[], []]);
});
