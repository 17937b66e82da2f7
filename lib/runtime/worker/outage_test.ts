import assert from "node:assert/strict";
import type { CommitBatch, HandledInput } from "../commit_port.ts";
import { LANE, messageId } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import type { PacketBody } from "../tree/protocol.ts";
import { type Agent, bootOf, isGone, letter, startAgent, within } from "./agent_fixture.ts";
import { type EmergencyLog, openEmergencyLog } from "./emergency_log.ts";
import { type FlakyStore, flakyStore } from "./role_fixture.ts";

/** A store, and the folder of the worker's log. */
interface Place extends Disposable {
  readonly memory: MemoryCommit;
  readonly store: FlakyStore;
  readonly folder: string;
  readonly path: string;
}

function place(): Place {
  const folder = Deno.makeTempDirSync();
  const memory = MemoryCommit.create();
  const store = flakyStore(memory);
  const dispose = () => Deno.removeSync(folder, { recursive: true });
  return { memory, store, folder, path: `${folder}/w.log`, [Symbol.dispose]: dispose };
}

/** A life of the worker "w", with actor a alone. */
async function live({ memory, store, folder, path }: Place, hasLog = true): Promise<Agent> {
  const boot = bootOf({ delivery: "free", epoch: memory.raiseEpoch("w") });
  const spec = { ...boot.spec, actors: boot.spec.actors.slice(0, 1) };
  const emergencyLog = hasLog ? { emergencyLog: path } : {};
  const agent = startAgent({ boot: { ...boot, spec: { ...spec, ...emergencyLog } }, store, folder });
  await agent.report("Ready");
  return agent;
}

/** y tells a to tell y. */
function told(...seqs: readonly number[]): PacketBody {
  const envelopes = seqs.map((seq) => letter(seq, { kind: `Tell${seq}`, to: "y" }));
  return {
    ...{ kind: "Link", acks: [] },
    frames: [{ from: "y", to: "a", lane: LANE.orders, after: seqs[0] - 1, envelopes }],
  };
}

/** The texts that a tells y, until this one. */
async function toldOn(agent: Agent, last: string): Promise<string[]> {
  const texts: string[] = [];
  while (!texts.includes(last)) {
    const { to, body } = await agent.packet("Link");
    if (to !== "far") continue;
    for (const { envelopes } of body.frames) {
      for (const { body } of envelopes) texts.push((body as unknown as { text: string }).text);
    }
  }
  return texts;
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const look = async () => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await within(look(), () => what);
}

const rowsOf = (batches: readonly CommitBatch[]) => batches.flatMap(({ handled }) => handled);
const kinds = (rows: readonly HandledInput[]) => rows.map(({ input }) => input.body.kind);

/** What stands in the log while a worker has it open. */
function logged({ folder, path }: Place): readonly CommitBatch[] {
  Deno.copyFileSync(path, `${folder}/copy`);
  const log: EmergencyLog = openEmergencyLog(`${folder}/copy`);
  log.close();
  return log.left;
}

/** All there is of a: each input once, without gaps. */
function expectWhole({ memory }: Place, ...expected: readonly string[]): void {
  const rows = rowsOf(memory.batches);
  assert.deepEqual(rows.map(({ inputNo }) => inputNo), rows.map((_, i) => i + 1));
  assert.deepEqual(kinds(rows), expected);
  assert.equal(new Set(rows.map(({ input }) => messageId(input))).size, rows.length);
}

Deno.test("a worker with an emergency log goes on without its store, and hands over what it did in order", async () => {
  using at = place();
  await using agent = await live(at);
  await until("the first word of the store", () => at.memory.batches.length === 1);
  at.store.away = "no disk";
  agent.send(told(1));
  assert.deepEqual(await toldOn(agent, "Tell1"), ["Tell1"]);
  assert.ok(kinds(rowsOf(logged(at))).includes("Tell1"), "what is released is in the log");
  agent.send(told(2, 3));
  assert.deepEqual(await toldOn(agent, "Tell3"), ["Tell2", "Tell3"]);
  assert.equal(at.memory.batches.length, 1);
  at.store.away = "";
  await until("the log is handed over", () => rowsOf(at.memory.batches).length === 6);
  expectWhole(at, "StoreRecovered", "Tell1", "StoreDegraded", "Tell2", "Tell3", "StoreRecovered");
  const { input: { atMs, body } } = rowsOf(at.memory.batches)[2];
  assert.ok(atMs > 0 && (body as unknown as { atMs: number }).atMs > Date.now() - 60_000);
  assert.deepEqual(logged(at), []);
});

