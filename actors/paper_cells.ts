import {
  type ActorSpec,
  type CellSpec,
  DEFAULT_FLAGS,
  DEFAULT_TIMING,
  type Permissions,
  type Plain,
  type SupervisorFlags,
  type Timing,
  type TreeSpec,
  type WorkerSpec,
  type WrapSpec,
} from "../lib/runtime/mod.ts";
import { ADDRESS } from "./addresses.ts";
import type { JournalArgs } from "./journal_store.ts";
import type { ChannelKind } from "./telling.ts";

/** Where the actors of a paper session live. Folders and files are absolute. */
export interface Placement {
  readonly delivery: "stepped" | "free";
  /** single: all in one process. */
  readonly cells: "default" | "single";
  readonly decks: number;
  readonly symbolsPerWorker: number;
  readonly deckHeapMib: number;
  /** Of the program: every cell reads it. */
  readonly programFolder: string;
  /** Of lock files. */
  readonly runFolder: string;
  readonly snapshotEvery: number;
  readonly journal: JournalPlace;
  /** Of the paper exchange, which has a file of its own. */
  readonly harbour: JournalPlace;
  /** Folder of the keel's emergency logs. */
  readonly emergencyFolder: string;
  /** What the worker of the admin server may reach; null if there is none. */
  readonly admin: Permissions | null;
  /** What the feed of a real venue may reach; null if there is none. */
  readonly live: Permissions | null;
  /** What each channel of the notifier may reach. */
  readonly channels: Partial<Record<ChannelKind, Permissions>>;
  /** Of the root; a cell gets the variables that its workers may read. */
  readonly env: Readonly<Record<string, string>>;
  readonly timing?: Timing;
  readonly flags?: SupervisorFlags;
  /** Modules around the workers, by id: faults and delays of tests. */
  readonly wrap?: (worker: string) => readonly WrapSpec[];
}

/** A journal's store, and what its worker may reach. */
export interface JournalPlace {
  readonly args: JournalArgs;
  readonly permissions: Permissions;
}

export const JOURNAL = "journal";
export const HARBOUR_JOURNAL = "journal/harbour";

const WORKER_LIFE = { restart: "permanent", shutdownMs: 5_000, readyMs: 30_000 } as const;
const CELL_LIFE = { restart: "permanent", shutdownMs: "infinity", readyMs: 60_000 } as const;
const HEAP_MIB = 512;
/** A process that was killed goes sooner or later, and on a machine without time to spare later: to give up ends everything. */
const CELL_KILL_MS = 10_000;
const WIRE_SILENCE_MS = 10_000;

/**
 * The tree of a paper session: keel (journal, risk, execution, reconciliation, guardian), harbour (the exchange, in
 * free delivery its clock, and their journal), decks (feed, symbols), for a real market wire (the way to its venue), bridge
 * (reporter, notifier, ports). Pure.
 */
export function paperCells(actors: readonly ActorSpec[], placement: Placement): TreeSpec {
  const parts = [
    keel(actors, placement),
    harbour(actors, placement),
    ...decks(actors, placement),
    ...wire(actors, placement),
    bridge(actors, placement),
  ];
  const { delivery, snapshotEvery, timing = DEFAULT_TIMING, flags = DEFAULT_FLAGS } = placement;
  const cells = placement.cells === "single"
    ? [merged(parts, placement)]
    : parts.map((part) => cell(part, placement));
  const rootFlags = { ...flags, killMs: Math.max(flags.killMs, CELL_KILL_MS) };
  return { ...{ delivery, cells, flags: rootFlags, timing, snapshotEvery }, maxRoundsPerCommit: 64 };
}

/** A cell before its process is decided on. */
interface Part {
  readonly id: string;
  readonly workers: readonly WorkerSpec[];
  readonly heapMib: number;
  /** A thread that was killed is gone by then; the placement's unless it is longer. */
  readonly killMs?: number;
}

function keel(actors: readonly ActorSpec[], placement: Placement): Part {
  const log = (name: string): Partial<WorkerSpec> => {
    if (placement.delivery === "stepped") return {};
    const folder = [placement.emergencyFolder];
    return {
      emergencyLog: `${placement.emergencyFolder}/${name}.log`,
      permissions: { read: folder, write: folder },
    };
  };
  const one = (address: string, name: string, more: Partial<WorkerSpec> = {}) =>
    worker(placement, name, [actorAt(actors, address)], more);
  return {
    id: "keel",
    heapMib: HEAP_MIB,
    workers: [
      journal(placement, JOURNAL, placement.journal),
      one(ADDRESS.risk, "risk"),
      one(ADDRESS.execution, "execution", log("execution")),
      one(ADDRESS.reconciliation, "reconciliation", log("reconciliation")),
      one(ADDRESS.guardian, "guardian", log("guardian")),
    ],
  };
}

