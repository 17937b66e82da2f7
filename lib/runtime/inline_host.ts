import { ActorRecord } from "./actor_record.ts";
import type { Behavior } from "./behavior.ts";
import type { ActorSnapshot, CommitBatch, CommitPort, HandledInput } from "./commit_port.ts";
import { Conductor } from "./conductor.ts";
import { deepFreeze } from "./deep_freeze.ts";
import { type Envelope, isReservedAddress, messageId } from "./envelope.ts";
import { FatalError } from "./errors.ts";
import { restoreActor } from "./restore_actor.ts";
import type { MarketMessage, WorldSource } from "./world.ts";

export interface InlineHostOptions {
  /** The behaviors by address. */
  readonly actors: Readonly<Record<string, Behavior>>;
  readonly world: WorldSource;
  readonly commit: CommitPort;
  /** An actor is snapshotted after each so many inputs, and at an ordered stop. @default {1000} */
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
   * called again. Throws ActorCrash, FatalError or the store's error: the host is dead then, as after a kill,
   * and a new one resumes at the last commit.
   */
  run(options?: RunOptions): "done" | "stopped";
}

interface Host {
  readonly options: InlineHostOptions;
  readonly snapshotEvery: number;
  readonly maxRoundsPerCommit: number;
  readonly actors: Map<string, ActorRecord>;
  readonly conductor: Conductor;
  /** The world's next message, once it was asked for. */
  market: MarketMessage | null;
  /** Last round committed. */
  committedRound: number;
  /** Handled and not committed. */
  handled: HandledInput[];
  snapshots: ActorSnapshot[];
  /** What the last round sent: released by the commit and by nothing else. */
  unreleased: Envelope[];
  hasEvents: boolean;
  isUsable: boolean;
}

/**
 * All actors in one thread, in stepped delivery. Starts fresh on an empty store and resumes on any other.
 * Throws RangeError on a reserved address or a bound below 1, FatalError where the store cannot be resumed.
 */
export function createInlineHost(options: InlineHostOptions): InlineHost {
  const { snapshotEvery = 1000, maxRoundsPerCommit = 64 } = options;
  if (!(snapshotEvery >= 1 && maxRoundsPerCommit >= 1)) {
    throw new RangeError(
      `Cannot create a host as its bounds must be at least 1: current value is snapshotEvery ${snapshotEvery}, ` +
        `maxRoundsPerCommit ${maxRoundsPerCommit}`,
    );
  }
  const point = options.commit.resumePoint();
  const host: Host = {
    options,
    snapshotEvery,
    maxRoundsPerCommit,
    actors: new Map(),
    conductor: Conductor.create(point),
    market: null,
    committedRound: point.lastRound,
    handled: [],
    snapshots: [],
    unreleased: [],
    hasEvents: false,
    isUsable: true,
  };
  restoreActors(host);
  for (const envelope of point.pending) receiver(host, envelope);
  Conductor.release(host.conductor, point.pending);
  options.world.seek(point.marketSeq);
  return { run: (runOptions = {}) => run(host, runOptions) };
}

function restoreActors({ options, actors, conductor }: Host): void {
  for (const [address, behavior] of Object.entries(options.actors)) {
    if (isReservedAddress(address)) {
      throw new RangeError(
        `Cannot create an actor as its address must not be the runtime's: current value is "${address}"`,
      );
    }
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
  const isOwed = host.unreleased.length > 0 || host.hasEvents;
  if (isOwed || conductor.round - host.committedRound >= host.maxRoundsPerCommit) commitAndRelease(host);
  return true;
}

function deliver(host: Host, input: Envelope): void {
  const actor = receiver(host, input);
  if (ActorRecord.hasHandled(actor, input)) return;
  if (host.options.freeze) deepFreeze(input);
  const row = ActorRecord.handle(actor, input, host.conductor.timers);
  if (host.options.freeze) deepFreeze([row.events, row.sends, row.timers]);
  host.handled.push(row);
  if (row.events.length > 0) host.hasEvents = true;
  for (const sent of row.sends) {
    receiver(host, sent);
    host.unreleased.push(sent);
  }
  if (actor.inputNo % host.snapshotEvery === 0) {
    host.snapshots.push(ActorRecord.snapshot(actor, host.conductor.timers));
  }
}

/**
 * Asked when a message is sent, not only when it is delivered: one that nobody can receive must not reach the
 * store.
 */
function receiver(host: Host, envelope: Envelope): ActorRecord {
  const actor = host.actors.get(envelope.to);
  if (actor !== undefined) return actor;
  throw new FatalError(
    `Cannot deliver ${envelope.body.kind} (message ${
      messageId(envelope)
    }) from ${envelope.from} as its receiver must ` +
      `exist: current value is "${envelope.to}"; check the list of actors`,
  );
}

function commitAndRelease(host: Host): void {
  const { conductor, unreleased } = host;
  const batch: CommitBatch = {
    fromRound: host.committedRound + 1,
    toRound: conductor.round,
    atMs: conductor.nowMs,
    marketSeq: conductor.marketSeq,
    handled: host.handled,
    snapshots: host.snapshots,
  };
  host.options.commit.commit(batch);
  host.committedRound = conductor.round;
  host.handled = [];
  host.snapshots = [];
  host.unreleased = [];
  host.hasEvents = false;
  host.options.onCommitted?.(batch);
  Conductor.release(conductor, unreleased);
}

/**
 * The ordered end: a snapshot of each actor that handled something since its last one, and all of it
 * committed.
 */
function finish(host: Host): void {
  for (const actor of host.actors.values()) {
    if (actor.inputNo > actor.snapshotAt) {
      host.snapshots.push(ActorRecord.snapshot(actor, host.conductor.timers));
    }
  }
  if (host.conductor.round > host.committedRound || host.snapshots.length > 0) commitAndRelease(host);
}
