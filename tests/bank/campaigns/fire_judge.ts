import type { Notice } from "../../../lib/runtime/mod.ts";

/** What the machine itself tells of its processes, whatever the root believes. */
export interface ProcessProbe {
  /** When it began, by the machine's ticks; null if there is none of this number. */
  bornAt(pid: number): number | null;
  /** How many of its threads run workers; 0 if it is over, or stands still. */
  workerThreads(pid: number): number;
}

/** Who lives, and who started before its predecessor was proven gone: by the notices, and by the machine. Changed in place. */
export interface FireJudge {
  readonly probe: ProcessProbe;
  /** Workers by cell. */
  readonly spec: ReadonlyMap<string, readonly string[]>;
  readonly breaches: string[];
  /** Number of the present root. */
  rootNo: number;
  /** Under the present root, by worker: its newest life. */
  readonly workers: Map<string, { readonly incarnation: number; isGone: boolean }>;
  /** Every process that ever was a cell, over all roots. */
  readonly cells: CellProcess[];
  /** Starts of workers, all of them checked. */
  starts: number;
  /** Starts, of workers and cells, before their predecessors were gone. */
  early: number;
  /** Looks at the threads of a cell. */
  looks: number;
  /** Longest time a cell was seen with more worker threads than workers, ms. */
  longestCrowdMs: number;
}

interface CellProcess {
  readonly cell: string;
  readonly pid: number;
  readonly bornAt: number | null;
  isOver: boolean;
  /** Since when it has more worker threads than workers, ms, and how many looks have shown it; null if it has not. */
  crowd: { readonly sinceMs: number; looks: number } | null;
}

/** A thread may be on its last steps when its end is proven already: so long, ms, and no longer. */
export const LAST_STEPS_MS = 1_000;
/** Looks that must show it: fewer may each have met another thread on its last steps. */
const CROWDED_LOOKS = 4;

export const FireJudge = { create, onRoot, onNotice, lookAtThreads, left };

function create(probe: ProcessProbe, spec: FireJudge["spec"]): FireJudge {
  return {
    ...{ probe, spec, breaches: [], workers: new Map(), cells: [] },
    ...{ rootNo: 0, starts: 0, early: 0, looks: 0, longestCrowdMs: 0 },
  };
}

/** A new root: its incarnations begin at 1 again. That no cell of an earlier one lives on is asked at CellReady. */
function onRoot(judge: FireJudge, rootNo: number): void {
  judge.rootNo = rootNo;
  judge.workers.clear();
}

/** A notice of the root of this number; of an earlier one, it is a last word that came late. */
function onNotice(judge: FireJudge, rootNo: number, notice: Notice): void {
  if (rootNo !== judge.rootNo) return;
  switch (notice.kind) {
    case "WorkerStarted":
      return onStarted(judge, notice);
    case "WorkerGone": {
      const life = judge.workers.get(notice.worker);
      if (life?.incarnation === notice.incarnation) life.isGone = true;
      return;
    }
    case "CellReady":
      return onCellReady(judge, notice.cell, notice.pid);
    case "CellGone":
      return onCellGone(judge, notice.pid);
  }
}

interface Started {
  readonly worker: string;
  readonly incarnation: number;
}

function onStarted(judge: FireJudge, { worker, incarnation }: Started): void {
  const { workers, breaches } = judge;
  const last = workers.get(worker);
  judge.starts++;
  if (last !== undefined && !last.isGone) {
    judge.early++;
    breaches.push(`${worker}#${incarnation} started before ${worker}#${last.incarnation} was proven gone`);
  }
  if (last !== undefined && incarnation <= last.incarnation) {
    breaches.push(`${worker}#${incarnation} started after ${worker}#${last.incarnation}`);
  }
  workers.set(worker, { incarnation, isGone: false });
}

/** The notices of an earlier root may have been lost with it, so the machine itself is asked. */
function onCellReady(judge: FireJudge, cell: string, pid: number): void {
  for (const earlier of judge.cells) {
    if (earlier.cell !== cell || !isAlive(judge, earlier)) continue;
    judge.early++;
    judge.breaches.push(`Cell ${cell} is ready as process ${pid} while process ${earlier.pid} of it lives`);
  }
  judge.cells.push({ cell, pid, bornAt: judge.probe.bornAt(pid), isOver: false, crowd: null });
}

function onCellGone(judge: FireJudge, pid: number): void {
  const cell = judge.cells.findLast((candidate) => candidate.pid === pid);
  if (cell === undefined) return;
  cell.isOver = true;
  if (isAlive(judge, cell)) judge.breaches.push(`Cell ${cell.cell} is told gone while process ${pid} lives`);
}

/**
 * Counts the threads of all cells: two lives of one worker at a time show as one thread too many, as soon as all others
 * live. To be called often.
 */
function lookAtThreads(judge: FireJudge, nowMs: number): void {
  for (const process of judge.cells) {
    if (process.isOver) continue;
    process.isOver = !isAlive(judge, process);
    if (process.isOver) continue;
    const { cell, pid } = process;
    const threads = judge.probe.workerThreads(pid);
    const workers = judge.spec.get(cell)!.length;
    judge.looks++;
    if (threads > workers) {
      onCrowd(judge, process, { nowMs, what: `${threads} threads of ${workers} workers` });
    } else process.crowd = null;
  }
}

function onCrowd(
  judge: FireJudge,
  process: CellProcess,
  { nowMs, what }: { readonly nowMs: number; readonly what: string },
): void {
  const crowd = process.crowd ??= { sinceMs: nowMs, looks: 0 };
  crowd.looks++;
  const crowdMs = nowMs - crowd.sinceMs;
  judge.longestCrowdMs = Math.max(judge.longestCrowdMs, crowdMs);
  if (crowdMs <= LAST_STEPS_MS || crowd.looks < CROWDED_LOOKS) return;
  judge.early++;
  judge.breaches.push(`Cell ${process.cell} (process ${process.pid}) ran ${what} for ${crowdMs} ms`);
  process.crowd = null;
}

function isAlive({ probe }: FireJudge, { pid, bornAt }: CellProcess): boolean {
  return bornAt !== null && probe.bornAt(pid) === bornAt;
}

/** The cells' processes that still live. */
function left(judge: FireJudge): number[] {
  return judge.cells.filter((cell) => isAlive(judge, cell)).map(({ pid }) => pid);
}