function harbour(actors: readonly ActorSpec[], placement: Placement): Part {
  const own = { journal: HARBOUR_JOURNAL };
  const market = actors.filter(({ kind }) => kind === "venue" || kind === "clock");
  return {
    id: "harbour",
    heapMib: HEAP_MIB,
    workers: [
      journal(placement, HARBOUR_JOURNAL, placement.harbour),
      worker(placement, "venue", market, own),
    ],
  };
}

/** Symbols in packs, dealt to the decks in turn; the feed with the first. */
function decks(actors: readonly ActorSpec[], placement: Placement): Part[] {
  const { decks: count, symbolsPerWorker, deckHeapMib: heapMib } = placement;
  const symbols = actors.filter(({ kind }) => kind === "symbol");
  const packs: WorkerSpec[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i * symbolsPerWorker < symbols.length; i++) {
    const pack = symbols.slice(i * symbolsPerWorker, (i + 1) * symbolsPerWorker);
    packs[i % count].push(worker(placement, `symbols-${i + 1}`, pack));
  }
  packs[0].unshift(worker(placement, "feed", [actorAt(actors, ADDRESS.feed)]));
  return packs.flatMap((workers, i) =>
    workers.length === 0 ? [] : [{ id: `deck-${i + 1}`, workers, heapMib }]
  );
}

/**
 * The way to a real venue, if there is one, by itself: its library is large, and stands still for a second where much is to be
 * read. Who decides must not go down with it.
 */
function wire(actors: readonly ActorSpec[], placement: Placement): Part[] {
  if (placement.live === null) return [];
  const life = { permissions: placement.live, silenceMs: WIRE_SILENCE_MS };
  const workers = [worker(placement, ADDRESS.live, [actorAt(actors, ADDRESS.live)], life)];
  return [{ id: "wire", workers, heapMib: HEAP_MIB, killMs: WIRE_SILENCE_MS }];
}

/** Ports have a thread each: what waits for a network holds nobody up. */
function bridge(actors: readonly ActorSpec[], placement: Placement): Part {
  const { channels, admin } = placement;
  const workers = [ADDRESS.reporter, ADDRESS.notifier].map((address) =>
    worker(placement, address, [actorAt(actors, address)], { takesReports: true })
  );
  for (const port of actors.filter(({ address }) => address.startsWith(ADDRESS.port("")))) {
    const reach = channels[port.kind as ChannelKind] ?? {};
    workers.push(worker(placement, port.address, [port], { permissions: reach }));
  }
  if (admin !== null) {
    workers.push(worker(placement, ADDRESS.admin, [actorAt(actors, ADDRESS.admin)], { permissions: admin }));
  }
  return { id: "bridge", workers, heapMib: HEAP_MIB };
}

function actorAt(actors: readonly ActorSpec[], address: string): ActorSpec {
  const found = actors.find((actor) => actor.address === address);
  if (found === undefined) throw new Error(`Cannot place actor ${address} as the session has none`);
  return found;
}

function worker(
  { wrap }: Placement,
  id: string,
  actors: readonly ActorSpec[],
  more: Partial<WorkerSpec> = {},
): WorkerSpec {
  return { ...{ id, actors, permissions: {}, wrap: wrap?.(id) ?? [] }, ...WORKER_LIFE, ...more };
}

function journal(placement: Placement, id: string, { args, permissions }: JournalPlace): WorkerSpec {
  // plain, but declared by interfaces
  const store = { kind: args.place.kind, args: args as unknown as Plain };
  return worker(placement, id, [], { store, permissions });
}

function cell({ id, workers, heapMib, killMs = 0 }: Part, placement: Placement): CellSpec {
  const { programFolder, runFolder, flags: own = DEFAULT_FLAGS } = placement;
  const flags = { ...own, killMs: Math.max(own.killMs, killMs) };
  const base: Permissions = { read: [programFolder, runFolder], write: [runFolder] };
  const permissions = [base, ...workers.map((worker) => worker.permissions)].reduce(union);
  const variables = permissions.env ?? [];
  const env = Object.fromEntries(Object.entries(placement.env).filter(([name]) => variables.includes(name)));
  return { ...{ id, workers, permissions, flags }, maxHeapMib: heapMib, env, ...CELL_LIFE };
}

function merged(parts: readonly Part[], placement: Placement): CellSpec {
  const heapMib = Math.max(...parts.map((part) => part.heapMib));
  const killMs = Math.max(...parts.map((part) => part.killMs ?? 0));
  return cell({ id: "single", heapMib, killMs, workers: parts.flatMap(({ workers }) => workers) }, placement);
}

function union(a: Permissions, b: Permissions): Permissions {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Permissions>;
  return Object.fromEntries(
    [...names].map((name) => [name, [...new Set([...(a[name] ?? []), ...(b[name] ?? [])])]]),
  );
}
