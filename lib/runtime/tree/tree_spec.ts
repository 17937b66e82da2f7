import { ROOT_WRITER } from "../commit_port.ts";
import { isReservedAddress } from "../envelope.ts";
import {
  checkChildren,
  type ChildSpec,
  type RestartType,
  type ShutdownBudget,
} from "../supervision/child_spec.ts";
import { checkFlags, type SupervisorFlags } from "../supervision/supervisor_flags.ts";
import { pathToUnplain, type Plain } from "./plain.ts";

export type { Plain } from "./plain.ts";

/** What becomes of a message that crashed its actor `afterCrashes` times: never silently skipped. */
export interface PoisonPolicy {
  readonly afterCrashes: number;
  /** quarantine: journalled as handled without a step, and dead-lettered. halt: the actor gets nothing more. */
  readonly byKind: Readonly<Record<string, "quarantine" | "halt">>;
  /** For kinds that `byKind` does not name. */
  readonly otherwise: "quarantine" | "halt";
}

/** One actor: what it is, never code. */
export interface ActorSpec {
  readonly address: string;
  /** Name of its behavior in the program's worker registry. */
  readonly kind: string;
  readonly args: Plain;
  readonly poison: PoisonPolicy;
}

/** A module around the handling of one worker (delays, faults), by its name in the registry. */
export interface WrapSpec {
  readonly kind: string;
  readonly args: Plain;
}

/** The journal's store, opened by the worker that hosts it. */
export interface StoreSpec {
  readonly kind: string;
  readonly args: Plain;
}

/** Deno permission lists; what is not listed is refused. */
export interface Permissions {
  /** Folders and files. */
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  /** host or host:port. */
  readonly net?: readonly string[];
  /** Names of variables. */
  readonly env?: readonly string[];
  readonly sys?: readonly string[];
  readonly run?: readonly string[];
  readonly ffi?: readonly string[];
}

/** One thread and the actors in it: they start, crash and stop together. */
export interface WorkerSpec {
  /** Unique in the tree. */
  readonly id: string;
  readonly actors: readonly ActorSpec[];
  /** Present on the one worker that hosts the commit port; it has no actors. */
  readonly store?: StoreSpec;
  readonly restart: RestartType;
  /** Not "infinity": one that never ends would keep the whole tree from ending. */
  readonly shutdownMs: ShutdownBudget;
  readonly readyMs: number;
  /** Of those of its cell. */
  readonly permissions: Permissions;
  readonly wrap: readonly WrapSpec[];
}

/** One process: the bulkhead. */
export interface CellSpec {
  /** Unique in the tree; also the name of its lock file. */
  readonly id: string;
  readonly workers: readonly WorkerSpec[];
  /** Of the process; its workers get subsets. Never empty: a cell reads its program and writes its lock. */
  readonly permissions: Permissions;
  /** Heap limit of each of its threads, MiB; beyond it the process dies. */
  readonly maxHeapMib: number;
  /** The process's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly restart: RestartType;
  readonly shutdownMs: ShutdownBudget;
  readonly readyMs: number;
  /** How the cell's workers are supervised. */
  readonly flags: SupervisorFlags;
}

/** Supervision by the host's own clock, ms. */
export interface Timing {
  readonly heartbeatMs: number;
  /** Without a heartbeat, or busy with one message for longer: dead. */
  readonly silenceMs: number;
}

export const DEFAULT_TIMING: Timing = { heartbeatMs: 250, silenceMs: 1_000 };

/** The whole tree as data. */
export interface TreeSpec {
  readonly delivery: "stepped" | "free";
  /** Started left to right, stopped right to left; the cell of the journal comes first. */
  readonly cells: readonly CellSpec[];
  /** How the root supervises its cells; budget spent = exit code 70. */
  readonly flags: SupervisorFlags;
  readonly timing: Timing;
  /** Each actor is snapshotted after so many inputs, and at an ordered stop; a whole number, or Infinity. */
  readonly snapshotEvery: number;
  /** Stepped: rounds without sends and events wait for the next commit, at most so many; a whole number, or Infinity. */
  readonly maxRoundsPerCommit: number;
}

/** Which worker and cell an actor lives in; the same for every incarnation. */
export interface Place {
  readonly worker: string;
  readonly cell: string;
}

export const TreeSpec = { check, placesOf, journalOf, childOf };

/**
 * All that is wrong with a tree, one sentence each; empty if nothing is. A tree needs unique ids and addresses, one
 * permanent journal, and it in the first cell, as the first worker; numbers that supervisors and hosts can work with; and
 * plain data. What the names of kinds mean, only the program's registry knows: a worker that finds none does not start.
 */
function check(tree: TreeSpec): readonly string[] {
  return [
    ...nameFaults(tree),
    ...journalFaults(tree),
    ...permissionFaults(tree),
    ...numberFaults(tree),
    ...timingFaults(tree),
    ...tree.cells.flatMap((cell) => cell.workers.flatMap((worker) => workerFaults(cell, worker))),
  ];
}

