// impure-file: it waits for workers, and for snapshots on the host's clock
import type { ActorSnapshot, Epoch } from "../commit_port.ts";
import { Conductor } from "../conductor.ts";
import { type Envelope, messageId } from "../envelope.ts";
import type { TimerOp } from "../behavior.ts";
import { unknownReceiver } from "../errors.ts";
import { RoundLedger } from "../round_ledger.ts";
import { TimerQueue } from "../timer_queue.ts";
import type { ActorReady, Packet, Verdict } from "../tree/protocol.ts";
import type { Place, TreeSpec } from "../tree/tree_spec.ts";
import type { MarketMessage, WorldSource } from "../world.ts";
import type { Driver, DriverLimits, DriverLink } from "./driver.ts";
import type { JournalLink } from "./journal_link.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { SteppedRound } from "./stepped_round.ts";

export interface SteppedOptions {
  readonly tree: TreeSpec;
  readonly places: ReadonlyMap<string, Place>;
  readonly world: WorldSource;
  readonly journal: JournalLink;
  readonly poison: PoisonLedger;
  readonly link: DriverLink;
  /** Raises the root's epoch; after it nobody else can write rounds. */
  readonly takeOver: () => Promise<Epoch>;
}

/**
 * Stepped delivery over workers: the same conductor as on one thread, so the same result. The world waits for the
 * tree: a round ends when every worker concerned has answered, however many lives that takes.
 */
export function createSteppedDriver(options: SteppedOptions): Driver {
  const host: Host = {
    options,
    epoch: null,
    conductor: Conductor.create({ lastRound: 0, atMs: 0, marketSeq: 0 }),
    ledger: RoundLedger.create({ lastRound: 0, atMs: 0, marketSeq: 0 }),
    committedRound: 0,
    restored: new Map(),
    dropped: new Set(),
    market: null,
    round: null,
    onRoundChange: null,
    isAbandoned: false,
    committing: Promise.resolve(),
    onSnapshots: null,
  };
  return {
    run: (limits) => run(host, limits),
    abandon: () => abandon(host),
    finish: () => finish(host),
    beforeStart: ({ spec }) => beforeStart(host, spec.id),
    onReady: ({ spec }, actors) => onReady(host, spec.id, actors),
    onDown: () => {},
    onDropped: (worker) => onDropped(host, worker),
    onVerdict: (verdict) => onVerdict(host, verdict),
    onPacket: (packet) => onPacket(host, packet),
  };
}

interface Host {
  readonly options: SteppedOptions;
  epoch: Epoch | null;
  conductor: Conductor;
  ledger: RoundLedger;
  /** All rounds up to this one are stored. */
  committedRound: number;
  /** What restored actors said of their timers before the conductor began. */
  readonly restored: Map<string, ActorReady>;
  /** Workers that never come back. */
  readonly dropped: Set<string>;
  market: MarketMessage | null;
  /** Null between rounds. */
  round: SteppedRound | null;
  /** Wakes who waits for the end of the round; it may have another reason. */
  onRoundChange: (() => void) | null;
  isAbandoned: boolean;
  /** One commit at a time, in order. */
  committing: Promise<void>;
  onSnapshots: ((worker: string, snapshots: readonly ActorSnapshot[]) => void) | null;
}

async function run(host: Host, { maxRounds, shouldStop }: DriverLimits): Promise<"done" | "stopped"> {
  if (host.epoch === null) await begin(host);
  for (let rounds = 0; rounds < maxRounds && !shouldStop() && !host.isAbandoned; rounds++) {
    if (!await playRound(host)) return host.round === null ? "done" : "stopped";
  }
  return "stopped";
}

