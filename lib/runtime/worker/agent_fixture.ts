// Plays the agent of one worker, and root and journal behind it.
import { DEFAULT_TIMING, type Place, type WorkerSpec } from "../tree/tree_spec.ts";
import {
  type Boot,
  type Packet,
  type PacketBody,
  ROOT,
  type WorkerCommand,
  type WorkerReport,
} from "../tree/protocol.ts";
import { LANE, type Lane } from "../envelope.ts";
import type { Envelope } from "../envelope.ts";
import { JournalServer } from "./journal_server.ts";
import type { JournalStore } from "./registry.ts";
import type { Toy } from "./toy_behavior_fixture.ts";

/** Long enough for a busy machine; tests that pass wait for much less. */
const DEADLINE_MS = 10_000;

export type Of<T, K> = Extract<T, { readonly kind: K }>;

export interface Agent extends AsyncDisposable {
  tell(command: WorkerCommand, transfer?: Transferable[]): void;
  /** A packet to the worker, from the root unless said otherwise. */
  send(body: PacketBody, from?: { readonly from: string; readonly incarnation: number }): void;
  /** The next report of a kind that was not taken yet. */
  report<K extends WorkerReport["kind"]>(kind: K): Promise<Of<WorkerReport, K>>;
  /** The same for packets. */
  packet<K extends PacketBody["kind"]>(kind: K): Promise<Packet & { readonly body: Of<PacketBody, K> }>;
  /** All reports and packets so far that nobody took, by kind. */
  untaken(): string[];
  /** What the Worker object said: nothing, if the worker reports its own death. */
  readonly outerErrors: readonly string[];
}

export interface AgentOptions {
  readonly boot: Boot;
  /** @default {toy_worker_fixture.ts} */
  readonly module?: string;
  /** Answers the worker's JournalRequests; without it nobody does. */
  readonly store?: JournalStore;
  /** Folder that the worker may read and write. @default {none} */
  readonly folder?: string;
}

export function startAgent(
  { boot, module = "./toy_worker_fixture.ts", store, folder }: AgentOptions,
): Agent {
  const permissions = folder === undefined ? "none" : { read: [folder], write: [folder] };
  const options: WorkerOptions = { type: "module", deno: { permissions } };
  const worker = new Worker(new URL(module, import.meta.url), options);
  const server = store === undefined ? null : JournalServer.create(store);
  const reports = createInbox<WorkerReport>(({ kind }) => kind);
  const packets = createInbox<Packet>(({ body }) => body.kind);
  const outerErrors: string[] = [];
  const tell = (command: WorkerCommand, transfer: Transferable[] = []) =>
    worker.postMessage(command, transfer);
  const send: Agent["send"] = (body, from = { from: ROOT, incarnation: 0 }) =>
    tell({ kind: "Carry", packets: [{ to: boot.spec.id, ...from, body }] });

  function onPacket(packet: Packet): void {
    const { from, incarnation, body } = packet;
    if (body.kind !== "JournalRequest" || server === null) return packets.add(packet);
    const { requestId, call } = body;
    const result = JournalServer.answer(server, { from, incarnation, requestId, call });
    send({ kind: "JournalReply", requestId, result }, { from: boot.journal, incarnation: 1 });
  }
  worker.onmessage = ({ data }: MessageEvent<WorkerReport>) => {
    if (data.kind === "Carry") data.packets.forEach(onPacket);
    else reports.add(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    outerErrors.push(event.message);
  };
  tell({ kind: "Boot", boot });
  return {
    tell,
    send,
    report: (kind) => reports.take(kind) as never,
    packet: (kind) => packets.take(kind) as never,
    untaken: () => [...reports.kinds(), ...packets.kinds()],
    outerErrors,
    async [Symbol.asyncDispose]() {
      worker.terminate();
      await isGone(boot.spec.id, boot.incarnation);
    },
  };
}

interface Inbox<T> {
  add(item: T): void;
  take(kind: string): Promise<T>;
  kinds(): string[];
}

function createInbox<T>(kindOf: (item: T) => string): Inbox<T> {
  const items: T[] = [];
  const takers: { readonly kind: string; readonly give: (item: T) => void }[] = [];
  return {
    add(item) {
      const i = takers.findIndex(({ kind }) => kind === kindOf(item));
      if (i >= 0) takers.splice(i, 1)[0].give(item);
      else items.push(item);
    },
    take(kind) {
      const i = items.findIndex((item) => kindOf(item) === kind);
      if (i >= 0) return Promise.resolve(items.splice(i, 1)[0]);
      const late = () => `Nothing of kind ${kind} within ${DEADLINE_MS} ms; there are: ${items.map(kindOf)}`;
      return within(new Promise((give) => takers.push({ kind, give })), late);
    },
    kinds: () => items.map(kindOf),
  };
}

/** The promise's value, or an error once the deadline has passed. */
export async function within<T>(promise: Promise<T>, late: () => string): Promise<T> {
  const { promise: never, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(late())), DEADLINE_MS);
  return await Promise.race([promise, never]).finally(() => clearTimeout(timer));
}

