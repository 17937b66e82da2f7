import {
  createTreeHost,
  type Notice,
  type TreeHost,
  type TreeHostOptions,
  type TreeSpec,
  type WorldSource,
} from "../../lib/runtime/mod.ts";
import type { TreeFolders } from "./rally_tree.ts";

const PROGRAM = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");
const RALLY_CELL = new URL("./cell.ts", import.meta.url).href;

/** Folders for the trees of one bench, under one temporary folder that `end` removes. */
export interface Workspace {
  next(): TreeFolders;
  end(): void;
}

export function openWorkspace(): Workspace {
  const base = Deno.makeTempDirSync({ prefix: "bench_runtime_" });
  let count = 0;
  return {
    next() {
      const folder = `${base}/${++count}`;
      for (const sub of ["run", "store"]) Deno.mkdirSync(`${folder}/${sub}`, { recursive: true });
      return { program: PROGRAM, run: `${folder}/run`, store: `${folder}/store` };
    },
    end: () => Deno.removeSync(base, { recursive: true }),
  };
}

/** A notice and when it came, ms of `performance.now()`. */
export interface Timed {
  readonly nowMs: number;
  readonly notice: Notice;
}

export interface PlayOptions {
  readonly tree: TreeSpec;
  readonly world: WorldSource;
  readonly folders: TreeFolders;
  /** @default {of the rally} */
  readonly cellModule?: string;
  readonly spawn?: NonNullable<TreeHostOptions["spawn"]>;
  /** Called when all workers are ready. */
  readonly onUp?: (host: TreeHost) => void;
}

/** Faults of a run that measures something else. */
const FAULTS: readonly Notice["kind"][] = ["WorkerFailed", "CellFailed", "DeadLetter", "GaveUp"];

/** A tree that takes longer hangs, ms. */
const DEADLINE_MS = 45_000;

/**
 * Runs a tree under this process, which is its root, to its end. Throws Error where a part of it died, as such a run
 * measures something else, and where it does not come to its end.
 */
export async function playTree(options: PlayOptions): Promise<readonly Timed[]> {
  const { tree, world, folders, cellModule = RALLY_CELL, spawn, onUp } = options;
  const timed: Timed[] = [];
  let starting = tree.cells.reduce((sum, { workers }) => sum + workers.length, 0);
  const host = createTreeHost({
    ...{ tree, world, cellModule, runDir: folders.run },
    ...(spawn === undefined ? {} : { spawn }),
    onNotice: (notice) => {
      timed.push({ nowMs: performance.now(), notice });
      if (notice.kind === "WorkerReady" && --starting === 0) onUp?.(host);
    },
  });
  const deadline = setTimeout(() => host.stop(), DEADLINE_MS);
  const startMs = performance.now();
  await host.run();
  clearTimeout(deadline);
  const fault = timed.find(({ notice }) => FAULTS.includes(notice.kind));
  if (fault !== undefined) {
    throw new Error(`Cannot measure a tree with a fault: ${JSON.stringify(fault.notice)}`);
  }
  if (performance.now() - startMs < DEADLINE_MS) return timed;
  throw new Error(`Cannot measure a tree that hangs: it had no end after ${DEADLINE_MS / 1_000} s`);
}