/** Takes the store over and goes on where it stands. */
async function begin(host: Host): Promise<void> {
  const { journal, world, takeOver } = host.options;
  host.epoch = await takeOver();
  const point = await journal.resumePoint();
  host.conductor = Conductor.create(point);
  host.ledger = RoundLedger.create(point);
  host.committedRound = point.lastRound;
  for (const { address, timers, fired } of host.restored.values()) {
    for (const timer of timers) TimerQueue.set(host.conductor.timers, { address, ...timer });
    if (fired > 0) host.conductor.fired.set(address, fired);
  }
  for (const envelope of point.pending) workerOf(host, envelope);
  Conductor.release(host.conductor, point.pending);
  world.seek(point.marketSeq);
}

/** One round with its commit and release; false if there was nothing to deliver, or it was given up for a stop. */
async function playRound(host: Host): Promise<boolean> {
  const { conductor, ledger, options: { world, poison, tree } } = host;
  if (!Conductor.isWaiting(conductor)) host.market ??= world.next();
  const { source, inputs } = Conductor.next(conductor, host.market);
  if (source === "quiet") return false;
  if (source === "market") host.market = null;
  const round = SteppedRound.create(conductor.round, inputs.filter((input) => isDeliverable(host, input)), {
    workerOf: (envelope) => workerOf(host, envelope),
    isQuarantined: (actor, id) => PoisonLedger.isQuarantined(poison, actor, id),
  });
  if (!await playOut(host, round)) return false;
  if (RoundLedger.isOwed(ledger, tree.maxRoundsPerCommit)) await flush(host);
  return true;
}

/** True when all workers have answered, and what they did is in the ledger; false if the round was given up. */
async function playOut(host: Host, round: SteppedRound): Promise<boolean> {
  host.round = round;
  for (const worker of round.deliveries.keys()) deliver(host, worker);
  while (!SteppedRound.isDone(round)) {
    if (host.isAbandoned) return false;
    await new Promise<void>((resolve) => host.onRoundChange = resolve);
  }
  // in one go: a life that begins finds the round either open, and is asked again, or in the ledger
  endRound(host, round);
  host.round = null;
  return true;
}

function endRound(host: Host, round: SteppedRound): void {
  const { conductor, ledger } = host;
  for (const row of SteppedRound.rows(round)) {
    for (const op of row.timers) applyTimer(conductor, row.actor, { op, setBy: messageId(row.input) });
    for (const sent of row.sends) workerOf(host, sent);
    RoundLedger.add(ledger, row);
  }
  ledger.snapshots.push(...SteppedRound.snapshots(round));
  RoundLedger.endRound(ledger, conductor);
}

function abandon(host: Host): void {
  host.isAbandoned = true;
  host.onRoundChange?.();
}

/**
 * The next life of a worker finds all whole rounds in the store, and nothing of the one under way: it has to answer for
 * that again, also if the life before it has.
 */
function beforeStart(host: Host, worker: string): Promise<void> {
  if (host.round !== null) SteppedRound.forget(host.round, worker);
  return flush(host);
}

/** Lost if the worker is away: it is delivered when it is ready. */
function deliver({ round, options, committedRound }: Host, worker: string): void {
  const inputs = round?.deliveries.get(worker);
  if (round === null || inputs === undefined || round.answers.has(worker)) return;
  options.link.send(worker, { kind: "Deliver", round: round.number, inputs, committedRound });
}

function endRoundIfDone({ round, onRoundChange }: Host): void {
  if (round !== null && SteppedRound.isDone(round)) onRoundChange?.();
}

/** A restored actor's timers count only before the conductor begins: later it knows them better. */
function onReady(host: Host, worker: string, actors: readonly ActorReady[]): void {
  if (host.epoch === null) { for (const actor of actors) host.restored.set(actor.address, actor); }
  deliver(host, worker);
}

function onPacket(host: Host, { from, body }: Packet): void {
  if (body.kind === "SnapshotsTaken") host.onSnapshots?.(from, body.snapshots);
  if (body.kind !== "Handled" || host.round === null) return;
  if (SteppedRound.answer(host.round, from, body)) endRoundIfDone(host);
}

