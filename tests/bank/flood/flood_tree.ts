import {
  type ActorSpec,
  type CellSpec,
  DEFAULT_FLAGS,
  DEFAULT_TIMING,
  type Permissions,
  type PoisonPolicy,
  type TreeSpec,
  type WorkerSpec,
  type WrapSpec,
} from "../../../lib/runtime/mod.ts";
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

/** One source and its sink. */
export interface FloodPair {
  /** refuse: orders, none of which may be lost. conflate: quotes, of which the newest counts. */
  readonly rule: "refuse" | "conflate";
  readonly source: string;
  readonly sink: string;
}

/** How long a sink takes for one message, ms. */
export const SLOW_MS = { refuse: 2, conflate: 25 } as const;

/**
 * Environment of a process whose memory is judged. V8 lets each thread's young generation grow to 48 MiB in the first
 * minute of a flood, whatever the rest needs. With less room it stops growing early, and what grows on is a leak.
 */
export const SMALL_YOUNG = { DENO_V8_FLAGS: "--max-semi-space-size=2" } as const;

/** How many times as much as is handled must be offered: by the world or by the source. */
export const FLOOD_FACTOR = 100;

const ORDERS_PER_TICK = 8;
const SYMBOLS = 50;
/** 6,400 quotes a second, for sinks that handle 40. */
const FEED = { burst: 64, everyMs: 10 } as const;

/** Each rule twice: from cell to cell, and within a cell. */
export const PAIRS: readonly FloodPair[] = (["refuse", "conflate"] as const).flatMap((rule) =>
  ["across", "within"].map((where) => ({
    rule,
    source: `source/${rule}/${where}`,
    sink: `sink/${rule}/${where}`,
  }))
);

/** All in the cell "north", but for the two sinks "across", which are in "south"; each actor in its own worker. */
export function floodTree(options: FloodTreeOptions): TreeSpec {
  const { programFolder, runFolder, storePath, seconds } = options;
  const store = [storePath.slice(0, storePath.lastIndexOf("/"))];
  const journal: WorkerSpec = {
    ...worker("journal", [], []),
    store: { kind: "sqlite", args: { path: storePath } },
    permissions: { read: store, write: store },
  };
  const sources = PAIRS.map((pair) => worker(`worker/${pair.source}`, [sourceOf(pair, seconds)], []));
  const sinks = (where: string) =>
    PAIRS.filter((pair) => pair.sink.endsWith(where)).map((pair) => sinkWorker(pair, seconds));
  const north: Permissions = { read: [programFolder, runFolder, ...store], write: [runFolder, ...store] };
  const south: Permissions = { read: [programFolder, runFolder], write: [runFolder] };
  return {
    delivery: "free",
    cells: [
      cell("north", [journal, ...sources, ...sinks("within")], north),
      cell("south", sinks("across"), south),
    ],
    flags: DEFAULT_FLAGS,
    timing: DEFAULT_TIMING,
    snapshotEvery: 1_000,
    maxRoundsPerCommit: 64,
  };
}

const NEVER: PoisonPolicy = { afterCrashes: 1_000_000, byKind: {}, otherwise: "halt" };

function sourceOf({ rule, source: address, sink: to }: FloodPair, seconds: number): ActorSpec {
  const orders: OrderSourceArgs = { to, burst: ORDERS_PER_TICK };
  const quotes: QuoteSourceArgs = { to, symbols: SYMBOLS, ...FEED, forMs: 1_000 * seconds };
  return rule === "refuse"
    ? { address, kind: "order_source", args: orders, poison: NEVER }
    : { address, kind: "quote_source", args: quotes, poison: NEVER };
}

function sinkWorker({ rule, sink: address }: FloodPair, seconds: number): WorkerSpec {
  const slow: WrapSpec = { kind: "slow", args: { perMessageMs: SLOW_MS[rule], forMs: 1_000 * seconds } };
  return worker(`worker/${address}`, [{ address, kind: "sink", args: null, poison: NEVER }], [slow]);
}

function worker(id: string, actors: readonly ActorSpec[], wrap: readonly WrapSpec[]): WorkerSpec {
  return { id, actors, wrap, permissions: {}, restart: "permanent", shutdownMs: 5_000, readyMs: 5_000 };
}

function cell(id: string, workers: readonly WorkerSpec[], permissions: Permissions): CellSpec {
  return {
    ...{ id, workers, permissions, maxHeapMib: 64, env: SMALL_YOUNG },
    ...{ restart: "permanent", shutdownMs: "infinity", readyMs: 5_000, flags: DEFAULT_FLAGS },
  };
}
