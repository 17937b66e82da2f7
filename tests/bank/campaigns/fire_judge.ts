import type { Notice } from "../../../lib/runtime/mod.ts";

/** What the processes of a machine tell of themselves. */
export interface ProcessProbe {
  /** When it began, by the machine's ticks; null if there is none of this number. */
  bornAt(pid: number): number | null;
}

/** Who lives, as the notices tell, and who started before its predecessor was proven gone. Changed in place. */
export interface FireJudge {
  readonly probe: ProcessProbe;
  readonly breaches: string[];
  /** Under the present root, by worker: its newest life. */
  readonly workers: Map<string, { readonly incarnation: number; isGone: boolean }>;
  /** Every process that ever was a cell, over all roots. */
  readonly cells: {
    readonly cell: string;
    readonly pid: number;
    readonly bornAt: number | null;
    isToldGone: boolean;
  }[];
  /** By worker: when its lives started, wall time, ms. */
  readonly startedMs: Map<string, number[]>;
  starts: number;
}

export const FireJudge = { create, onRoot, onNotice, left };

function create(probe: ProcessProbe): FireJudge {
  return { probe, breaches: [], workers: new Map(), cells: [], startedMs: new Map(), starts: 0 };
}

/** A new root: its incarnations begin at 1 again. That no cell of an earlier one lives on is asked at CellReady. */
function onRoot({ workers }: FireJudge): void {
  workers.clear();
}

function onNotice(judge: FireJudge, notice: Notice): void {
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
      for (const cell of judge.cells) if (cell.pid === notice.pid) cell.isToldGone = true;
  }
}

interface Started {
  readonly worker: string;
  readonly incarnation: number;
  readonly atMs: number;
}

function onStarted(judge: FireJudge, { worker, incarnation, atMs }: Started): void {
  const { workers, breaches, startedMs } = judge;
  const last = workers.get(worker);
  if (last !== undefined && !last.isGone) {
    breaches.push(`${worker}#${incarnation} started before ${worker}#${last.incarnation} was proven gone`);
  }
  if (last !== undefined && incarnation <= last.incarnation) {
    breaches.push(`${worker}#${incarnation} started after ${worker}#${last.incarnation}`);
  }
  workers.set(worker, { incarnation, isGone: false });
  if (!startedMs.has(worker)) startedMs.set(worker, []);
  startedMs.get(worker)!.push(atMs);
  judge.starts++;
}

/** The notices of an earlier root may have been lost with it, so the machine itself is asked. */
function onCellReady(judge: FireJudge, cell: string, pid: number): void {
  for (const earlier of judge.cells) {
    if (earlier.cell === cell && isAlive(judge, earlier)) {
      judge.breaches.push(`Cell ${cell} is ready as process ${pid} while process ${earlier.pid} of it lives`);
    }
  }
  judge.cells.push({ cell, pid, bornAt: judge.probe.bornAt(pid), isToldGone: false });
}

function isAlive({ probe }: FireJudge, { pid, bornAt }: FireJudge["cells"][number]): boolean {
  return bornAt !== null && probe.bornAt(pid) === bornAt;
}

/** The cells' processes that still live. */
function left(judge: FireJudge): number[] {
  return judge.cells.filter((cell) => isAlive(judge, cell)).map(({ pid }) => pid);
}
