import { Rng, type RngState } from "../../core/mod.ts";
import type { Behavior } from "../behavior.ts";
import type { CommitPort } from "../commit_port.ts";
import { PoisonLedger } from "../poison_ledger.ts";
import { ROOT } from "../tree/protocol.ts";
import type { PoisonPolicy } from "../tree/tree_spec.ts";
import type { WorldSource } from "../world.ts";
import { ActorGroup } from "./actor_group.ts";
import { deliver, flushAll, post } from "./free_channels.ts";
import {
  type FreeCounters,
  type FreeFaults,
  type FreeHost,
  STEP_KINDS,
  type StepKind,
} from "./free_state.ts";
import {
  answerCommit,
  askCommit,
  countLife,
  die,
  handleOne,
  raise,
  start,
  writeCommit,
  writeLate,
} from "./free_worker.ts";
import { tell, transmitWorld, worldDueMs } from "./free_world.ts";
import type { GroupLimits } from "./group_limits.ts";

export interface InlineFreeOptions {
  /** The behaviors by worker, then address. */
  readonly actors: Readonly<Record<string, Readonly<Record<string, Behavior>>>>;
  readonly commit: CommitPort;
  readonly world: WorldSource;
  readonly seed: string;
  /** Start of the virtual clock, ms. */
  readonly startMs: number;
  /** @default {none} */
  readonly faults?: Partial<FreeFaults>;
  readonly limits?: Partial<GroupLimits>;
  /** @default {1000} */
  readonly snapshotEvery?: number;
  /** Unsettled messages to one actor from which on the world waits. @default {256} */
  readonly worldCredit?: number;
  /** @default {quarantine after 2 crashes} */
  readonly poison?: PoisonPolicy;
}

export interface InlineFree {
  /**
   * Takes steps until nothing can happen any more and no timer is set ("idle"), or so many ("stopped"). May
   * be called again. Throws FatalError as the engine does, and the store's errors.
   */
  run(
    options: { readonly maxSteps: number },
  ): { readonly outcome: "idle" | "stopped"; readonly counters: FreeCounters };
  /** The living group of a worker. */
  group(worker: string): ActorGroup;
}

const NO_FAULTS: FreeFaults = { crashChance: 0, maxCrashes: Infinity, clockChance: 0 };
const POISON: PoisonPolicy = { afterCrashes: 2, byKind: {}, otherwise: "quarantine" };

/**
 * Several workers in free delivery, in one thread over one store, with a virtual clock: for tests and
 * simulation. The seed picks each next step among all that are possible, so it stands for the timing of
 * threads, channels, store and faults; the same seed gives the same run. Time moves when nothing else can
 * happen, to the next due time.
 */
export function createInlineFree(options: InlineFreeOptions): InlineFree {
  const host = createHost(options);
  for (const worker of host.workers.values()) raise(host, worker);
  for (const worker of host.workers.values()) start(host, worker);
  return {
    run: ({ maxSteps }) => {
      const outcome = run(host, host.counters.steps + maxSteps);
      const counters = { ...host.counters };
      for (const worker of host.workers.values()) countLife({ ...host, counters }, worker);
      return { outcome, counters };
    },
    group: (worker) => host.workers.get(worker)!.group!,
  };
}

function createHost(options: InlineFreeOptions): FreeHost {
  const rng = Rng.create(options.seed);
  const entries = Object.entries(options.actors);
  const places = entries.flatMap(([worker, behaviors]) =>
    Object.keys(behaviors).map((address) => [address, { worker }] as const)
  );
  const poison = options.poison ?? POISON;
  return {
    workers: new Map(
      entries.map((
        [id, behaviors],
      ) => [id, { id, behaviors, group: null, epoch: null, isRaised: false, commit: null }]),
    ),
    places: new Map(places),
    commit: options.commit,
    world: { source: options.world, next: null, links: new Map(), credit: options.worldCredit ?? 256 },
    channels: new Map(),
    late: [],
    ledger: PoisonLedger.create(places.map(([address]) => ({ address, kind: "", args: null, poison }))),
    faults: { ...NO_FAULTS, ...options.faults },
    limits: options.limits ?? {},
    snapshotEvery: options.snapshotEvery ?? 1000,
    rng,
    bias: drawBias(rng),
    counters: noneCounted(),
    nowMs: options.startMs,
  };
}

