import { ActorRecord } from "./actor_record.ts";
import type { Behavior } from "./behavior.ts";
import { type CommitBatch, type CommitPort, type Epoch, ROOT_WRITER } from "./commit_port.ts";
import { Conductor } from "./conductor.ts";
import { deepFreeze } from "./deep_freeze.ts";
import { type Envelope, isReservedAddress } from "./envelope.ts";
import { unknownReceiver } from "./errors.ts";
import { restoreActor } from "./restore_actor.ts";
import { RoundLedger } from "./round_ledger.ts";
import type { MarketMessage, WorldSource } from "./world.ts";

export interface InlineHostOptions {
  /** The behaviors by address. */
  readonly actors: Readonly<Record<string, Behavior>>;
  readonly world: WorldSource;
  readonly commit: CommitPort;
  /** An actor is snapshotted after the round of each so many inputs, and at an ordered stop. @default {1000} */
  readonly snapshotEvery?: number;
  /** Rounds without sends and events wait for the next commit, at most so many. @default {64} */
  readonly maxRoundsPerCommit?: number;
  /** Freeze all messages, to find a behavior that changes one (for tests: slow). @default {false} */
  readonly freeze?: boolean;
  /** Told after each commit, before the release; must not throw. */
  readonly onCommitted?: (batch: CommitBatch) => void;
}

export interface RunOptions {
  /** Stop in order after so many rounds. @default {Infinity} */
  readonly maxRounds?: number;
  /** Asked before each round; true stops in order. */
  readonly shouldStop?: () => boolean;
}

export interface InlineHost {
  /**
   * Runs rounds until the world has no more messages and all is quiet ("done"), or until told to stop
   * ("stopped"). Both end with a commit of what was handled and a snapshot of each actor, and run() may be
   * called again. Throws ActorCrash, FatalError (StaleEpochError once a later host was created on the same
   * store) or the store's error: the host is dead then, as after a kill, and a new one resumes at the last
   * commit.
   */
  run(options?: RunOptions): "done" | "stopped";
}

interface Host {
  readonly options: InlineHostOptions;
  /** This host's life: every commit carries it. */
  readonly epoch: Epoch;
  readonly snapshotEvery: number;
  readonly maxRoundsPerCommit: number;
  readonly actors: Map<string, ActorRecord>;
  readonly conductor: Conductor;
  /** The world's next message, once it was asked for. */
  market: MarketMessage | null;
  readonly ledger: RoundLedger;
  /** To be snapshotted when the round ends. */
  readonly dueSnapshots: Set<ActorRecord>;
  isUsable: boolean;
}

/**
 * All actors in one thread, in stepped delivery. Starts fresh on an empty store and resumes on any other; an
 * earlier host on the same store can commit nothing from then on. Throws RangeError on a reserved address or a
 * bound below 1, FatalError where the store cannot be resumed.
 */
export function createInlineHost(options: InlineHostOptions): InlineHost {
  const { snapshotEvery = 1000, maxRoundsPerCommit = 64 } = options;
  refuseBounds(snapshotEvery, maxRoundsPerCommit);
  Object.keys(options.actors).forEach(refuseReserved);
  // before the first look at the store: what another host commits later would be missing here
  const epoch = options.commit.raiseEpoch(ROOT_WRITER);
  const point = options.commit.resumePoint();
  const host: Host = {
    options,
    epoch,
    snapshotEvery,
    maxRoundsPerCommit,
    actors: new Map(),
    conductor: Conductor.create(point),
    market: null,
    ledger: RoundLedger.create(point),
    dueSnapshots: new Set(),
    isUsable: true,
  };
  restoreActors(host);
  for (const envelope of point.pending) receiver(host, envelope);
  Conductor.release(host.conductor, point.pending);
  options.world.seek(point.marketSeq);
  return { run: (runOptions = {}) => run(host, runOptions) };
}

