import { messageId } from "../envelope.ts";
import { ActorCrash, StaleEpochError } from "../errors.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { ActorGroup } from "./actor_group.ts";
import { cut, flush, flushAll } from "./free_channels.ts";
import type { FreeCommit, FreeHost, FreeWorker } from "./free_state.ts";
import { rewindWorld } from "./free_world.ts";

/**
 * Raises the epoch of a dead worker, before its next life loads: what an earlier life commits later would be
 * missing in it.
 */
export function raise({ commit }: FreeHost, worker: FreeWorker): boolean {
  worker.epoch = commit.raiseEpoch(worker.id);
  worker.isRaised = true;
  return true;
}

/** Begins the next life of a worker, from the store; all others are told. */
export function start(host: FreeHost, worker: FreeWorker): boolean {
  const { id, behaviors } = worker;
  const actors = Object.entries(behaviors).map(([address, behavior]) => ({
    address,
    behavior,
    history: host.commit.load(address, behavior.schema),
  }));
  const { places, snapshotEvery, nowMs, limits } = host;
  const group = ActorGroup.create({ worker: id, actors, places, snapshotEvery, nowMs, limits });
  for (const { address } of actors) {
    if (PoisonLedger.isHalted(host.ledger, address)) ActorGroup.halt(group, address);
  }
  worker.group = group;
  for (const other of host.workers.values()) {
    if (other !== worker && other.group !== null) ActorGroup.onPeerUp(other.group, id);
  }
  rewindWorld(host.world, Object.keys(behaviors));
  flushAll(host);
  return true;
}

/** Ends a life with all that is in memory. A commit on its way to the store may still get there. */
export function die(host: FreeHost, worker: FreeWorker): void {
  countLife(host, worker);
  if (worker.commit?.isWritten) host.counters.lostAnswers++;
  else if (worker.commit !== null) host.late.push(worker.commit);
  worker.group = null;
  worker.isRaised = false;
  worker.commit = null;
  cut(host, worker.id);
}

/** Adds up what a life counted. */
export function countLife({ counters, nowMs }: FreeHost, { group }: FreeWorker): void {
  if (group === null) return;
  for (const { duplicates, refused, conflated } of ActorGroup.metrics(group, nowMs)) {
    counters.duplicates += duplicates;
    counters.refused += refused;
    counters.conflated += conflated;
  }
}

/** Handles one input; false if there is none. */
export function handleOne(host: FreeHost, worker: FreeWorker): boolean {
  const group = worker.group!;
  const envelope = ActorGroup.next(group, host.nowMs);
  if (envelope === null) return false;
  const id = messageId(envelope);
  if (PoisonLedger.isQuarantined(host.ledger, envelope.to, id)) {
    ActorGroup.quarantine(group, envelope, host.nowMs);
    host.counters.quarantined++;
    return true;
  }
  const crash = crashOf(() => ActorGroup.handle(group, envelope, host.nowMs));
  if (crash === null) host.counters.handled++;
  else {
    host.counters.throws++;
    PoisonLedger.note(host.ledger, { actor: envelope.to, messageId: id, kind: envelope.body.kind });
    die(host, worker);
  }
  return true;
}

/** Closes the worker's batch and sends it to the store; false if there is none. */
export function askCommit(worker: FreeWorker): boolean {
  const batch = ActorGroup.takeBatch(worker.group!);
  if (batch === null) return false;
  worker.commit = { batch, epoch: worker.epoch!, isWritten: false };
  return true;
}

/** The store writes a living worker's batch: durable from here on. */
export function writeCommit(host: FreeHost, commit: FreeCommit): boolean {
  host.commit.commit(commit.batch, commit.epoch);
  commit.isWritten = true;
  return true;
}

/** The worker learns that its batch is durable. */
export function answerCommit(host: FreeHost, worker: FreeWorker): boolean {
  worker.commit = null;
  host.counters.commits++;
  if (crashOf(() => ActorGroup.committed(worker.group!, host.nowMs)) === null) flush(host, worker);
  else {
    host.counters.overflows++;
    die(host, worker);
  }
  return true;
}

/** The store gets a dead worker's batch: to be taken only until the next life has begun. */
export function writeLate(host: FreeHost, commit: FreeCommit): boolean {
  const { counters, late } = host;
  late.splice(late.indexOf(commit), 1);
  const isStale = host.workers.get(commit.epoch.writer)!.epoch!.number > commit.epoch.number;
  try {
    host.commit.commit(commit.batch, commit.epoch);
    counters[isStale ? "staleAccepted" : "lateAccepted"]++;
  } catch (error) {
    if (!(error instanceof StaleEpochError)) throw error;
    counters.staleRefused++;
  }
  return true;
}

/** What an actor crashed with, or null. Anything else it throws goes on. */
function crashOf(run: () => void): ActorCrash | null {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof ActorCrash) return error;
    throw error;
  }
}