/** Each seed has slow and fast parts: a slow store, lazy channels, a busy world. */
function drawBias(rng: RngState): Record<StepKind, number> {
  return Object.fromEntries(STEP_KINDS.map((kind) => [kind, [1, 3, 9][Rng.below(rng, 3)]])) as Record<
    StepKind,
    number
  >;
}

function noneCounted(): FreeCounters {
  return {
    steps: 0,
    handled: 0,
    quarantined: 0,
    commits: 0,
    packets: 0,
    clockMoves: 0,
    crashes: 0,
    throws: 0,
    overflows: 0,
    lostPackets: 0,
    lostAnswers: 0,
    lateAccepted: 0,
    staleRefused: 0,
    staleAccepted: 0,
    duplicates: 0,
    refused: 0,
    conflated: 0,
  };
}

function run(host: FreeHost, lastStep: number): "idle" | "stopped" {
  while (host.counters.steps < lastStep) {
    host.counters.steps++;
    if (!step(host)) return "idle";
  }
  return "stopped";
}

/** One thing happens; false if nothing can, now or later. */
function step(host: FreeHost): boolean {
  const { faults, rng, counters } = host;
  if (Rng.uniform(rng) < faults.crashChance && counters.crashes < faults.maxCrashes && crashSome(host)) {
    return true;
  }
  if (Rng.uniform(rng) < faults.clockChance && moveClock(host)) return true;
  const steps = possibleSteps(host);
  while (steps.length > 0) {
    const i = pick(host, steps);
    if (steps[i].take()) return true;
    steps.splice(i, 1);
  }
  if (moveClock(host)) return true;
  const dueMs = nextDueMs(host);
  if (dueMs === Infinity) return false;
  throw new Error(`Cannot go on as nothing is possible at ${host.nowMs} ms, though due since ${dueMs} ms`);
}

function crashSome(host: FreeHost): boolean {
  const living = [...host.workers.values()].filter(({ group }) => group !== null);
  if (living.length === 0) return false;
  host.counters.crashes++;
  die(host, living[Rng.below(host.rng, living.length)]);
  return true;
}

/** Moves time to the next due time; false if that is now, or never. */
function moveClock(host: FreeHost): boolean {
  const dueMs = nextDueMs(host);
  if (dueMs <= host.nowMs || dueMs === Infinity) return false;
  host.nowMs = dueMs;
  host.counters.clockMoves++;
  flushAll(host);
  return true;
}

function nextDueMs({ world, nowMs, workers }: FreeHost): number {
  let dueMs = worldDueMs(world, nowMs);
  for (const { group } of workers.values()) {
    if (group !== null) dueMs = Math.min(dueMs, ActorGroup.nextDueMs(group));
  }
  return dueMs;
}

interface PossibleStep {
  readonly kind: StepKind;
  /** False if it turns out that there is nothing to do. */
  take(): boolean;
}

function possibleSteps(host: FreeHost): PossibleStep[] {
  const steps: PossibleStep[] = [{ kind: "tell", take: () => tellOne(host) }];
  for (const channel of host.channels.values()) {
    if (channel.packets.length > 0) steps.push({ kind: "deliver", take: () => deliver(host, channel) });
  }
  for (const worker of host.workers.values()) {
    const { commit, group } = worker;
    if (group === null) {
      if (worker.isRaised) steps.push({ kind: "restart", take: () => start(host, worker) });
      else steps.push({ kind: "raise", take: () => raise(host, worker) });
      continue;
    }
    steps.push({ kind: "handle", take: () => handleOne(host, worker) });
    if (commit === null) steps.push({ kind: "ask", take: () => askCommit(worker) });
    else if (!commit.isWritten) steps.push({ kind: "write", take: () => writeCommit(host, commit) });
    else steps.push({ kind: "answer", take: () => answerCommit(host, worker) });
  }
  for (const commit of host.late) steps.push({ kind: "writeLate", take: () => writeLate(host, commit) });
  return steps;
}

function tellOne(host: FreeHost): boolean {
  if (!tell(host.world, host.nowMs)) return false;
  post(host, ROOT, transmitWorld(host.world, host.places, host.nowMs));
  return true;
}

/** Index of a step, drawn by the weights of the kinds. */
function pick({ rng, bias }: FreeHost, steps: readonly PossibleStep[]): number {
  let rest = Rng.uniform(rng) * steps.reduce((sum, { kind }) => sum + bias[kind], 0);
  for (let i = 0; i < steps.length - 1; i++) {
    rest -= bias[steps[i].kind];
    if (rest < 0) return i;
  }
  return steps.length - 1;
}