for (const merged of [0, 1, 2]) {
  Deno.test(`a worker that dies in an outage loses and doubles nothing, with ${merged} batches of its log merged`, async () => {
    using at = place();
    {
      await using agent = await live(at);
      await until("the first word of the store", () => at.memory.batches.length === 1);
      at.store.away = "no disk";
      for (const seq of [1, 2]) {
        agent.send(told(seq));
        await toldOn(agent, `Tell${seq}`);
      }
    }
    for (const batch of logged(at).slice(0, merged)) at.memory.commit(batch, { writer: "w", number: 1 });
    at.store.away = "";
    await using agent = await live(at);
    assert.deepEqual(logged(at), [], "merged before anything else");
    assert.deepEqual(
      kinds(at.memory.load("a", 1).inputs.map((row) => row as unknown as HandledInput)).slice(0, 4),
      [
        "StoreRecovered",
        "Tell1",
        "StoreDegraded",
        "Tell2",
      ],
    );
    assert.deepEqual(await toldOn(agent, "Tell2"), ["Tell1", "Tell2"], "unsettled, so it goes out again");
    agent.send(told(1, 2, 3));
    await toldOn(agent, "Tell3");
    expectWhole(at, "StoreRecovered", "Tell1", "StoreDegraded", "Tell2", "StoreRecovered", "Tell3");
  });
}

Deno.test("a worker that stops in an outage has all of it in its log, for its next life", async () => {
  using at = place();
  {
    await using agent = await live(at);
    await until("the first word of the store", () => at.memory.batches.length === 1);
    at.store.away = "no disk";
    agent.send(told(1));
    await toldOn(agent, "Tell1");
    agent.tell({ kind: "Stop" });
    await agent.report("Stopped");
    assert.equal(at.memory.batches.length, 1);
  }
  at.store.away = "";
  await using agent = await live(at);
  await toldOn(agent, "Tell1");
  await until("the new life has said something", () => rowsOf(at.memory.batches).length >= 4);
  const rows = kinds(rowsOf(at.memory.batches));
  assert.deepEqual(rows.slice(0, 2), ["StoreRecovered", "Tell1"]);
  assert.equal(at.memory.load("a", 1).snapshot!.inputNo >= 2, true, "the snapshot of the stop is there");
});

Deno.test("a worker whose life was declared dead in an outage ends, and leaves its log to the next", async () => {
  using at = place();
  await using agent = await live(at);
  await until("the first word of the store", () => at.memory.batches.length === 1);
  at.store.away = "no disk";
  agent.send(told(1));
  await toldOn(agent, "Tell1");
  at.memory.raiseEpoch("w");
  at.store.away = "";
  assert.deepEqual((await agent.report("Crashed")).report.reason, { kind: "killed", detail: "superseded" });
  assert.deepEqual(kinds(rowsOf(logged(at))).slice(0, 1), ["Tell1"]);
  await agent[Symbol.asyncDispose]();
  await using _next = await live(at);
  assert.deepEqual(kinds(rowsOf(at.memory.batches)).slice(0, 2), ["StoreRecovered", "Tell1"]);
});

Deno.test("a worker does not start where another has its log open", async () => {
  using at = place();
  const other = openEmergencyLog(at.path);
  const boot = bootOf({ delivery: "free", epoch: at.memory.raiseEpoch("w") }, { emergencyLog: at.path });
  await using agent = startAgent({ boot, store: at.store, folder: at.folder });
  const { report } = await agent.report("Crashed");
  assert.equal(report.reason.kind, "load_failed");
  assert.match(report.message, /Cannot open emergency log .* as nobody else may write it/);
  await isGone("w", boot.incarnation);
  other.close();
  await using _next = await live(at);
});

Deno.test("a worker without an emergency log holds while its store cannot, and goes on when it can", async () => {
  using at = place();
  await using agent = await live(at, false);
  at.store.away = "no disk";
  agent.send(told(1, 2));
  for (let beats = 0; beats < 5; beats++) await agent.report("Beat");
  assert.deepEqual([agent.untaken().includes("Link"), at.memory.batches], [false, []]);
  at.store.away = "";
  assert.deepEqual(await toldOn(agent, "Tell2"), ["Tell1", "Tell2"]);
  expectWhole(at, "Tell1", "Tell2");
});
