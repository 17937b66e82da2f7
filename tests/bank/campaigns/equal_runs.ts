import { auditBank } from "../bank_audit.ts";
import { type InlineBankRun, runBankInline } from "../bank_inline.ts";
import { openBankStore } from "../bank_store.ts";
import type { Leg } from "./equal_leg.ts";
import { type LaunchOptions, launchRoot, type RootEnd, type RunningRoot, storeOf } from "./launch.ts";

export interface TreeLegOptions {
  readonly name: string;
  readonly transfers: number;
  readonly tree: LaunchOptions["tree"];
  /** Program folder to run, absolute. @default {this one} */
  readonly program?: string;
  /** The only CPU it gets, as taskset names it. @default {all} */
  readonly cpu?: string;
  /** Longer than this is an error, ms. */
  readonly deadlineMs: number;
  /** Ends it at once. */
  readonly signal: AbortSignal;
}

/** The bank in this thread, kept in memory. */
export function inlineInMemory(name: string, transfers: number): Leg {
  const { rounds, elapsedMs, hash } = runBankInline({ transfers });
  return { name, transfers, rounds, elapsedMs, hash, restarts: null, auditFaults: null, wrongs: [] };
}

/** The bank in this thread, on the store that the trees use. */
export async function inlineOnStore(name: string, transfers: number): Promise<Leg> {
  return await withFolder((folder) => {
    const path = `${folder}/bank.sqlite`;
    const { rounds, elapsedMs, hash } = playOnStore(path, transfers);
    const { faultCount, faults } = auditBank({ path, transfers });
    return {
      name,
      transfers,
      rounds,
      elapsedMs,
      hash,
      restarts: null,
      auditFaults: faultCount,
      wrongs: faults,
    };
  });
}

function playOnStore(path: string, transfers: number): InlineBankRun {
  const commit = openBankStore(path);
  try {
    return runBankInline({ transfers, commit });
  } finally {
    commit.close();
  }
}

/** The bank on a tree of its own, started, waited for, judged and cleared away. */
export async function onTree({ name, transfers, tree, ...options }: TreeLegOptions): Promise<Leg> {
  options.signal.throwIfAborted();
  return await withFolder(async (folder) => {
    const { end, cells, isLate } = await play({ folder, transfers, tree, ...options });
    const base = { name, transfers, elapsedMs: end.elapsedMs, restarts: restartsOf(end) };
    if (end.code !== 0) {
      const how = isLate
        ? `was killed after ${options.deadlineMs} ms`
        : `ended with ${end.signal ?? end.code}`;
      const wrongs = [`${how}: ${end.stderr.trim()}`];
      return { ...base, rounds: null, auditFaults: null, hash: "", wrongs };
    }
    const { faultCount, faults, stateHash } = auditBank({ path: storeOf(folder), transfers });
    const rounds = tree.delivery === "free" ? null : roundsOf(storeOf(folder));
    const wrongs = [...faults, ...strayCells(cells, options.cpu)];
    return { ...base, rounds, auditFaults: faultCount, hash: stateHash, wrongs };
  });
}

/** A cell that came up, and where it may run. */
interface CellSeen {
  readonly pid: number;
  readonly cpus: string;
}

type Play = Omit<TreeLegOptions, "name"> & { readonly folder: string };

interface Played {
  readonly end: RootEnd;
  readonly cells: readonly CellSeen[];
  /** It came to its deadline. */
  readonly isLate: boolean;
}

async function play({ cpu, deadlineMs, signal, ...launch }: Play): Promise<Played> {
  const cells: CellSeen[] = [];
  const root = launchRoot({
    ...launch,
    before: cpu === undefined ? [] : ["taskset", "-c", cpu],
    onNotice: (notice) => {
      if (notice.kind === "CellReady") cells.push({ pid: notice.pid, cpus: cpusOf(notice.pid) });
    },
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const end = await endOf(root, limit);
  // cells end with their root, but none may still be at it when the folder goes
  if (end.code !== 0) { for (const { pid } of cells) killIfThere(pid); }
  signal.throwIfAborted();
  return { end, cells, isLate: limit.aborted };
}

/** The root's end, brought about where `limit` comes first. */
async function endOf(root: RunningRoot, limit: AbortSignal): Promise<RootEnd> {
  limit.onabort = () => root.signal("SIGKILL");
  try {
    return await root.ended;
  } finally {
    limit.onabort = null;
  }
}

function killIfThere(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function restartsOf({ metrics }: RootEnd): number | null {
  if (metrics === null) return null;
  return Object.values(metrics.restarts).reduce((sum, count) => sum + count, 0);
}

function roundsOf(path: string): number {
  const store = openBankStore(path);
  try {
    return store.resumePoint().lastRound;
  } finally {
    store.close();
  }
}

/** The CPUs a process may use, such as "0-3". */
function cpusOf(pid: number): string {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "";
}

function strayCells(cells: readonly CellSeen[], cpu: string | undefined): string[] {
  if (cpu === undefined) return [];
  return cells.filter(({ cpus }) => cpus !== cpu).map(({ cpus }) => `a cell could run on CPU ${cpus}`);
}

async function withFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "bank_equal_" });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
