import { ROOT_WRITER } from "../commit_port.ts";
import { isReservedAddress } from "../envelope.ts";
import { checkChildren, type ChildSpec } from "../supervision/child_spec.ts";
import { checkFlags } from "../supervision/supervisor_flags.ts";
import { pathToUnplain } from "./plain.ts";
import type { CellSpec, Permissions, Tree, WorkerSpec } from "./tree_parts.ts";

/**
 * All that is wrong with a tree, one sentence each; empty if nothing is. A tree needs unique ids and addresses; a permanent
 * journal as the first worker of its first cell; numbers that supervisors and hosts can work with; and plain data. What the
 * names of kinds mean, only the program's registry knows: a worker that finds none does not start.
 */
export function treeFaults(tree: Tree): readonly string[] {
  return [
    ...nameFaults(tree),
    ...journalFaults(tree),
    ...permissionFaults(tree),
    ...numberFaults(tree),
    ...timingFaults(tree),
    ...tree.cells.flatMap((cell) => cell.workers.flatMap((worker) => workerFaults(cell, worker))),
  ];
}

function nameFaults({ cells }: Tree): string[] {
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

function journalFaults({ cells }: Tree): string[] {
  const faults: string[] = [];
  const journals = cells.flatMap((cell) => cell.workers).filter(({ store }) => store !== undefined);
  if (journals.length === 0) return ["One worker must have a store: current value is 0"];
  if (cells[0].workers[0]?.store === undefined) {
    faults.push(
      `The first worker of the first cell must have the tree's store: it is "${cells[0].workers[0]?.id}"`,
    );
  }
  for (const { id, actors, restart, emergencyLog } of journals) {
    if (actors.length > 0) faults.push(`The worker with a store, "${id}", must have no actors`);
    if (emergencyLog !== undefined) {
      faults.push(
        `The worker with a store, "${id}", must have no emergency log: it has nothing of its own to store`,
      );
    }
    const cell = cells.find(({ workers }) => workers.some((worker) => worker.id === id))!;
    if (restart !== "permanent" || cell.restart !== "permanent") {
      faults.push(`The worker with a store, "${id}", and its cell must be permanent: all wait for it`);
    }
  }
  return [...faults, ...ownerFaults(cells)];
}

/** Who writes a store of its own must come after it: it waits for it at every start. */
function ownerFaults(cells: readonly CellSpec[]): string[] {
  const faults: string[] = [];
  const before = new Set<string>();
  const workers = cells.flatMap((cell) => cell.workers);
  const logs = workers.flatMap(({ emergencyLog }) => emergencyLog ?? []);
  for (const log of duplicates(logs)) faults.push(`Two workers write the emergency log "${log}"`);
  for (const { id, journal, store } of workers) {
    if (store !== undefined) before.add(id);
    if (journal !== undefined && !before.has(journal)) {
      faults.push(`The store of "${id}" must be of a worker before it: current value is "${journal}"`);
    }
  }
  return faults;
}

function permissionFaults({ cells }: Tree): string[] {
  const bare = cells.filter(({ permissions }) =>
    Object.values(permissions).every((list) => list.length === 0)
  );
  return bare.map(({ id }) => `Cell "${id}" has no permission listed: Deno would grant it everything`);
}

function numberFaults({ cells, flags, snapshotEvery, maxRoundsPerCommit }: Tree): string[] {
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

function timingFaults({ timing: { heartbeatMs, silenceMs }, cells }: Tree): string[] {
  const own = cells.flatMap(({ workers }) => workers.flatMap((worker) => worker.silenceMs ?? []));
  const isWrong = (ms: number) => !(Number.isFinite(ms) && heartbeatMs > 0 && ms > heartbeatMs);
  return [silenceMs, ...own].filter(isWrong).map((ms) =>
    `A silence must be finite and longer than a heartbeat, and that longer than nothing: current values are ` +
    `${ms} and ${heartbeatMs} ms`
  );
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

/** A cell or worker as its supervisor sees it. */
export function childOf({ id, restart, shutdownMs, readyMs }: CellSpec | WorkerSpec): ChildSpec {
  return { id, restart, shutdownMs, readyMs };
}
