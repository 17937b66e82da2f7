// A machine whose cells are objects in this process: each obeys as a good cell does, or as a test tells it to.
import assert from "node:assert/strict";
import type { SpawnCellOptions } from "../cell/cell_process.ts";
import { LANE } from "../envelope.ts";
import { MemoryCommit } from "../memory_commit.ts";
import type { ExitReason } from "../supervision/child_spec.ts";
import type {
  AgentCommand,
  AgentReport,
  Boot,
  CrashReport,
  Delivery,
  EffectivePermissions,
  Packet,
  PacketBody,
} from "../tree/protocol.ts";
import { JournalServer } from "../worker/journal_server.ts";
import { actorMetrics, metrics } from "./life_fixture.ts";

type Report = Exclude<AgentReport, { readonly kind: "Beat" }>;

/** One life of a worker in a fake cell. */
export interface FakeWorker {
  readonly boot: Boot;
  readonly server: JournalServer | null;
  /** Handled so far, by address; the first time it counts on from what the store holds. */
  readonly handled: Map<string, number>;
}

/** One process. */
export interface FakeCell {
  readonly id: string;
  readonly pid: number;
  readonly workers: Map<string, FakeWorker>;
  /** Stopped by a signal: does and says nothing, until it is killed. */
  isFrozen: boolean;
  isGone: boolean;
  report(report: AgentReport): void;
  /** A worker dies and is proven gone. */
  crash(worker: string, crash?: Partial<CrashReport>): void;
  /** The process ends. */
  exit(reason: ExitReason): void;
}

export interface FakeMachine {
  readonly spawn: (options: SpawnCellOptions) => ReturnType<typeof processOf>;
  readonly store: MemoryCommit;
  /** Every process there ever was. */
  readonly cells: FakeCell[];
  /** What a root must never do. */
  readonly breaches: string[];
  /** The newest process of a cell. */
  cell(id: string): FakeCell;
  /** True: the command was dealt with, or is lost. */
  overrule: (command: AgentCommand, cell: FakeCell) => boolean;
  /** True: the process cannot be killed. */
  isUnkillable: (cell: FakeCell) => boolean;
}

const NOBODY = {} as EffectivePermissions;

/** An empty machine. Its journals keep one store, as if it were a file. */
export function fakeMachine(): FakeMachine {
  const machine: FakeMachine = {
    spawn: (options) => spawn(machine, options),
    ...{ store: MemoryCommit.create(), cells: [], breaches: [] },
    overrule: () => false,
    isUnkillable: () => false,
    cell(id) {
      const found = machine.cells.findLast((cell) => cell.id === id);
      assert.ok(found !== undefined, `no cell ${id} was ever started`);
      return found;
    },
  };
  return machine;
}

function spawn(machine: FakeMachine, options: SpawnCellOptions) {
  const { spec, onReport, onExit, timing } = options;
  const before = machine.cells.findLast(({ id }) => id === spec.id);
  if (before?.isGone === false) machine.breaches.push(`${spec.id} was started while it lives`);
  const cell: FakeCell = {
    ...{ id: spec.id, pid: 1_000 + machine.cells.length, workers: new Map() },
    ...{ isFrozen: false, isGone: false },
    report: (report) => {
      if (!cell.isGone && !cell.isFrozen) onReport(report);
    },
    crash: (id, crash) => crashWorker(cell, id, crash),
    exit: (reason) => {
      if (cell.isGone) return;
      cell.isGone = true;
      clearInterval(beats);
      onExit(reason, { code: null, signal: null });
    },
  };
  const beats = setInterval(() => beat(cell), timing.heartbeatMs);
  machine.cells.push(cell);
  setImmediate(() => obey(machine, cell, { kind: "Boot" }));
  return processOf(machine, cell);
}

function processOf(machine: FakeMachine, cell: FakeCell) {
  return {
    pid: cell.pid,
    send: (commands: readonly AgentCommand[]) => {
      for (const command of commands) setTimeout(() => obey(machine, cell, command), 0);
    },
    kill: () => {
      if (machine.isUnkillable(cell)) return;
      setImmediate(() => cell.exit({ kind: "killed", detail: "the process was ended by SIGKILL" }));
    },
    disconnect: () => {},
  };
}

function beat(cell: FakeCell): void {
  const workers = [...cell.workers].map(([id, { boot, handled }]) => {
    const actors = boot.spec.actors.map(({ address }) => actorMetrics(address, handled.get(address) ?? 0));
    return { id, incarnation: boot.incarnation, metrics: metrics({ takenMs: Date.now(), actors }) };
  });
  cell.report({ kind: "Beat", workers });
}

/** What a cell is told; its boot comes with its spawn. */
type Told = AgentCommand | { readonly kind: "Boot" };

