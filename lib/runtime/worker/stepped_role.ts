// impure-file: it measures by the host's clock, and waits where a wrapper does
import { NONE } from "../behavior.ts";
import type { CommitBatch, HandledInput } from "../commit_port.ts";
import { StaleEpochError } from "../errors.ts";
import { type Delivery, type Packet, type PacketBody, ROOT } from "../tree/protocol.ts";
import { beforeHandling } from "./before_handling.ts";
import { Hand } from "./hand.ts";
import type { LoadedActor } from "./load_actors.ts";
import { OwnStore } from "./own_store.ts";
import { SteppedActors, type Waiting } from "./stepped_actors.ts";
import type { RoleMetrics, WorkerContext, WorkerRole } from "./worker_role.ts";

type Order = Extract<PacketBody, { readonly kind: "Deliver" | "TakeSnapshots" }>;
type Deliver = Extract<PacketBody, { readonly kind: "Deliver" }>;
type Handled = Extract<PacketBody, { readonly kind: "Handled" }>;

interface Job {
  readonly order: Order;
  readonly arrivedMs: number;
  /** How many of its inputs are done. */
  done: number;
}

interface Host {
  readonly context: WorkerContext;
  readonly actors: SteppedActors;
  /** Null where the tree's store is the only one. */
  readonly own: OwnStore | null;
  /** In the order they came; the first is under way. */
  readonly jobs: Job[];
  /** The last answer: to the same round again, it is given again. */
  answer: Handled | null;
  readonly deadLetters: { unexpected: number };
  isPumping: boolean;
}

/**
 * Stepped delivery in a worker: one Deliver after the other, each answered by one Handled. Without wrappers that wait,
 * ports and a store of its own, a Deliver is handled without ever yielding.
 *
 * With a store of its own, what it did is stored there before it answers, and asked again it answers the same.
 */
export function createSteppedRole(context: WorkerContext, loaded: readonly LoadedActor[]): WorkerRole {
  const { snapshotEvery, hasOwnStore } = context.boot;
  const rows: HandledInput[] = [];
  const actors = SteppedActors.restore(loaded, snapshotEvery, (row) => hasOwnStore && rows.push(row));
  const host: Host = {
    context,
    actors,
    own: hasOwnStore ? OwnStore.create(rows, loaded.map(({ history }) => history)) : null,
    jobs: [],
    answer: null,
    deadLetters: { unexpected: 0 },
    isPumping: false,
  };
  return {
    actors: SteppedActors.ready(host.actors),
    receive: (packet) => receive(host, packet),
    metrics: () => metrics(host),
    stop: context.end,
  };
}

function receive(host: Host, { body }: Packet): void {
  if (body.kind === "Deliver" || body.kind === "TakeSnapshots") {
    host.jobs.push({ order: body, arrivedMs: performance.now(), done: 0 });
    if (!host.isPumping) pump(host).catch(host.context.die);
  } else if (body.kind !== "PeerUp" && body.kind !== "PeerGone" && body.kind !== "Poisoned") {
    host.deadLetters.unexpected++;
  }
}

async function pump(host: Host): Promise<void> {
  const { jobs, context } = host;
  host.isPumping = true;
  while (jobs.length > 0) {
    context.transport.send(await carryOut(host, jobs[0]), ROOT);
    jobs.shift();
  }
  host.isPumping = false;
}

async function carryOut(host: Host, job: Job): Promise<PacketBody> {
  const { order } = job;
  if (order.kind === "TakeSnapshots") return await takeSnapshots(host);
  if (host.answer?.round === order.round) return host.answer;
  return host.answer =
    await (host.own === null ? deliver(host, job, order) : deliverOwn(host, host.own, job, order));
}

async function takeSnapshots({ actors, own, context }: Host): Promise<PacketBody> {
  const snapshots = SteppedActors.snapshotAll(actors);
  if (own === null) return { kind: "SnapshotsTaken", snapshots };
  await storeOwn(context, { handled: NONE, snapshots, settled: OwnStore.takeSettled(own) });
  return { kind: "SnapshotsTaken", snapshots: NONE };
}

async function deliver(host: Host, job: Job, { round, inputs }: Deliver): Promise<Handled> {
  const rows: HandledInput[] = [];
  for (const delivery of inputs) {
    job.done++;
    if (!SteppedActors.isDuplicate(host.actors, delivery)) rows.push(await handle(host, delivery));
  }
  return { kind: "Handled", round, rows, snapshots: SteppedActors.endRound(host.actors) };
}

async function deliverOwn(host: Host, own: OwnStore, job: Job, order: Deliver): Promise<Handled> {
  const { round, inputs, committedRound } = order;
  OwnStore.onCommitted(own, committedRound);
  const snapshots = OwnStore.isLevel(own) ? SteppedActors.endRound(host.actors) : NONE;
  const rows: HandledInput[] = [], fresh: HandledInput[] = [];
  for (const delivery of inputs) {
    job.done++;
    if (SteppedActors.isDuplicate(host.actors, delivery)) {
      const known = OwnStore.answer(own, delivery.envelope, round);
      if (known !== null) rows.push(known);
      continue;
    }
    const row = await handle(host, delivery);
    rows.push(row);
    fresh.push(row);
  }
  if (fresh.length > 0) OwnStore.note(own, fresh, round);
  if (fresh.length > 0 || snapshots.length > 0) {
    await storeOwn(host.context, { handled: fresh, snapshots, settled: OwnStore.takeSettled(own) });
  }
  return { kind: "Handled", round, rows, snapshots: NONE };
}

async function storeOwn(
  { journal, boot: { epoch } }: WorkerContext,
  what: Omit<CommitBatch, "rounds">,
): Promise<void> {
  const result = await journal.ask({ op: "commit", batch: { rounds: null, ...what }, epoch: epoch! });
  if (!result.ok) throw new StaleEpochError(epoch!, result.newest);
}

/** A port has no message in hand: no supervisor knows how long a network may take. */
async function handle(host: Host, delivery: Delivery): Promise<HandledInput> {
  const { actors, context: { hand, wrappers } } = host;
  const startMs = performance.now();
  const performed = SteppedActors.isPort(actors, delivery);
  if (!performed) Hand.take(hand, delivery.envelope, startMs);
  const wait = delivery.quarantine ? undefined : beforeHandling(wrappers, delivery.envelope);
  if (wait !== undefined) await wait;
  const row = performed
    ? await SteppedActors.perform(actors, delivery)
    : SteppedActors.handle(actors, delivery);
  Hand.drop(hand);
  SteppedActors.note(actors, delivery, 1_000 * (performance.now() - startMs));
  return row;
}

function metrics({ jobs, actors, deadLetters }: Host): RoleMetrics {
  const waiting = waitingFor(jobs, performance.now());
  return {
    isIdle: jobs.length === 0,
    staleWrites: 0,
    actors: SteppedActors.metrics(actors, waiting),
    deadLetters,
  };
}

/** By address; jobs are in the order they came, so the first message found is the oldest. */
function waitingFor(jobs: readonly Job[], nowMs: number): ReadonlyMap<string, Waiting> {
  const waiting = new Map<string, Waiting>();
  for (const { order, arrivedMs, done } of jobs) {
    if (order.kind !== "Deliver") continue;
    for (const { envelope: { to } } of order.inputs.slice(done)) {
      const known = waiting.get(to);
      waiting.set(to, { depth: (known?.depth ?? 0) + 1, oldestMs: known?.oldestMs ?? nowMs - arrivedMs });
    }
  }
  return waiting;
}