function onVerdict(host: Host, verdict: Verdict): void {
  const worker = host.options.places.get(verdict.actor)?.worker;
  if (host.round === null || worker === undefined) return;
  if (verdict.action === "quarantine") return SteppedRound.quarantine(host.round, worker, verdict);
  leaveOut(host, { worker, reason: "halted", isOut: ({ to }) => to === verdict.actor });
}

function onDropped(host: Host, worker: string): void {
  host.dropped.add(worker);
  leaveOut(host, { worker, reason: "receiver_gone", isOut: () => true });
}

interface LeaveOut {
  readonly worker: string;
  readonly reason: string;
  readonly isOut: (envelope: Envelope) => boolean;
}

function leaveOut(host: Host, { worker, reason, isOut }: LeaveOut): void {
  if (host.round === null) return;
  for (const envelope of SteppedRound.leaveOut(host.round, worker, isOut)) deadLetter(host, reason, envelope);
  endRoundIfDone(host);
}

function deadLetter({ options }: Host, reason: string, envelope: Envelope): void {
  options.link.deadLetter(reason, `${envelope.body.kind} ${messageId(envelope)} to ${envelope.to}`);
}

/** What goes to an actor that gets nothing more stays pending in the store. */
function isDeliverable(host: Host, input: Envelope): boolean {
  const isHalted = PoisonLedger.isHalted(host.options.poison, input.to);
  const isGone = host.dropped.has(workerOf(host, input));
  if (isHalted || isGone) deadLetter(host, isHalted ? "halted" : "receiver_gone", input);
  return !isHalted && !isGone;
}

function workerOf({ options }: Host, envelope: Envelope): string {
  const place = options.places.get(envelope.to);
  if (place !== undefined) return place.worker;
  throw unknownReceiver(envelope);
}

function applyTimer(
  { timers }: Conductor,
  address: string,
  { op, setBy }: { readonly op: TimerOp; readonly setBy: string },
): void {
  if (op.op === "clear") TimerQueue.clear(timers, address, op.name);
  else TimerQueue.set(timers, { address, name: op.name, dueMs: op.dueMs, setBy });
}

/** Commits the whole rounds there are, after what is being committed already, and releases their sends. */
function flush(host: Host): Promise<void> {
  host.committing = host.committing.then(async () => {
    const owed = RoundLedger.take(host.ledger);
    if (owed === null) return;
    await host.options.journal.commit(owed.batch, host.epoch!);
    host.committedRound = owed.batch.rounds!.to;
    Conductor.release(host.conductor, owed.released);
  });
  return host.committing;
}

/** A worker in the middle of a round that was given up has a state that was never committed: no snapshots then. */
async function finish(host: Host): Promise<void> {
  if (host.epoch === null) return;
  // first the rounds: other stores take snapshots only of what the tree has committed
  if (hasOtherStores(host)) await flush(host);
  if (host.round === null) host.ledger.snapshots.push(...await takeSnapshots(host));
  await flush(host);
}

function hasOtherStores({ options: { places } }: Host): boolean {
  return new Set([...places.values()].map(({ journal }) => journal)).size > 1;
}

/** How long a stop waits for snapshots, ms: without one, the next start only folds more. */
const SNAPSHOT_BUDGET_MS = 1_000;

function takeSnapshots(host: Host): Promise<ActorSnapshot[]> {
  const { link } = host.options;
  const waiting = new Set<string>();
  for (const { spec, phase } of link.lives()) {
    if (phase === "ready" && spec.store === undefined) waiting.add(spec.id);
  }
  const all: ActorSnapshot[] = [];
  const { promise, resolve } = Promise.withResolvers<ActorSnapshot[]>();
  const budget = setTimeout(() => resolve(all), SNAPSHOT_BUDGET_MS);
  host.onSnapshots = (worker, snapshots) => {
    if (!waiting.delete(worker)) return;
    all.push(...snapshots);
    if (waiting.size === 0) resolve(all);
  };
  for (const worker of waiting) link.send(worker, { kind: "TakeSnapshots" });
  if (waiting.size === 0) resolve(all);
  return promise.finally(() => clearTimeout(budget));
}
