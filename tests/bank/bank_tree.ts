import { DEFAULT_FLAGS, type SupervisorFlags } from "../../lib/runtime/supervision/supervisor_flags.ts";
import { DEFAULT_TIMING } from "../../lib/runtime/tree/tree_spec.ts";
import type {
  ActorSpec,
  CellSpec,
  Permissions,
  Plain,
  PoisonPolicy,
  Timing,
  TreeSpec,
  WorkerSpec,
  WrapSpec,
} from "../../lib/runtime/tree/tree_spec.ts";
import type { AccountArgs } from "./accounts.ts";
import type { DelayArgs } from "./wrappers/delay.ts";
import type { FaultArgs } from "./wrappers/fault.ts";

/** The accounts' addresses: 0 to 3 live in the vault, 4 to 7 in the branch. */
export const ACCOUNTS: readonly string[] = Array.from({ length: 8 }, (_, i) => `account/${i}`);

/** Id of the worker that hosts the store. */
export const JOURNAL = "journal";

/** What decides the result: the rest of the tree must not. */
export interface BankRules {
  /** @default {"bank"} */
  readonly seed?: string;
  /** Opening balance of each account, in order. @default {10_000n for each} */
  readonly openings?: readonly bigint[];
  /** Amounts are drawn from 1 to this. @default {1_000} */
  readonly maxAmount?: number;
}

export interface BankTreeOptions extends BankRules {
  readonly delivery: "stepped" | "free";
  /** Folder of the program, absolute: all cells read it. */
  readonly programFolder: string;
  /** File of the store, absolute, in a folder of its own: only the vault gets there. */
  readonly storePath: string;
  /** Folder of the cells' lock files, absolute. */
  readonly runFolder: string;
  /** All in one cell, "vault". @default {false} */
  readonly single?: boolean;
  /** @default {1} */
  readonly accountsPerWorker?: number;
  /** Of the account workers. */
  readonly delays?: DelayArgs;
  /** Of the account workers; where the journal is, is added. */
  readonly faults?: Omit<FaultArgs, "journal">;
  /** Of the journal worker, by a timer. */
  readonly journalFaults?: Omit<FaultArgs, "journal" | "at">;
  /** How the cells supervise their workers. @default {DEFAULT_FLAGS} */
  readonly cellFlags?: SupervisorFlags;
  /** How the root supervises the cells. @default {DEFAULT_FLAGS} */
  readonly rootFlags?: SupervisorFlags;
  /** @default {DEFAULT_TIMING} */
  readonly timing?: Timing;
  /** @default {200} */
  readonly snapshotEvery?: number;
  /** @default {64} */
  readonly maxRoundsPerCommit?: number;
  /** @default {halt after a million crashes: injected faults hit messages that are not to blame} */
  readonly poison?: PoisonPolicy;
  /** @default {256} */
  readonly maxHeapMib?: number;
  /** Environment of the cells. @default {empty} */
  readonly env?: Readonly<Record<string, string>>;
}

const PATIENT: PoisonPolicy = { afterCrashes: 1_000_000, byKind: {}, otherwise: "halt" };

/** The accounts as data; the same in every tree and on the inline host. */
export function bankActors(rules: BankRules, poison: PoisonPolicy = PATIENT): readonly ActorSpec[] {
  const { seed = "bank", openings = ACCOUNTS.map(() => 10_000n), maxAmount = 1_000 } = rules;
  return ACCOUNTS.map((address, i) => {
    const payees = ACCOUNTS.filter((other) => other !== address);
    const args: AccountArgs = { opening: openings[i], payees, seed, maxAmount };
    return { address, kind: "account", args, poison };
  });
}

/** The bank: journal and four accounts in the cell "vault", four in the cell "branch". */
export function bankTree(options: BankTreeOptions): TreeSpec {
  const actors = bankActors(options, options.poison);
  const journal = journalWorker(options);
  const workers = (some: readonly ActorSpec[]) => accountWorkers(options, some);
  const cells = options.single ? [cell(options, "vault", [journal, ...workers(actors)])] : [
    cell(options, "vault", [journal, ...workers(actors.slice(0, 4))]),
    cell(options, "branch", workers(actors.slice(4))),
  ];
  return {
    delivery: options.delivery,
    cells,
    flags: options.rootFlags ?? DEFAULT_FLAGS,
    timing: options.timing ?? DEFAULT_TIMING,
    snapshotEvery: options.snapshotEvery ?? 200,
    maxRoundsPerCommit: options.maxRoundsPerCommit ?? 64,
  };
}

function cell(options: BankTreeOptions, id: string, workers: readonly WorkerSpec[]): CellSpec {
  const { programFolder, runFolder, storePath } = options;
  const store = id === "vault" ? [folderOf(storePath)] : [];
  const permissions: Permissions = {
    read: [programFolder, runFolder, ...store],
    write: [runFolder, ...store],
  };
  return {
    ...{ id, workers, permissions },
    maxHeapMib: options.maxHeapMib ?? 256,
    env: options.env ?? {},
    restart: "permanent",
    shutdownMs: "infinity",
    readyMs: 5_000,
    flags: options.cellFlags ?? DEFAULT_FLAGS,
  };
}

function journalWorker({ storePath, journalFaults }: BankTreeOptions): WorkerSpec {
  const folder = [folderOf(storePath)];
  return {
    id: JOURNAL,
    actors: [],
    store: { kind: "sqlite", args: { path: storePath } },
    permissions: { read: folder, write: folder },
    wrap: journalFaults === undefined ? [] : [faultWrap({ ...journalFaults, at: "timer" })],
    ...WORKER_LIFE,
  };
}

const WORKER_LIFE = { restart: "permanent", shutdownMs: 5_000, readyMs: 5_000 } as const;

function accountWorkers(options: BankTreeOptions, actors: readonly ActorSpec[]): WorkerSpec[] {
  const { accountsPerWorker = 1 } = options;
  const workers: WorkerSpec[] = [];
  for (let i = 0; i < actors.length; i += accountsPerWorker) {
    const own = actors.slice(i, i + accountsPerWorker);
    const id = `worker/${own.map(({ address }) => address.slice(address.indexOf("/") + 1)).join("+")}`;
    workers.push({ id, actors: own, permissions: {}, wrap: wraps(options), ...WORKER_LIFE });
  }
  return workers;
}

function wraps({ delays, faults }: BankTreeOptions): WrapSpec[] {
  const list: WrapSpec[] = [];
  if (delays !== undefined) list.push({ kind: "delay", args: { ...delays } });
  if (faults !== undefined) list.push(faultWrap(faults));
  return list;
}

function faultWrap(faults: Omit<FaultArgs, "journal">): WrapSpec {
  // through Plain: the compiler does not see that optional fields are absent rather than undefined
  return { kind: "fault", args: { ...faults, journal: JOURNAL } as Plain };
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