function nameFaults({ cells }: TreeSpec): string[] {
  const faults: string[] = [];
  const workers = cells.flatMap((cell) => cell.workers);
  const names = [...cells.map(({ id }) => id), ...workers.map(({ id }) => id)];
  for (const name of duplicates(names)) faults.push(`Two cells or workers are called "${name}"`);
  for (const name of ["", ROOT_WRITER]) {
    if (names.includes(name)) faults.push(`No cell or worker may be called "${name}"`);
  }
  for (const { id } of cells.filter(({ id }) => /[/\\\0]|^\.\.?$/.test(id))) {
    faults.push(`No cell may be called "${id}": its lock file is called like it`);
  }
  const addresses = workers.flatMap((worker) => worker.actors.map(({ address }) => address));
  for (const address of duplicates(addresses)) faults.push(`Two actors have the address "${address}"`);
  for (const address of addresses.filter(isReservedAddress)) {
    faults.push(`No actor may have the address "${address}": it is the runtime's`);
  }
  return faults;
}

function journalFaults({ cells }: TreeSpec): string[] {
  const faults: string[] = [];
  const journals = cells.flatMap((cell) => cell.workers).filter(({ store }) => store !== undefined);
  const [journal] = journals;
  if (journals.length !== 1) return [`One worker must have a store: current value is ${journals.length}`];
  if (cells[0].workers[0] !== journal) {
    faults.push(`The worker with the store must be the first of the first cell: it is "${journal.id}"`);
  }
  if (journal.actors.length > 0) {
    faults.push(`The worker with the store, "${journal.id}", must have no actors`);
  }
  if (journal.restart !== "permanent" || cells[0].restart !== "permanent") {
    faults.push(
      `The worker with the store, "${journal.id}", and its cell must be permanent: all wait for it`,
    );
  }
  return faults;
}

function permissionFaults({ cells }: TreeSpec): string[] {
  const bare = cells.filter(({ permissions }) =>
    Object.values(permissions).every((list) => list.length === 0)
  );
  return bare.map(({ id }) => `Cell "${id}" has no permission listed: Deno would grant it everything`);
}

function numberFaults({ cells, flags, snapshotEvery, maxRoundsPerCommit }: TreeSpec): string[] {
  const faults: string[] = [];
  for (const [name, value] of Object.entries({ snapshotEvery, maxRoundsPerCommit })) {
    if (!isCount(value) && value !== Infinity) {
      faults.push(`'${name}' must be a whole number of at least 1, or Infinity: current value is ${value}`);
    }
  }
  for (const { id, maxHeapMib } of cells) {
    if (!isCount(maxHeapMib)) {
      faults.push(
        `'maxHeapMib' of cell "${id}" must be a whole number of at least 1: current value is ${maxHeapMib}`,
      );
    }
  }
  const supervisors = [
    { name: "root", flags, specs: cells },
    ...cells.map((cell) => (
      { name: cell.id, flags: cell.flags, specs: cell.workers }
    )),
  ];
  for (const { name, flags, specs } of supervisors) {
    try {
      checkFlags(flags);
      checkChildren(specs.map(childOf));
    } catch (error) {
      faults.push(`Under "${name}": ${error instanceof Error ? error.message : error}`);
    }
  }
  return faults;
}

function timingFaults({ timing: { heartbeatMs, silenceMs } }: TreeSpec): string[] {
  if (Number.isFinite(silenceMs) && heartbeatMs > 0 && silenceMs > heartbeatMs) return [];
  return [
    `A silence must be finite and longer than a heartbeat, and that longer than nothing: current values are ` +
    `${silenceMs} and ${heartbeatMs} ms`,
  ];
}

function workerFaults(
  cell: CellSpec,
  { id, actors, store, wrap, shutdownMs, permissions }: WorkerSpec,
): string[] {
  const faults: string[] = [];
  if (shutdownMs === "infinity") {
    faults.push(`'shutdownMs' of worker "${id}" must not be "infinity": it could hang every stop`);
  }
  for (const name of Object.keys(permissions) as (keyof Permissions)[]) {
    if (permissions[name]!.length > 0 && (cell.permissions[name] ?? []).length === 0) {
      faults.push(
        `Worker "${id}" lists '${name}' permissions, of which its cell "${cell.id}" has none to give`,
      );
    }
  }
  for (const { address, poison } of actors) {
    if (!isCount(poison.afterCrashes)) {
      faults.push(
        `'poison.afterCrashes' of actor "${address}" must be a whole number of at least 1: current value is ` +
          poison.afterCrashes,
      );
    }
  }
  for (const { kind, args } of [...actors, ...wrap, ...(store === undefined ? [] : [store])]) {
    if (kind === "") faults.push(`An actor, wrapper or store of worker "${id}" has no kind`);
    const path = pathToUnplain(args, "args");
    if (path !== null) faults.push(`Worker "${id}", kind "${kind}": ${path} must be plain data`);
  }
  return faults;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1;
}

function duplicates(names: readonly string[]): Set<string> {
  return new Set(names.filter((name, index) => names.indexOf(name) !== index));
}

/** Address -> where the actor lives. */
function placesOf(tree: TreeSpec): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const cell of tree.cells) {
    for (const worker of cell.workers) {
      for (const { address } of worker.actors) places.set(address, { worker: worker.id, cell: cell.id });
    }
  }
  return places;
}

/** Id of the worker that hosts the commit port. */
function journalOf(tree: TreeSpec): string {
  return tree.cells[0].workers[0].id;
}

/** A cell or worker as its supervisor sees it. */
function childOf({ id, restart, shutdownMs, readyMs }: CellSpec | WorkerSpec): ChildSpec {
  return { id, restart, shutdownMs, readyMs };
}