interface LockHost {
  request(name: string, ...rest: unknown[]): Promise<void>;
}
const { locks } = navigator as unknown as { readonly locks: LockHost };

/** Resolves once the lock of this life is free: the thread has ended. */
export async function isGone(worker: string, incarnation: number): Promise<void> {
  const name = `worker:${worker}#${incarnation}`;
  await within(locks.request(name, () => {}), () => `${name} is still held`);
}

/** True if this life's lock is held. */
export async function isAlive(worker: string, incarnation: number): Promise<boolean> {
  let isHeld = false;
  const look = (lock: unknown) => void (isHeld = lock === null);
  await locks.request(`worker:${worker}#${incarnation}`, { ifAvailable: true }, look);
  return isHeld;
}

/** Takes the lock of a life in its place, until the returned function is called. */
export async function holdInItsPlace(worker: string, incarnation: number): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await new Promise<void>((taken) => {
    void locks.request(`worker:${worker}#${incarnation}`, () => {
      taken();
      return promise;
    });
  });
  return resolve;
}

let lives = 0;

/** A number for a life that no other test has: the tests' locks share one process. */
export function newIncarnation(): number {
  return ++lives;
}

/** A toy tree's worker "w" with actors a and b; x lives in the worker "peer" of the same cell, y in another cell. */
export function bootOf(changes: Partial<Boot> = {}, spec: Partial<WorkerSpec> = {}): Boot {
  const poison = { afterCrashes: 2, byKind: {}, otherwise: "halt" } as const;
  const actors = ["a", "b"].map((address) => ({ address, kind: "toy", args: null, poison }));
  const places = new Map<string, Place>([
    ["a", { worker: "w", cell: "deck", journal: "journal" }],
    ["b", { worker: "w", cell: "deck", journal: "journal" }],
    ["x", { worker: "peer", cell: "deck", journal: "journal" }],
    ["y", { worker: "far", cell: "keel", journal: "journal" }],
  ]);
  return {
    spec: {
      ...{
        id: "w",
        actors,
        restart: "permanent",
        shutdownMs: 1_000,
        readyMs: 5_000,
        permissions: {},
        wrap: [],
      },
      ...spec,
    },
    cell: "deck",
    incarnation: newIncarnation(),
    epoch: { writer: "w", number: 1 },
    delivery: "stepped",
    timing: { ...DEFAULT_TIMING, heartbeatMs: 20 },
    snapshotEvery: 1_000,
    journal: "journal",
    hasOwnStore: false,
    places,
    verdicts: [],
    ...changes,
  };
}

/** A message from `from`, to actor a unless said otherwise. */
export function letter(seq: number, body: Toy, changes: Partial<Envelope> = {}): Envelope {
  const lane: Lane = LANE.orders;
  return { from: "y", seq, to: "a", lane, atMs: 1_000, causedBy: "", body, ...changes };
}

/** A round's Deliver. */
export function deliver(round: number, ...envelopes: readonly Envelope[]): PacketBody {
  return {
    kind: "Deliver",
    round,
    committedRound: round - 1,
    inputs: envelopes.map((envelope) => ({ envelope, quarantine: false })),
  };
}