function refuseBounds(snapshotEvery: number, maxRoundsPerCommit: number): void {
  if (snapshotEvery >= 1 && maxRoundsPerCommit >= 1) return;
  throw new RangeError(
    `Cannot create a host as its bounds must be at least 1: current value is snapshotEvery ${snapshotEvery}, ` +
      `maxRoundsPerCommit ${maxRoundsPerCommit}`,
  );
}

function refuseReserved(address: string): void {
  if (!isReservedAddress(address)) return;
  throw new RangeError(
    `Cannot create an actor as its address must not be the runtime's: current value is "${address}"`,
  );
}

function restoreActors({ options, actors, conductor }: Host): void {
  for (const [address, behavior] of Object.entries(options.actors)) {
    const history = options.commit.load(address, behavior.schema);
    actors.set(address, restoreActor({ address, behavior, history }, conductor));
  }
}

function run(host: Host, { maxRounds = Infinity, shouldStop }: RunOptions): "done" | "stopped" {
  if (!host.isUsable) {
    throw new Error(
      "Cannot run as the host is running or failed earlier: create a new one on the same store",
    );
  }
  host.isUsable = false;
  let rounds = 0;
  let isDone = false;
  while (!isDone && rounds++ < maxRounds && !shouldStop?.()) isDone = !playRound(host);
  finish(host);
  host.isUsable = true;
  return isDone ? "done" : "stopped";
}

/** One round with its commit and release; false if there was nothing to deliver. */
function playRound(host: Host): boolean {
  const { conductor } = host;
  if (!Conductor.isWaiting(conductor)) host.market ??= host.options.world.next();
  const { source, inputs } = Conductor.next(conductor, host.market);
  if (source === "quiet") return false;
  if (source === "market") host.market = null;
  for (const input of inputs) deliver(host, input);
  takeSnapshots(host);
  RoundLedger.endRound(host.ledger, conductor);
  if (RoundLedger.isOwed(host.ledger, host.maxRoundsPerCommit)) commitAndRelease(host);
  return true;
}

function deliver(host: Host, input: Envelope): void {
  const actor = receiver(host, input);
  if (ActorRecord.hasHandled(actor, input)) return;
  if (host.options.freeze) deepFreeze(input);
  const row = ActorRecord.handle(actor, input, host.conductor.timers);
  if (host.options.freeze) deepFreeze([row.events, row.sends, row.timers]);
  for (const sent of row.sends) receiver(host, sent);
  RoundLedger.add(host.ledger, row);
  if (actor.inputNo % host.snapshotEvery === 0) host.dueSnapshots.add(actor);
}

/**
 * Between rounds only: within one, a timer that fired and is not handled yet is neither in the queue nor in the
 * state, and a snapshot would lose it.
 */
function takeSnapshots({ dueSnapshots, ledger, conductor }: Host): void {
  for (const actor of dueSnapshots) ledger.snapshots.push(ActorRecord.snapshot(actor, conductor.timers));
  dueSnapshots.clear();
}

/**
 * Asked when a message is sent, not only when it is delivered: one that nobody can receive must not reach the
 * store.
 */
function receiver(host: Host, envelope: Envelope): ActorRecord {
  const actor = host.actors.get(envelope.to);
  if (actor !== undefined) return actor;
  throw unknownReceiver(envelope);
}

function commitAndRelease({ ledger, options, epoch, conductor }: Host): void {
  const owed = RoundLedger.take(ledger);
  if (owed === null) return;
  options.commit.commit(owed.batch, epoch);
  options.onCommitted?.(owed.batch);
  Conductor.release(conductor, owed.released);
}

/**
 * The ordered end: a snapshot of each actor that handled something since its last one, and all of it
 * committed.
 */
function finish(host: Host): void {
  for (const actor of host.actors.values()) {
    if (actor.inputNo > actor.snapshotAt) {
      host.ledger.snapshots.push(ActorRecord.snapshot(actor, host.conductor.timers));
    }
  }
  commitAndRelease(host);
}
