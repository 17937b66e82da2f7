import assert from "node:assert/strict";
import type { TreeMetrics } from "../../lib/runtime/mod.ts";
import type { TreeTold } from "./messages.ts";
import { RestartLog } from "./restart_views.ts";

const T = Date.parse("2024-01-01T00:00:00Z");

interface Told {
  readonly deck?: number;
  /** Life, restarts and last error of "feed", then of "symbols". */
  readonly lives: readonly (readonly [number, number, string])[];
}

function told({ deck = 0, lives }: Told, second: number): TreeTold {
  const workers = lives.map(([incarnation, restarts, lastError], i) => ({
    ...{ id: ["feed", "symbols"][i], cell: "deck", isUp: true, isDropped: false },
    ...{ incarnation, restarts, lastError },
  }));
  const metrics = { workers, restarts: deck === 0 ? {} : { deck } } as unknown as TreeMetrics;
  return { kind: "TreeTold", metrics, atMs: T + 1_000 * second, barsPerSecond: 10 };
}

function lately(...tellings: readonly Told[]): string[] {
  const log = RestartLog.create();
  tellings.forEach((each, i) => RestartLog.take(log, told(each, i)));
  return log.lately.map(({ part, at, why }) => `${at.slice(17, 19)} ${part} ${why}`);
}

const QUIET = { lives: [[1, 0, ""], [1, 0, ""]] } as const;
const CASES: readonly (readonly [string, readonly Told[], readonly string[]])[] = [
  ["nothing where nothing happens", [QUIET, QUIET], []],
  ["a cell once, and not the workers that live anew with it", [
    QUIET,
    { deck: 1, lives: [[1, 0, "killed"], [1, 0, "killed"]] },
    { deck: 1, lives: [[2, 0, "killed"], [2, 0, "killed"]] },
  ], ["01 deck killed"]],
  ["a cell that was back between two tellings", [
    QUIET,
    { deck: 1, lives: [[2, 0, "killed"], [2, 0, "killed"]] },
  ], ["01 deck killed"]],
  ["a worker that crashed, and one that was stopped in order after that", [
    QUIET,
    { lives: [[2, 1, "boom"], [1, 0, ""]] },
    { lives: [[3, 1, "boom"], [1, 0, ""]] },
  ], ["02 feed stopped in order", "01 feed boom"]],
  ["a worker's own crash in the life after its cell's", [
    QUIET,
    { deck: 1, lives: [[2, 0, "killed"], [2, 0, "killed"]] },
    { deck: 1, lives: [[2, 0, "killed"], [3, 1, "boom"]] },
  ], ["02 symbols boom", "01 deck killed"]],
  ["no first life, and nothing from before the first telling", [
    { deck: 2, lives: [[0, 0, ""], [4, 1, "old"]] },
    { deck: 2, lives: [[1, 0, ""], [4, 1, "old"]] },
  ], []],
];

for (const [what, tellings, expected] of CASES) {
  Deno.test(`RestartLog.take() notes ${what}`, () => assert.deepEqual(lately(...tellings), expected));
}
