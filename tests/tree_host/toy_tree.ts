import type { ToyActor } from "../../lib/runtime/host_kinds_fixture.ts";
import {
  type CellSpec,
  DEFAULT_FLAGS,
  type Permissions,
  type PoisonPolicy,
  type SupervisorFlags,
  type Timing,
  type TreeSpec,
  type WorkerSpec,
  type WrapSpec,
} from "../../lib/runtime/mod.ts";

/** Where a toy tree lives; absolute. */
export interface ToyFolders {
  /** Of the store, and of nothing else. */
  readonly store: string;
  /** Of the lock files. */
  readonly run: string;
}

/** One thread. */
export interface ToyWorker {
  readonly id: string;
  readonly actors: readonly ToyActor[];
  readonly wrap?: readonly WrapSpec[];
}

export interface ToyTreeOptions {
  readonly folders: ToyFolders;
  /** Worker lists by cell's id; the worker "journal" is added to the first. */
  readonly cells: Readonly<Record<string, readonly ToyWorker[]>>;
  /** Id of a cell, not the first, with a store of its own. @default {none} */
  readonly ownStore?: string;
  /** Around the journal. @default {none} */
  readonly journalWrap?: readonly WrapSpec[];
  /** Whether the store repeats what was handled. @default {false} */
  readonly repeats?: boolean;
  /** @default {halt after 1,000 crashes} */
  readonly poison?: PoisonPolicy;
  /** @default {250 ms, and a silence of 20 s, so that a slow machine is not taken for a dead one} */
  readonly timing?: Timing;
  /** Of the cells' supervisors. @default {5 restarts, 5 ms apart} */
  readonly cellFlags?: Partial<SupervisorFlags>;
  /** Of the root. @default {no restart} */
  readonly rootFlags?: Partial<SupervisorFlags>;
  readonly snapshotEvery?: number;
  readonly maxRoundsPerCommit?: number;
  /** Whether the cells' processes report on themselves, into run/<cell>.probe. @default {false} */
  readonly probes?: boolean;
}

const PROJECT = new URL("../..", import.meta.url).pathname;
const LIFE = { restart: "permanent", shutdownMs: 5_000, readyMs: 20_000 } as const;
const QUICK: SupervisorFlags = {
  ...DEFAULT_FLAGS,
  backoff: { firstMs: 5, factor: 1, maxMs: 5, jitterPct: 0 },
  killMs: 5_000,
};

/** File of a toy tree's store. */
export function storePath({ store }: ToyFolders): string {
  return `${store}/toy.sqlite`;
}

/** File of the store of a cell that has its own. */
export function ownStorePath({ store }: ToyFolders): string {
  return `${store}/own.sqlite`;
}

/** A stepped tree of toy actors, with a store of its own. */
export function toyTree(options: ToyTreeOptions): TreeSpec {
  const [first, ...rest] = Object.entries(options.cells);
  const { rootFlags, timing, snapshotEvery = 1_000, maxRoundsPerCommit = 64 } = options;
  return {
    delivery: "stepped",
    cells: [
      cell(options, first[0], [journal(options), ...workers(options, first[1])]),
      ...rest.map(([id, some]) => cell(options, id, withOwnStore(options, id, workers(options, some)))),
    ],
    flags: { ...QUICK, intensity: 0, ...rootFlags },
    timing: timing ?? { heartbeatMs: 250, silenceMs: 20_000 },
    ...{ snapshotEvery, maxRoundsPerCommit },
  };
}

function cell(options: ToyTreeOptions, id: string, list: readonly WorkerSpec[]): CellSpec {
  const { folders: { run, store }, cellFlags, probes } = options;
  const hasStore = list.some((worker) => worker.store !== undefined);
  const own = hasStore ? [run, store] : [run];
  const permissions: Permissions = {
    read: [PROJECT, ...own],
    write: own,
    ...(probes ? { env: ["PROBE_FILE"] } : {}),
  };
  return {
    ...{ id, workers: list, permissions },
    env: probes ? { PROBE_FILE: `${run}/${id}.probe` } : {},
    maxHeapMib: 256,
    flags: { ...QUICK, ...cellFlags },
    ...LIFE,
    shutdownMs: "infinity",
  };
}

function journal({ folders, cells, repeats, journalWrap = [] }: ToyTreeOptions): WorkerSpec {
  const all = Object.values(cells).flat().flatMap(({ actors }) => actors.map(({ address }) => address));
  const args = { path: storePath(folders), repeated: repeats ? all : [] };
  const own = [folders.store];
  return {
    ...{ id: "journal", actors: [], store: { kind: "toy", args }, wrap: journalWrap },
    permissions: { read: own, write: own },
    ...LIFE,
  };
}

function withOwnStore(
  { ownStore, folders }: ToyTreeOptions,
  cell: string,
  list: readonly WorkerSpec[],
): readonly WorkerSpec[] {
  if (cell !== ownStore) return list;
  const id = `journal/${cell}`;
  const own = [folders.store];
  const store = { kind: "own", args: { path: ownStorePath(folders) } };
  const journal = { ...{ id, actors: [], store, wrap: [] }, permissions: { read: own, write: own }, ...LIFE };
  return [journal, ...list.map((worker) => ({ ...worker, journal: id }))];
}

function workers({ poison }: ToyTreeOptions, list: readonly ToyWorker[]): WorkerSpec[] {
  const lenient: PoisonPolicy = { afterCrashes: 1_000, byKind: {}, otherwise: "halt" };
  return list.map(({ id, actors, wrap = [] }) => ({
    id,
    actors: actors.map((actor) => ({ ...actor, poison: poison ?? lenient })),
    ...{ wrap, permissions: {} },
    ...LIFE,
  }));
}
