// Runs toy trees in this process, and looks at what becomes of them.
import assert from "node:assert/strict";
import process from "node:process";
import type { HostOutcome, Told } from "../../lib/runtime/host_case_fixture.ts";
import { createTreeHost, type Notice, type TreeHost, type TreeMetrics } from "../../lib/runtime/mod.ts";
import type { ToyActor } from "../../lib/runtime/host_kinds_fixture.ts";
import { expectAsUndisturbed } from "../../lib/runtime/host_play_fixture.ts";
import { scriptedWorld } from "../../lib/runtime/toy_actors_test.ts";
import { readOutcome } from "./toy_store.ts";
import { ownStorePath, storePath, type ToyFolders, toyTree, type ToyTreeOptions } from "./toy_tree.ts";

/** Long enough for a busy machine; tests that pass wait for much less. */
const DEADLINE_MS = 30_000;
const LOOK_EVERY_MS = 10;

/** One root on a store. */
export interface ToyRun {
  readonly host: TreeHost;
  readonly notices: readonly Notice[];
  /** What run() resolves or rejects with; every process is gone then. */
  readonly ended: Promise<"done" | "stopped">;
  /** The first notice, earlier or later, of which `isIt` is true. */
  seen(what: string, isIt: (notice: Notice) => boolean): Promise<Notice>;
  /** The metrics, once `areSo` is true of them. */
  until(what: string, areSo: (metrics: TreeMetrics) => boolean): Promise<TreeMetrics>;
}

export type ToyRunOptions = Omit<ToyTreeOptions, "folders"> & {
  readonly script: readonly Told[];
  readonly maxRounds?: number;
};

/** Folders of a toy tree that are deleted afterwards. */
export interface TempFolders extends ToyFolders, Disposable {}

export function makeFolders(): TempFolders {
  const base = Deno.makeTempDirSync();
  const folders = { store: `${base}/store`, run: `${base}/run` };
  for (const folder of Object.values(folders)) Deno.mkdirSync(folder);
  return { ...folders, [Symbol.dispose]: () => Deno.removeSync(base, { recursive: true }) };
}

/** Creates a root on these folders and lets it run. */
export function startToy(folders: ToyFolders, { script, maxRounds, ...options }: ToyRunOptions): ToyRun {
  const notices: Notice[] = [];
  const watchers = new Set<(notice: Notice) => void>();
  const host = createTreeHost({
    tree: toyTree({ ...options, folders }),
    world: scriptedWorld(script),
    cellModule: new URL("./cell.ts", import.meta.url).href,
    runDir: folders.run,
    onNotice(notice) {
      notices.push(notice);
      for (const watcher of watchers) watcher(notice);
    },
  });
  const run = host.run(maxRounds === undefined ? {} : { maxRounds }).finally(() => expectNobody(notices));
  const ended = within(run, "the end of the tree");
  // whoever awaits it learns of it; a test that failed before that must not end all tests
  ended.catch(() => {});

  function seen(what: string, isIt: (notice: Notice) => boolean): Promise<Notice> {
    const earlier = notices.find(isIt);
    if (earlier !== undefined) return Promise.resolve(earlier);
    const { promise, resolve } = Promise.withResolvers<Notice>();
    const watcher = (notice: Notice) => isIt(notice) && resolve(notice);
    watchers.add(watcher);
    return within(promise, what).finally(() => watchers.delete(watcher));
  }

  async function until(what: string, areSo: (metrics: TreeMetrics) => boolean): Promise<TreeMetrics> {
    for (const startMs = performance.now(); performance.now() - startMs < DEADLINE_MS;) {
      const metrics = host.metrics();
      if (areSo(metrics)) return metrics;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    throw new Error(`Not within ${DEADLINE_MS} ms: ${what}`);
  }

  return { host, notices, ended, seen, until };
}

/** Lets a root run, and stops it in order should the test fail. */
export async function withToy<T>(
  folders: ToyFolders,
  options: ToyRunOptions,
  test: (run: ToyRun) => Promise<T>,
): Promise<T> {
  const run = startToy(folders, options);
  try {
    return await test(run);
  } finally {
    run.host.stop();
    await run.ended.catch(() => {});
  }
}

/** What the store of these folders holds, with the snapshots of a cell that keeps them in its own. */
export function outcomeIn(
  folders: ToyFolders,
  { cells, ownStore }: Pick<ToyTreeOptions, "cells" | "ownStore">,
): HostOutcome {
  const addresses = actorsIn(cells).map(({ address }) => address);
  const outcome = readOutcome(storePath(folders), addresses);
  if (ownStore === undefined) return outcome;
  const { snapshots } = readOutcome(ownStorePath(folders), addresses);
  return { ...outcome, snapshots: { ...outcome.snapshots, ...snapshots } };
}

/** The store must hold what the inline host comes to in as many rounds. */
export async function expectAsInline(folders: ToyFolders, options: ToyRunOptions): Promise<void> {
  const { cells, script, snapshotEvery = 1_000 } = options;
  const outcome = outcomeIn(folders, options);
  await expectAsUndisturbed(
    outcome,
    { actors: actorsIn(cells), script, snapshotEvery },
    outcome.point.lastRound,
  );
}

function actorsIn(cells: ToyTreeOptions["cells"]): readonly ToyActor[] {
  return Object.values(cells).flat().flatMap((worker) => worker.actors);
}

/** How often each worker was started. */
export function starts(notices: readonly Notice[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const notice of notices) {
    if (notice.kind === "WorkerStarted") counts[notice.worker] = (counts[notice.worker] ?? 0) + 1;
  }
  return counts;
}

/** Dead letters by reason; reasons that never occurred are left out. */
export function lettersOf({ deadLetters }: TreeMetrics): Record<string, number> {
  return Object.fromEntries(Object.entries(deadLetters).filter(([, count]) => count > 0));
}

/** The processes of the cells that were ever ready. */
export function pidsOf(notices: readonly Notice[]): number[] {
  return notices.flatMap((notice) => notice.kind === "CellReady" ? [notice.pid] : []);
}

/** Fails if a process of these is left. */
export function expectGone(pids: readonly number[]): void {
  assert.equal(new Set(pids).size, pids.length, "two cells had the same process");
  for (const pid of pids) assert.throws(() => process.kill(pid, 0), /ESRCH/, `process ${pid} lives`);
}

function expectNobody(notices: readonly Notice[]): void {
  expectGone(pidsOf(notices));
}

async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Not within ${DEADLINE_MS} ms: ${what}`)), DEADLINE_MS);
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
