// Trees on a fake machine, with what became of them.
import assert from "node:assert/strict";
import { DEFAULT_FLAGS, type SupervisorFlags } from "../supervision/supervisor_flags.ts";
import { scriptedWorld } from "../toy_actors_test.ts";
import type { CellSpec, TreeSpec, WorkerSpec } from "../tree/tree_spec.ts";
import type { WorldSource } from "../world.ts";
import { type FakeMachine, fakeMachine } from "./fake_cells_fixture.ts";
import { workerSpec } from "./life_fixture.ts";
import type { Notice } from "./notices.ts";
import { createTreeHost, type TreeHost } from "./tree_host.ts";
import type { TreeHostOptions } from "./tree_state.ts";

/** Never gives up, and waits for nothing. */
export const TIRELESS: SupervisorFlags = {
  ...DEFAULT_FLAGS,
  intensity: 1_000_000,
  backoff: { firstMs: 0, factor: 1, maxMs: 0, jitterPct: 0 },
};
/** Gives up at the first failure. */
export const STRICT: SupervisorFlags = { ...TIRELESS, intensity: 0 };

export function journalSpec(more: Partial<WorkerSpec> = {}): WorkerSpec {
  return workerSpec("journal", [], { store: { kind: "memory", args: null }, ...more });
}

export function cellSpec(id: string, workers: readonly WorkerSpec[], more: Partial<CellSpec> = {}): CellSpec {
  return {
    ...{ id, workers, permissions: { read: ["run"] }, maxHeapMib: 64, env: {}, restart: "permanent" },
    ...{ shutdownMs: "infinity", readyMs: 2_000, flags: TIRELESS },
    ...more,
  };
}

/** The vault with the journal and worker "w1" with actor "a", the deck with "w2" and "b". */
export function twoCells(more: Partial<CellSpec> = {}): readonly CellSpec[] {
  return [
    cellSpec("vault", [journalSpec(), workerSpec("w1", ["a"])], more),
    cellSpec("deck", [workerSpec("w2", ["b"])], more),
  ];
}

export function treeSpec(more: Partial<TreeSpec> = {}): TreeSpec {
  return {
    ...{ delivery: "stepped", cells: twoCells(), flags: TIRELESS, snapshotEvery: 100, maxRoundsPerCommit: 8 },
    timing: { heartbeatMs: 10, silenceMs: 100 },
    ...more,
  };
}

export interface FakeTree extends Disposable {
  readonly host: TreeHost;
  readonly machine: FakeMachine;
  readonly notices: Notice[];
  readonly runDir: string;
  /** run(), with the time it took. */
  run(): Promise<{ readonly end: string; readonly ms: number }>;
}

/** A root in a folder of its own over a fake machine. */
export function fakeTree(
  more: Partial<TreeHostOptions> & { readonly script?: Parameters<typeof scriptedWorld>[0] } = {},
): FakeTree {
  const machine = fakeMachine();
  const runDir = Deno.makeTempDirSync();
  const notices: Notice[] = [];
  const { script = [], ...options } = more;
  const host = createTreeHost({
    ...{ tree: treeSpec(), world: scriptedWorld(script), cellModule: "none", runDir, spawn: machine.spawn },
    onNotice: (notice) => void notices.push(notice),
    ...options,
  });
  return {
    ...{ host, machine, notices, runDir },
    async run() {
      const startMs = performance.now();
      const end = await host.run().catch((error) => `${error}`);
      assert.deepEqual(machine.cells.filter(({ isGone }) => !isGone).map(({ id }) => id), [], "left behind");
      return { end, ms: performance.now() - startMs };
    },
    [Symbol.dispose]: () => Deno.removeSync(runDir, { recursive: true }),
  };
}

/** A world that never ends, in which nothing happens: stepped rounds go on for ever. */
export function endlessWorld(to: string): WorldSource {
  let seq = 0;
  return {
    next: () => ({ seq: ++seq, to, atMs: seq, body: { kind: "Bar" } }),
    seek: (from) => void (seq = from),
  };
}

/** Waits until it is so. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const startMs = performance.now(); !isSo();) {
    assert.ok(performance.now() - startMs < 10_000, `not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
