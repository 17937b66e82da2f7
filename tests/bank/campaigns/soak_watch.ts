import type { Notice } from "../../../lib/runtime/mod.ts";
import type { BirthNote } from "../flood/mortal.ts";

/** What happens to one worker and one cell that are to die, and to all others. Changed in place. */
export interface SoakWatch {
  readonly worker: string;
  readonly cell: string;
  /** Lives of the worker that have been ready. */
  workerLives: number;
  /** Lives of the cell of which all workers have been ready. */
  cellLives: number;
  /** Workers of the cell's newest life that are not ready. */
  cellWaitsFor: number;
  /** The cell is to die now, the worker not any more. */
  isCellPhase: boolean;
  /** Failures of anybody else. */
  readonly others: string[];
  /** When lives of the worker were over, wall time, ms. */
  readonly goneMs: number[];
  /** Locks that were held in the worker's cell, and how many more than lives of now and not long ago explain. */
  mostLocks: number;
  mostLocksOver: number;
  hasEnded: boolean;
  wake: () => void;
}

export const SoakWatch = { create, onNotice, end, worker: untilWorker, cell: untilCell };

/** Workers of each cell: accounts, and the journal in the one that does not die. */
const ACCOUNT_WORKERS = 4, THREADS = 5;
/** A lock is kept for 10 s after a life; the note that tells of it may be late. */
const LOCK_KEPT_MS = 12_000;

function create(worker: string, cell: string): SoakWatch {
  return {
    ...{ worker, cell, workerLives: 0, cellLives: 0, cellWaitsFor: ACCOUNT_WORKERS, isCellPhase: false },
    ...{ others: [], goneMs: [], mostLocks: 0, mostLocksOver: -Infinity, hasEnded: false, wake: () => {} },
  };
}

function onNotice(watch: SoakWatch, notice: Notice): void {
  switch (notice.kind) {
    case "CellReady":
      if (notice.cell === watch.cell) watch.cellWaitsFor = ACCOUNT_WORKERS;
      break;
    case "WorkerStarted":
      // also one that was stopped in order, and so does not count as failed
      if (notice.incarnation > 1 && !isToDie(watch, notice.worker)) watch.others.push(JSON.stringify(notice));
      break;
    case "WorkerReady":
      onReady(watch, notice.worker);
      break;
    case "WorkerFailed":
      if (!isMeant(watch, notice)) watch.others.push(JSON.stringify(notice));
      break;
    case "WorkerGone":
      if (notice.worker === watch.worker) watch.goneMs.push(notice.atMs);
      break;
    case "DeadLetter":
      // the last words of a life that is over are refused, as they should be
      if (notice.reason !== "stale_incarnation") watch.others.push(JSON.stringify(notice));
      break;
    case "CellFailed":
      watch.others.push(JSON.stringify(notice));
      break;
    case "Note":
      onBirth(watch, notice.atMs, notice.note as BirthNote);
  }
  watch.wake();
}

type Failure = Extract<Notice, { readonly kind: "WorkerFailed" | "WorkerGone" }>;

/** The worker's own throw, or the death of its whole cell. */
function isMeant(watch: SoakWatch, { worker, crash, reason }: Failure): boolean {
  const isIts = watch.isCellPhase ? reason.kind === "killed" : crash?.message.startsWith("Life ") === true;
  return isIts && isToDie(watch, worker);
}

/** Accounts 4 to 7 live in the cell that dies. */
function isToDie({ worker, isCellPhase }: SoakWatch, id: string): boolean {
  return isCellPhase ? Number(id.slice(-1)) >= ACCOUNT_WORKERS : id === worker;
}

function onReady(watch: SoakWatch, worker: string): void {
  if (worker === watch.worker) watch.workerLives++;
  if (!(Number(worker.slice(-1)) >= ACCOUNT_WORKERS)) return;
  if (--watch.cellWaitsFor === 0) watch.cellLives++;
}

function onBirth(watch: SoakWatch, atMs: number, { locks }: BirthNote): void {
  const explained = THREADS + watch.goneMs.filter((goneMs) => goneMs > atMs - LOCK_KEPT_MS).length;
  watch.mostLocks = Math.max(watch.mostLocks, locks);
  watch.mostLocksOver = Math.max(watch.mostLocksOver, locks - explained);
}

/** The root is over: nothing more comes. */
function end(watch: SoakWatch): void {
  watch.hasEnded = true;
  watch.wake();
}

/** Until so many lives of the worker have been ready. Throws Error where they do not come. */
function untilWorker(watch: SoakWatch, lives: number, deadlineMs: number): Promise<void> {
  return until(watch, () => watch.workerLives >= lives, `life ${lives} of ${watch.worker}`, deadlineMs);
}

/** Until so many lives of the cell have been ready. Throws Error where they do not come. */
function untilCell(watch: SoakWatch, lives: number, deadlineMs: number): Promise<void> {
  return until(watch, () => watch.cellLives >= lives, `life ${lives} of ${watch.cell}`, deadlineMs);
}

async function until(watch: SoakWatch, isSo: () => boolean, what: string, deadlineMs: number): Promise<void> {
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    watch.wake();
  }, deadlineMs);
  try {
    while (!isSo()) {
      if (isLate) throw new Error(`There is no ${what} after ${deadlineMs} ms`);
      if (watch.hasEnded) throw new Error(`There is no ${what}, as the root is over`);
      await new Promise<void>((resolve) => watch.wake = resolve);
    }
  } finally {
    clearTimeout(deadline);
  }
}
