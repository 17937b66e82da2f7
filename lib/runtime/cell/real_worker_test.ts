import assert from "node:assert/strict";
import { type Envelope, LANE } from "../envelope.ts";
import type { PacketBody } from "../tree/protocol.ts";
import type { WorkerSpec } from "../tree/tree_spec.ts";
import { bootOf, driveCell, TIMING } from "./driven_cell_fixture.ts";
import { tempDir } from "./lock_holder_fixture.ts";

const cellModule = new URL("./real_cell_fixture.ts", import.meta.url);

Deno.test("a cell hosts the runtime's own workers: they load from the journal, handle, crash and come back", async () => {
  await using cell = driveCell({ workers: ["journal", "w"], cellModule });
  await cell.next("CellReady");
  const start = (id: string, incarnation: number, spec: Partial<WorkerSpec>) => {
    const boot = bootOf(id, TIMING, { incarnation });
    const whole = { ...boot, delivery: "stepped", spec: { ...boot.spec, ...spec } } as const;
    cell.process.send([{ kind: "StartWorker", boot: whole }]);
  };
  const deliver = (round: number, kind: string) => {
    const envelope: Envelope = {
      ...{ from: "y", to: "a", seq: round, lane: LANE.orders, atMs: 0, causedBy: "", body: { kind } },
    };
    const body: PacketBody = {
      kind: "Deliver",
      round,
      committedRound: round - 1,
      inputs: [{ envelope, quarantine: false }],
    };
    cell.process.send([{ kind: "Carry", packets: [{ to: "w", from: "root", incarnation: 0, body }] }]);
  };
  start("journal", 1, { store: { kind: "memory", args: null } });
  await cell.next("WorkerReady", "journal");
  const poison = { afterCrashes: 1, byKind: {}, otherwise: "halt" } as const;
  for (const incarnation of [1, 2]) {
    start("w", incarnation, { actors: [{ address: "a", kind: "toy", args: null, poison }] });
    const { actors } = await cell.next("WorkerReady", "w");
    assert.deepEqual(actors, [{ address: "a", timers: [], fired: 0 }]);
    deliver(1, "Hello");
    const { packets: [{ from, body }] } = await cell.next("Carry");
    assert.ok(from === "w" && body.kind === "Handled");
    assert.equal(body.rows.length, 1);
    deliver(2, "Throw");
    const { reason, crash } = await cell.next("WorkerFailed", "w");
    assert.equal(reason.kind, "crash");
    assert.deepEqual(crash?.handling, { actor: "a", messageId: "y#2", kind: "Throw" });
    assert.deepEqual((await cell.next("WorkerGone", "w")).crash, crash);
  }
  cell.process.send([{ kind: "StopWorker", id: "journal", incarnation: 1 }]);
  assert.equal((await cell.next("WorkerGone", "journal")).reason.kind, "shutdown");
});

Deno.test("a worker whose program its cell may not read fails to load, and says so without colours", async () => {
  using dir = tempDir();
  const read = [`${import.meta.dirname}/..`, dir.path];
  const lockPath = `${dir.path}/cell.lock`;
  const spec = { permissions: { read, write: [dir.path] } };
  await using cell = driveCell({ workers: ["w"], cellModule, lockPath, spec });
  await cell.next("CellReady");
  cell.start("w");
  const { reason } = await cell.next("WorkerFailed", "w");
  assert.equal(reason.kind, "load_failed");
  assert.match(reason.detail, /^Requires read access to "[^"]*core\/mod.ts"/);
  assert.ok(!reason.detail.includes("\u001b"));
  await cell.next("WorkerGone", "w");
});
