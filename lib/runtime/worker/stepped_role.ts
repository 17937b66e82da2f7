// impure-file: it measures by the host's clock, and waits where a wrapper does
import type { HandledInput } from "../commit_port.ts";
import { type Delivery, type Packet, type PacketBody, ROOT } from "../tree/protocol.ts";
import { beforeHandling } from "./before_handling.ts";
import { Hand } from "./hand.ts";
import type { LoadedActor } from "./load_actors.ts";
import { SteppedActors, type Waiting } from "./stepped_actors.ts";
import type { RoleMetrics, WorkerContext, WorkerRole } from "./worker_role.ts";

type Order = Extract<PacketBody, { readonly kind: "Deliver" | "TakeSnapshots" }>;
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
  /** In the order they came; the first is under way. */
  readonly jobs: Job[];
  /** The last answer: to the same round again, it is given again. */
  answer: Handled | null;
  readonly deadLetters: { unexpected: number };
  isPumping: boolean;
}

/**
 * Stepped delivery in a worker: one Deliver after the other, each answered by one Handled. Without wrappers that wait, a
 * Deliver is handled without ever yielding.
 */
export function createSteppedRole(context: WorkerContext, loaded: readonly LoadedActor[]): WorkerRole {
  const host: Host = {
    context,
    actors: SteppedActors.restore(loaded, context.boot.snapshotEvery),
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
  const { actors } = host;
  if (order.kind === "TakeSnapshots") {
    return { kind: "SnapshotsTaken", snapshots: SteppedActors.snapshotAll(actors) };
  }
  const { round } = order;
  if (host.answer?.round === round) return host.answer;
  const rows = await handleInputs(host, job, order.inputs);
  return host.answer = { kind: "Handled", round, rows, snapshots: SteppedActors.endRound(actors) };
}

async function handleInputs(
  { actors, context: { hand, wrappers } }: Host,
  job: Job,
  inputs: readonly Delivery[],
): Promise<HandledInput[]> {
  const rows: HandledInput[] = [];
  let nowMs = performance.now();
  for (const delivery of inputs) {
    job.done++;
    if (SteppedActors.isDuplicate(actors, delivery)) continue;
    Hand.take(hand, delivery.envelope, nowMs);
    const wait = delivery.quarantine ? undefined : beforeHandling(wrappers, delivery.envelope);
    if (wait !== undefined) {
      await wait;
      nowMs = performance.now();
    }
    rows.push(SteppedActors.handle(actors, delivery));
    Hand.drop(hand);
    const doneMs = performance.now();
    SteppedActors.note(actors, delivery, 1_000 * (doneMs - nowMs));
    nowMs = doneMs;
  }
  return rows;
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
