import { systemClock } from "../lib/core/mod.ts";
import {
  byScore,
  isCompared,
  type Point,
  type Ranking,
  scoreOf,
  type SweepRow,
  type SweepSearch,
  TRIAL_FIGURES,
  type TrialFigures,
} from "../lib/research/mod.ts";
import type { TrialTask, TrialTried } from "./sweep_messages.ts";
import type { TrialPool } from "./sweep_pool.ts";

/** A thread is given about so much work at once: little enough to lose, much enough to hide the asking. */
const CHUNK_MS = 200;
const MOST_PER_CHUNK = 64;
/** Chunks that wait on each thread, so that it never waits. */
const CHUNKS_PER_THREAD = 2;

/** A sweep to be run. */
export interface SweepTask {
  readonly search: SweepSearch;
  readonly ranking: Ranking;
  /** Rows that are known already. */
  readonly known: readonly SweepRow[];
  /** Told of rows as they come, in no order. */
  readonly onRows: (rows: readonly SweepRow[]) => void;
}

/** All trials of a sweep. */
export interface Swept {
  /** Best first. */
  readonly rows: readonly SweepRow[];
  /** Daily returns of the trials that isCompared() names and of the best, by index; refused points are not among them. */
  readonly returns: ReadonlyMap<number, Float64Array>;
}

/** A sweep under way. */
interface Sweeping {
  readonly task: SweepTask;
  readonly pool: TrialPool;
  /** By index; undefined until it is known. */
  readonly rows: (SweepRow | undefined)[];
  readonly points: (Point | undefined)[];
  readonly returns: Map<number, Float64Array>;
  /** First trial that was not given out. */
  next: number;
  /** Trials known, without a gap from the first. */
  settled: number;
  msPerTrial: number;
  /** Told when rows have come. */
  wake: (() => void)[];
}

/** Tries all points that are not known yet, then the days of those that are compared. */
export async function runSweep(task: SweepTask, pool: TrialPool): Promise<Swept> {
  const { count } = task.search;
  const sweeping: Sweeping = {
    ...{ task, pool, rows: new Array(count), points: new Array(count), returns: new Map() },
    ...{ next: 0, settled: 0, msPerTrial: CHUNK_MS, wake: [] },
  };
  for (const row of task.known) {
    if (row.index < count) sweeping.rows[row.index] ??= row;
  }
  settle(sweeping);
  const loops = CHUNKS_PER_THREAD * pool.threads;
  await Promise.all(Array.from({ length: loops }, (_, k) => work(sweeping, k % pool.threads)));
  const rows = ranked(sweeping.rows as SweepRow[], task.ranking);
  await fetchDays(sweeping, rows[0]!);
  return { rows, returns: sweeping.returns };
}

function ranked(rows: readonly SweepRow[], ranking: Ranking): SweepRow[] {
  return rows.map((row) => ({ row, index: row.index, score: scoreOf(row.figures, ranking) }))
    .sort(byScore).map(({ row }) => row);
}

/** Gives one thread chunk after chunk, until there is none. */
async function work(sweeping: Sweeping, thread: number): Promise<void> {
  for (;;) {
    const tasks = takeChunk(sweeping);
    if (tasks === null) return;
    if (tasks.length === 0) {
      await new Promise<void>((resolve) => sweeping.wake.push(resolve));
      continue;
    }
    const startedMs = systemClock.nowMs();
    const tried = await sweeping.pool.tryOn(thread, tasks);
    // two chunks wait on a thread, so about half of this was waiting
    sweeping.msPerTrial = (systemClock.nowMs() - startedMs) / tasks.length / CHUNKS_PER_THREAD;
    take(sweeping, tried);
  }
}

/** The next points that can be named; none where others must be known first, null at the end. */
function takeChunk(sweeping: Sweeping): readonly TrialTask[] | null {
  const { task: { search }, rows, pool, msPerTrial } = sweeping;
  const { count } = search;
  // the fewer are left, the smaller the chunk: all threads end together
  const most = Math.ceil((count - sweeping.next) / (2 * CHUNKS_PER_THREAD * pool.threads));
  const wanted = Math.max(
    1,
    Math.min(MOST_PER_CHUNK, most, Math.floor(CHUNK_MS / Math.max(msPerTrial, 0.01))),
  );
  const tasks: TrialTask[] = [];
  while (sweeping.next < count && tasks.length < wanted) {
    const index = sweeping.next;
    if (search.needs(index) > sweeping.settled) return tasks;
    sweeping.next += 1;
    const point = pointOf(sweeping, index);
    if (rows[index] === undefined) tasks.push({ index, point, keepsDays: isCompared(index, count) });
  }
  return tasks.length === 0 ? null : tasks;
}

/** Named in order, as a point may depend on those before it. */
function pointOf({ task, rows, points }: Sweeping, index: number): Point {
  return points[index] ??= rows[index]?.point ?? task.search.pointAt(index, {
    pointAt: (i) => points[i]!,
    scoreAt: (i) => scoreOf(rows[i]!.figures, task.ranking),
  });
}

function take(sweeping: Sweeping, tried: readonly TrialTried[]): void {
  const { rows, points, returns, task } = sweeping;
  const fresh = tried.map(({ index, figures, fault }): SweepRow => ({
    ...{ index, point: points[index]!, fault },
    figures: figures === null ? null : figuresFrom(figures),
  }));
  for (const row of fresh) rows[row.index] = row;
  for (const it of tried) if (it.returns !== null && it.figures !== null) returns.set(it.index, it.returns);
  settle(sweeping);
  task.onRows(fresh);
  for (const wake of sweeping.wake.splice(0)) wake();
}

const figuresFrom = (values: Float64Array): TrialFigures =>
  Object.fromEntries(TRIAL_FIGURES.map((name, i) => [name, values[i]])) as unknown as TrialFigures;

function settle(sweeping: Sweeping): void {
  while (sweeping.settled < sweeping.rows.length && sweeping.rows[sweeping.settled] !== undefined) {
    sweeping.settled += 1;
  }
}

/** Runs again what an earlier start ran, and the best, where their days are needed and not known. */
async function fetchDays({ rows, pool, returns }: Sweeping, best: SweepRow): Promise<void> {
  const missing = (rows as SweepRow[]).filter((row) =>
    row.figures !== null && !returns.has(row.index) &&
    (row.index === best.index || isCompared(row.index, rows.length))
  );
  await Promise.all(
    Array.from({ length: pool.threads }, async (_, thread) => {
      const tasks = missing.filter((_, i) => i % pool.threads === thread)
        .map(({ index, point }): TrialTask => ({ index, point, keepsDays: true }));
      for (const { index, returns: days } of await pool.tryOn(thread, tasks)) returns.set(index, days!);
    }),
  );
}
