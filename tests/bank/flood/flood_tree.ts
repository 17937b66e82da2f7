import {
  type ActorSpec,
  type CellSpec,
  DEFAULT_FLAGS,
  type Permissions,
  type PoisonPolicy,
  type Timing,
  type TreeSpec,
  type WorkerSpec,
  type WrapSpec,
} from "../../../lib/runtime/mod.ts";
import { INITIAL_WINDOW } from "../../../lib/runtime/delivery/link_out.ts";
import type { OrderSourceArgs, QuoteSourceArgs } from "./sources.ts";

export interface FloodTreeOptions {
  /** How long the flood lasts. */
  readonly seconds: number;
  /** Folder of the program, absolute: all cells read it. */
  readonly programFolder: string;
  /** File of the store, absolute, in a folder of its own. */
  readonly storePath: string;
  /** Folder of the cells' lock files, absolute. */
  readonly runFolder: string;
}

/** What one source sends to its sink. */
export interface FloodFlow {
  /** orders and control: none may be lost. data: quotes, of which the newest of each symbol counts. */
  readonly lane: "orders" | "control" | "data";
  readonly source: string;
  readonly sink: string;
  /** Of its source. */
  readonly worker: string;
  /** It gets a tick so rarely that it finds the mailbox of its sink full, where others send already. */
  readonly isLate: boolean;
}

/** How long a sink takes for one message, ms. */
export const SLOW_MS = { orders: 2, control: 2, data: 50 } as const;

/**
 * Environment of a process whose memory is judged. V8 lets each thread's young generation grow to 48 MiB in the first
 * minute of a flood, and garbage lie in the old one for minutes; the C library gives each thread an arena that it never
 * gives back. With little room, and garbage that is collected (sweepHeap), what grows on is a leak.
 */
export const SMALL_HEAPS = {
  DENO_V8_FLAGS: "--max-semi-space-size=2,--expose-gc",
  MALLOC_ARENA_MAX: "2",
} as const;

/** How many times as much as is handled must be offered: by the world or by the source. */
export const FLOOD_FACTOR = 100;

/** Orders or commands; of a latecomer, as many as a sender may transmit before it hears of its credit. */
const PER_TICK = { usually: 8, late: INITIAL_WINDOW } as const;
const SYMBOLS = 50;
/** 6,400 quotes a second, for sinks that handle 20. */
const FEED = { burst: 64, everyMs: 10 } as const;

/** Together they send 224 commands at once: more than a mailbox that is almost full has room for. */
const LATECOMERS = 14;

/** Orders and quotes each from cell to cell, and within a cell. Commands of one source, and of latecomers. */
export const FLOWS: readonly FloodFlow[] = [
  flow("orders", "orders/across"),
  flow("orders", "orders/within"),
  flow("data", "quotes/across"),
  flow("data", "quotes/within"),
  flow("control", "commands/across"),
  ...Array.from({ length: LATECOMERS }, (_, i): FloodFlow => ({
    ...flow("control", "commands/across"),
    ...{ source: `source/commands/late${i + 1}`, isLate: true },
  })),
];

function flow(lane: FloodFlow["lane"], name: string): FloodFlow {
  const source = `source/${name}`;
  return { lane, source, sink: `sink/${name}`, worker: `worker/${source}`, isLate: false };
}

/** All in the cell "north", but for the sinks "across", which are in "south"; a worker for each source and sink. */
export function floodTree(options: FloodTreeOptions): TreeSpec {
  const { programFolder, runFolder, storePath, seconds } = options;
  const store = [storePath.slice(0, storePath.lastIndexOf("/"))];
  const journal: WorkerSpec = {
    ...worker("journal", [], []),
    store: { kind: "sqlite", args: { path: storePath } },
    permissions: { read: store, write: store },
  };
  const north: Permissions = { read: [programFolder, runFolder, ...store], write: [runFolder, ...store] };
  const south: Permissions = { read: [programFolder, runFolder], write: [runFolder] };
  return {
    delivery: "free",
    cells: [
      cell("north", [journal, ...sourceWorkers(seconds), ...sinkWorkers("within", seconds)], north),
      cell("south", sinkWorkers("across", seconds), south),
    ],
    flags: DEFAULT_FLAGS,
    timing: PATIENT,
    snapshotEvery: 1_000,
    maxRoundsPerCommit: 64,
  };
}

/** A disk under all this, and others' work, may take a second for a commit: that is not what a flood is to show. */
const PATIENT: Timing = { heartbeatMs: 250, silenceMs: 5_000 };

const NEVER: PoisonPolicy = { afterCrashes: 1_000_000, byKind: {}, otherwise: "halt" };

/** Latecomers share the worker of the source they come after. */
function sourceWorkers(seconds: number): WorkerSpec[] {
  const byWorker = Map.groupBy(FLOWS, (flow) => flow.worker);
  return [...byWorker].map(([id, flows]) => worker(id, flows.map((flow) => sourceOf(flow, seconds)), []));
}

function sourceOf({ lane, source: address, sink: to, isLate }: FloodFlow, seconds: number): ActorSpec {
  if (lane !== "data") {
    const args: OrderSourceArgs = { to, lane, burst: isLate ? PER_TICK.late : PER_TICK.usually };
    return { address, kind: "order_source", args, poison: NEVER };
  }
  const args: QuoteSourceArgs = { to, symbols: SYMBOLS, ...FEED, forMs: 1_000 * seconds };
  return { address, kind: "quote_source", args, poison: NEVER };
}

function sinkWorkers(where: "within" | "across", seconds: number): WorkerSpec[] {
  return FLOWS.filter(({ sink, isLate }) => sink.endsWith(where) && !isLate).map(({ lane, sink }) => {
    const actor: ActorSpec = { address: sink, kind: "sink", args: null, poison: NEVER };
    const slow: WrapSpec = { kind: "slow", args: { perMessageMs: SLOW_MS[lane], forMs: 1_000 * seconds } };
    return worker(`worker/${sink}`, [actor], [slow]);
  });
}

function worker(id: string, actors: readonly ActorSpec[], wrap: readonly WrapSpec[]): WorkerSpec {
  return { id, actors, wrap, permissions: {}, restart: "permanent", shutdownMs: 5_000, readyMs: 5_000 };
}

function cell(id: string, workers: readonly WorkerSpec[], permissions: Permissions): CellSpec {
  return {
    ...{ id, workers, permissions, maxHeapMib: 64, env: SMALL_HEAPS },
    ...{ restart: "permanent", shutdownMs: "infinity", readyMs: 5_000, flags: DEFAULT_FLAGS },
  };
}
