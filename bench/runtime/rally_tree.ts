import {
  type ActorSpec,
  type CellSpec,
  DEFAULT_FLAGS,
  type MarketMessage,
  type Message,
  type Plain,
  type StoreSpec,
  type Timing,
  type TreeSpec,
  type WorkerSpec,
  type WorldSource,
} from "../../lib/runtime/mod.ts";

export type StoreKind = "forgetful" | "sqlite";

/** Where a tree keeps what, absolute; both folders exist. */
export interface TreeFolders {
  readonly program: string;
  readonly run: string;
  readonly store: string;
}

export interface RallyTreeOptions {
  readonly delivery: "stepped" | "free";
  readonly store: StoreKind;
  readonly folders: TreeFolders;
  /** Actors by worker, by cell; the journal's worker is added to the first cell. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, readonly ActorSpec[]>>>>;
  /** @default {patient: a busy machine must not look like a death} */
  readonly timing?: Timing;
}

const PATIENT: Timing = { heartbeatMs: 250, silenceMs: 10_000 };
const LIFE = { restart: "permanent", shutdownMs: 5_000, readyMs: 10_000 } as const;

export function actor(address: string, kind: "ping" | "pong" | "ring", args: Plain): ActorSpec {
  return { address, kind, args, poison: { afterCrashes: 1, byKind: {}, otherwise: "halt" } };
}

/** A tree of rallies, rings, or actors that say nothing. */
export function rallyTree(options: RallyTreeOptions): TreeSpec {
  const { delivery, timing = PATIENT } = options;
  const cells = Object.entries(options.cells).map(([id, workers], i): CellSpec => {
    const own = Object.entries(workers).map(([worker, actors]) => actorWorker(worker, actors));
    return cell(options, id, i === 0 ? [journal(options), ...own] : own);
  });
  return { delivery, cells, flags: DEFAULT_FLAGS, timing, snapshotEvery: 1_000, maxRoundsPerCommit: 64 };
}

function cell({ folders }: RallyTreeOptions, id: string, workers: readonly WorkerSpec[]): CellSpec {
  const write = [folders.run, folders.store];
  return {
    ...{ id, workers, maxHeapMib: 256, env: {}, flags: DEFAULT_FLAGS },
    permissions: { read: [folders.program, ...write], write },
    restart: "permanent",
    shutdownMs: "infinity",
    readyMs: 10_000,
  };
}

function journal({ folders, store }: RallyTreeOptions): WorkerSpec {
  const folder = [folders.store];
  const spec: StoreSpec = { kind: store, args: `${folders.store}/rally.sqlite` };
  const permissions = store === "sqlite" ? { read: folder, write: folder } : {};
  return { id: "journal", actors: [], store: spec, permissions, wrap: [], ...LIFE };
}

function actorWorker(id: string, actors: readonly ActorSpec[]): WorkerSpec {
  const isTimed = actors.some(({ kind }) => kind === "ping");
  return { id, actors, permissions: {}, wrap: isTimed ? [{ kind: "stopwatch", args: null }] : [], ...LIFE };
}

/** A world that tells one actor one thing, or nobody anything. */
export function tellOnce(to: string | null, body: Message): WorldSource {
  const script: MarketMessage[] = to === null ? [] : [{ atMs: 1_700_000_000_000, seq: 1, to, body }];
  let position = 0;
  return { next: () => script[position++] ?? null, seek: (seq) => void (position = seq) };
}