function obey(machine: FakeMachine, cell: FakeCell, told: Told): void {
  if (cell.isGone || cell.isFrozen) return;
  if (told.kind === "StartWorker") judgeStart(machine, told.boot);
  if (machine.overrule(told as AgentCommand, cell)) return;
  switch (told.kind) {
    case "Boot":
      return cell.report({ kind: "CellReady", pid: cell.pid, effective: NOBODY });
    case "StartWorker":
      return startWorker(machine, cell, told.boot);
    case "StopWorker":
      return endWorker(cell, told, { kind: "shutdown", detail: "stopped in order" });
    case "KillWorker":
      return endWorker(cell, told, { kind: "killed", detail: "its thread was ended from outside" });
    case "Carry":
      return told.packets.forEach((packet) => take(cell, packet));
    case "Leave":
      return cell.exit({ kind: "normal", detail: "the process left (exit code 0)" });
  }
}

/** One life at a time, each in an epoch that was raised for it. */
function judgeStart(
  { cells, store, breaches }: FakeMachine,
  { spec: { id }, incarnation, epoch }: Boot,
): void {
  const alive = cells.filter((cell) => !cell.isGone && cell.workers.has(id));
  if (alive.length > 0) breaches.push(`${id}#${incarnation} was started while it lives`);
  if (epoch !== null && store.epochs.get(id) !== epoch.number) {
    breaches.push(`${id}#${incarnation} was started in epoch ${epoch.number} of ${store.epochs.get(id)}`);
  }
}

function startWorker({ store }: FakeMachine, cell: FakeCell, boot: Boot): void {
  const { spec: { id }, incarnation } = boot;
  const server = boot.spec.store === undefined ? null : JournalServer.create(store);
  const handled = new Map(
    boot.spec.actors.map(({ address }) => [address, store.load(address, -1).inputs.length]),
  );
  cell.workers.set(id, { boot, server, handled });
  const actors = boot.spec.actors.map(({ address }) => ({ address, timers: [], fired: 0 }));
  cell.report({ kind: "WorkerReady", id, incarnation, actors });
}

function endWorker(
  cell: FakeCell,
  { id, incarnation }: { readonly id: string; readonly incarnation: number },
  reason: ExitReason,
): void {
  if (cell.workers.get(id)?.boot.incarnation !== incarnation) return;
  cell.workers.delete(id);
  cell.report({ kind: "WorkerGone", id, incarnation, reason, crash: null });
}

function crashWorker(cell: FakeCell, id: string, more: Partial<CrashReport> = {}): void {
  const { incarnation } = cell.workers.get(id)!.boot;
  const reason: ExitReason = { kind: "crash", detail: more.message ?? "boom" };
  const crash = { reason, name: "Error", message: "boom", stack: "", cause: "", handling: null, ...more };
  cell.report({ kind: "WorkerFailed", id, incarnation, reason, crash });
  cell.workers.delete(id);
  cell.report({ kind: "WorkerGone", id, incarnation, reason, crash } as Report);
}

/** What a worker says to each packet; toys handle what they are given without a word. */
function take(cell: FakeCell, { to, from, incarnation, body }: Packet): void {
  const worker = cell.workers.get(to);
  if (worker === undefined) return;
  if (body.kind === "JournalRequest") {
    const { requestId, call } = body;
    const result = JournalServer.answer(worker.server!, { from, incarnation, requestId, call });
    say(cell, worker, { kind: "JournalReply", requestId, result });
  } else if (body.kind === "Deliver") {
    const rows = body.inputs.map((delivery) => handle(worker, delivery));
    say(cell, worker, { kind: "Handled", round: body.round, rows, snapshots: [] });
  } else if (body.kind === "TakeSnapshots") say(cell, worker, { kind: "SnapshotsTaken", snapshots: [] });
}

function handle({ handled }: FakeWorker, { envelope }: Delivery) {
  const { to: actor } = envelope;
  const inputNo = (handled.get(actor) ?? 0) + 1;
  handled.set(actor, inputNo);
  return { actor, inputNo, input: envelope, events: [], sends: sendsOf(envelope), timers: [], seqAfter: 0 };
}

/** A message "Lost" makes its receiver write to nobody. */
function sendsOf({ to: from, seq, atMs, body }: Delivery["envelope"]) {
  if (body.kind !== "Lost") return [];
  return [{ from, seq, to: "nobody", lane: LANE.orders, atMs, causedBy: "", body: { kind: "Hi" } }];
}

/** From a worker to the root. */
export function say(cell: FakeCell, { boot }: FakeWorker, body: PacketBody): void {
  const packet: Packet = { to: "root", from: boot.spec.id, incarnation: boot.incarnation, body };
  cell.report({ kind: "Carry", packets: [packet] });
}
