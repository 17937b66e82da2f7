import type { Notice } from "../../../lib/runtime/mod.ts";
import type { FaultNote } from "../wrappers/fault.ts";
import type { FireKind } from "./fire_kinds.ts";

/** One fault, and what became of it. Changed in place. */
export interface FireFault {
  readonly kind: FireKind | "gave_up";
  /** A worker's id, a cell's, or "root". */
  readonly where: string;
  /** Which life it hits: a worker's incarnation, a process's number. */
  readonly life: number;
  /** Under which root that is; of faults of the root itself, the next one, which has to recover. */
  readonly rootNo: number;
  /** Wall time, ms. */
  readonly atMs: number;
  /** Who notices it must have done so by then, ms; a freeze may go unnoticed. */
  readonly untilMs: number;
  /** Null until noticed. */
  detectedMs: number | null;
  /** By what reason. */
  noticedAs: string;
  /** Workers that are not ready again. */
  readonly missing: Set<string>;
  /** Null until all of them are ready again. */
  recoveredMs: number | null;
  /** The root died in the middle, so that there is nothing to measure. */
  isCutShort: boolean;
}

/** All faults of a campaign, and when they were noticed and overcome. Changed in place. */
export interface FireLedger {
  /** Workers by cell. */
  readonly cells: ReadonlyMap<string, readonly string[]>;
  readonly faults: FireFault[];
  /** Those that are neither overcome nor cut short. */
  readonly open: Set<FireFault>;
}

export const FireLedger = { create, onNotice, onCellHit, onRootHit, onRootEnd, total, count };

function create(cells: FireLedger["cells"]): FireLedger {
  return { cells, faults: [], open: new Set() };
}

type Hit = Pick<FireFault, "kind" | "where" | "life" | "rootNo" | "atMs"> & { readonly untilMs?: number };

function add(ledger: FireLedger, { untilMs = Infinity, ...hit }: Hit): FireFault {
  const fault: FireFault = {
    ...{ ...hit, untilMs, detectedMs: null, noticedAs: "", missing: new Set() },
    ...{ recoveredMs: null, isCutShort: false },
  };
  ledger.faults.push(fault);
  ledger.open.add(fault);
  return fault;
}

/** A notice of the root of this number. */
function onNotice(ledger: FireLedger, rootNo: number, notice: Notice): void {
  const { atMs } = notice;
  switch (notice.kind) {
    case "Note": {
      const { fault: kind, ...note } = notice.note as FaultNote;
      add(ledger, { kind, where: note.worker, life: note.incarnation, rootNo, atMs: note.atMs });
      return;
    }
    case "WorkerFailed":
    case "WorkerGone": {
      const life = { where: notice.worker, life: notice.incarnation, rootNo };
      return detect(ledger, life, { atMs, as: notice.reason.kind, missing: [notice.worker] });
    }
    case "CellFailed":
    case "CellGone": {
      const life = { where: notice.cell, life: notice.pid, rootNo };
      return detect(ledger, life, { atMs, as: notice.reason.kind, missing: ledger.cells.get(notice.cell)! });
    }
    case "WorkerReady":
      for (const fault of ledger.open) {
        if (fault.detectedMs === null || fault.rootNo !== rootNo || !fault.missing.delete(notice.worker)) {
          continue;
        }
        if (fault.missing.size === 0) close(ledger, fault, atMs);
      }
  }
}

interface Detection {
  readonly atMs: number;
  readonly as: string;
  readonly missing: readonly string[];
}

function detect(
  { open }: FireLedger,
  life: Pick<FireFault, "where" | "life" | "rootNo">,
  { atMs, as, missing }: Detection,
): void {
  for (const fault of open) {
    const isSame = fault.where === life.where && fault.life === life.life && fault.rootNo === life.rootNo;
    if (!isSame || fault.atMs > atMs || fault.untilMs < atMs || fault.detectedMs !== null) continue;
    fault.detectedMs = atMs;
    fault.noticedAs = as;
    for (const worker of missing) fault.missing.add(worker);
  }
}

function close({ open }: FireLedger, fault: FireFault, atMs: number): void {
  fault.recoveredMs = atMs;
  open.delete(fault);
}

/** Something is done to a cell's process. */
function onCellHit(ledger: FireLedger, hit: Hit): void {
  add(ledger, hit);
}

/** The root is frozen, which nobody is to notice. */
function onRootHit(ledger: FireLedger, hit: Omit<Hit, "where">): void {
  add(ledger, { ...hit, where: "root" });
}

/** How and why a root's process ended. */
export interface RootDeath {
  readonly rootNo: number;
  /** When it was killed, or gave up, ms; null if it ended in order. */
  readonly kind: "kill_root" | "orphan" | "gave_up" | null;
  readonly pid: number;
  readonly hitMs: number;
  /** When its end was seen, ms. */
  readonly atMs: number;
}

/** Cuts short what its root did not live to overcome. The next root has to overcome this death. */
function onRootEnd(ledger: FireLedger, { rootNo, kind, pid, hitMs, atMs }: RootDeath): void {
  for (const fault of [...ledger.open]) {
    if (fault.rootNo !== rootNo) continue;
    fault.isCutShort = fault.detectedMs !== null || fault.untilMs > atMs;
    ledger.open.delete(fault);
  }
  if (kind === null) return;
  const fault = add(ledger, { kind, where: "root", life: pid, rootNo: rootNo + 1, atMs: hitMs });
  fault.detectedMs = atMs;
  fault.noticedAs = kind === "gave_up" ? "exit code 70" : "SIGKILL";
  for (const worker of [...ledger.cells.values()].flat()) fault.missing.add(worker);
}

/** Faults that were set; that a root gives up is their consequence. */
function total({ faults }: FireLedger): number {
  return faults.filter(({ kind }) => kind !== "gave_up").length;
}

/** How often by `key`. */
function count({ faults }: FireLedger, key: (fault: FireFault) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(key(fault), (counts.get(key(fault)) ?? 0) + 1);
  return counts;
}
