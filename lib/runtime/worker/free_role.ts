// impure-file: it keeps logical time by the wall clock, meets deadlines, and yields to the event loop
import { type Envelope, messageId, type StoreDegraded, type StoreRecovered } from "../envelope.ts";
import { StaleEpochError } from "../errors.ts";
import { ActorGroup } from "../group/actor_group.ts";
import type { Packet, Verdict } from "../tree/protocol.ts";
import { beforeHandling } from "./before_handling.ts";
import { type CommitLine, createCommitLine } from "./commit_line.ts";
import type { EmergencyLog } from "./emergency_log.ts";
import { eventLoopTurn } from "./event_loop_turn.ts";
import { Hand } from "./hand.ts";
import { HandlingTimes } from "./handling_times.ts";
import type { LoadedActor } from "./load_actors.ts";
import type { RoleMetrics, WorkerContext, WorkerRole } from "./worker_role.ts";

/** Handled at most before the event loop gets its turn: heartbeats, acks and a Stop must come through. */
const SLICE = { inputs: 64, ms: 10 } as const;
/** Longest delay setTimeout knows; a deadline beyond it is only looked at earlier. */
const MAX_DELAY_MS = 2 ** 31 - 1;

interface Host {
  readonly context: WorkerContext;
  readonly group: ActorGroup;
  readonly line: CommitLine;
  /** Messages not to be stepped, as "actor messageId". */
  readonly quarantined: Set<string>;
  readonly handlingUs: ReadonlyMap<string, HandlingTimes>;
  readonly deadLetters: { unexpected: number };
  isPumping: boolean;
  isCommitting: boolean;
  isStopping: boolean;
  /** Of the next deadline. */
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Free delivery in a worker: drives the actor group, which knows all the rules. */
export function createFreeRole(
  context: WorkerContext,
  loaded: readonly LoadedActor[],
  log: EmergencyLog | null = null,
): WorkerRole {
  const { boot: { spec, places, journal, snapshotEvery, verdicts, epoch } } = context;
  const tellAll = (kind: (StoreDegraded | StoreRecovered)["kind"]) => {
    const body: StoreDegraded | StoreRecovered = { kind, atMs: Date.now() };
    ActorGroup.tellAll(host.group, body);
    wake(host);
  };
  const host: Host = {
    context,
    group: ActorGroup.create({
      worker: spec.id,
      actors: loaded,
      places,
      journal,
      snapshotEvery,
      nowMs: Date.now(),
    }),
    line: createCommitLine({
      ...{ journal: context.journal, epoch: epoch!, log },
      onDegraded: () => tellAll("StoreDegraded"),
      onRecovered: () => tellAll("StoreRecovered"),
      onStale: (error) => onRefused(host, error),
    }),
    quarantined: new Set(),
    handlingUs: new Map(loaded.map(({ address }) => [address, HandlingTimes.create()])),
    deadLetters: { unexpected: 0 },
    isPumping: false,
    isCommitting: false,
    isStopping: false,
    timer: undefined,
  };
  verdicts.forEach((verdict) => obey(host, verdict));
  if (log !== null) tellAll("StoreRecovered");
  wake(host);
  return {
    // the group fires its own timers
    actors: loaded.map(({ address }) => ({ address, timers: [], fired: 0 })),
    receive: (packet) => receive(host, packet),
    metrics: () => metrics(host),
    stop: () => stop(host),
  };
}

function receive(host: Host, { body }: Packet): void {
  const { group } = host;
  switch (body.kind) {
    case "Link": {
      const nowMs = Date.now();
      for (const frame of body.frames) ActorGroup.receive(group, frame, nowMs);
      for (const ack of body.acks) ActorGroup.onAck(group, ack, nowMs);
      return wake(host);
    }
    case "PeerUp":
      ActorGroup.onPeerUp(group, body.worker);
      return wake(host);
    case "PeerGone":
      ActorGroup.onPeerGone(group, body.worker);
      return wake(host);
    case "Poisoned":
      return body.verdicts.forEach((verdict) => obey(host, verdict));
    default:
      host.deadLetters.unexpected++;
  }
}

function obey({ group, quarantined }: Host, { actor, messageId, action }: Verdict): void {
  if (action === "halt") ActorGroup.halt(group, actor);
  else quarantined.add(keyOf(actor, messageId));
}

function keyOf(actor: string, id: string): string {
  return `${actor} ${id}`;
}

/** Something changed: goes on, if it is not going on already. */
function wake(host: Host): void {
  if (!host.isPumping && !host.isStopping) pump(host).catch(host.context.die);
}

async function pump(host: Host): Promise<void> {
  host.isPumping = true;
  clearTimeout(host.timer);
  let slice: Slice;
  do {
    // what was released for actors of this group can be handled at once
    transmit(host);
    slice = await handleSlice(host);
    commit(host);
    transmit(host);
    if (slice === "full") await eventLoopTurn();
    // after some, once more: what was transmitted within the group may be handled at once
  } while (slice !== "empty");
  host.isPumping = false;
  if (host.isStopping) return finish(host);
  const dueMs = ActorGroup.nextDueMs(host.group);
  if (dueMs === Infinity) return;
  host.timer = setTimeout(() => wake(host), Math.min(MAX_DELAY_MS, Math.max(1, dueMs - Date.now())));
}

type Slice = "empty" | "some" | "full";

async function handleSlice(host: Host): Promise<Slice> {
  const { group, context: { hand, wrappers } } = host;
  const startMs = performance.now();
  let nowMs = startMs;
  for (let count = 0; count < SLICE.inputs && nowMs - startMs < SLICE.ms; count++) {
    const input = host.isStopping ? null : ActorGroup.next(group, Date.now());
    if (input === null) return count === 0 ? "empty" : "some";
    const isQuarantined = host.quarantined.size > 0 &&
      host.quarantined.has(keyOf(input.to, messageId(input)));
    const isPort = !isQuarantined && ActorGroup.isPort(group, input);
    // a port has no message in hand: no supervisor knows how long a network may take
    if (!isPort) Hand.take(hand, input, nowMs);
    const wait = isQuarantined ? undefined : beforeHandling(wrappers, input);
    if (wait !== undefined) {
      await wait;
      nowMs = performance.now();
    }
    if (isPort) ActorGroup.book(group, input, await ActorGroup.perform(group, input, Date.now()), Date.now());
    else handle(group, input, isQuarantined);
    Hand.drop(hand);
    const doneMs = performance.now();
    HandlingTimes.add(host.handlingUs.get(input.to)!, 1_000 * (doneMs - nowMs));
    nowMs = doneMs;
  }
  return "full";
}

function handle(group: ActorGroup, input: Envelope, isQuarantined: boolean): void {
  if (isQuarantined) ActorGroup.quarantine(group, input, Date.now());
  else ActorGroup.handle(group, input, Date.now());
}

/** Hands the open batch to the journal; false if there is none, or one is under way. */
function commit(host: Host): boolean {
  const batch = ActorGroup.takeBatch(host.group);
  if (batch === null) return false;
  host.isCommitting = true;
  host.line.commit(batch).then(() => onCommitted(host)).catch((error) => onRefused(host, error));
  return true;
}

function onRefused({ context }: Host, error: unknown): void {
  if (error instanceof StaleEpochError) context.die(error, { kind: "killed", detail: "superseded" });
  else context.die(error);
}

function onCommitted(host: Host): void {
  host.isCommitting = false;
  ActorGroup.committed(host.group, Date.now());
  if (host.isStopping) finish(host);
  else wake(host);
}

function transmit({ group, context }: Host): void {
  for (const { worker, frames, acks } of ActorGroup.outgoing(group, Date.now())) {
    context.transport.send({ kind: "Link", frames, acks }, worker);
  }
}

function stop(host: Host): void {
  host.isStopping = true;
  clearTimeout(host.timer);
  finish(host);
}

/** Comes again after the message in hand, and after each commit, until all is stored. */
function finish(host: Host): void {
  if (host.isPumping || host.isCommitting) return;
  ActorGroup.snapshotAll(host.group);
  if (commit(host)) return;
  transmit(host);
  host.context.end();
}

function metrics({ group, handlingUs, deadLetters }: Host): RoleMetrics {
  const actors = ActorGroup.metrics(group, Date.now());
  return {
    isIdle: ActorGroup.isIdle(group),
    staleWrites: 0,
    actors: actors.map((actor) => ({ ...actor, handlingUs: handlingUs.get(actor.address)! })),
    deadLetters: { ...ActorGroup.deadLetters(group), ...deadLetters },
  };
}
