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
  /** Workers that failed by themselves though nothing was done to them. */
  readonly unprovoked: string[];
}

export const FireLedger = { create, onNotice, onCellHit, onRootHit, onRootEnd, overdue, total, count };

/** A fault of a worker or a killed cell must be noticed within so long, ms, if its root lives... */
const NOTICED_MS = 20_000;
/** ...and overcome within so long. */
const OVERCOME_MS = 90_000;

function create(cells: FireLedger["cells"]): FireLedger {
  return { cells, faults: [], open: new Set(), unprovoked: [] };
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
      if (notice.kind === "WorkerFailed") checkProvoked(ledger, life, notice);
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

type Life = Pick<FireFault, "where" | "life" | "rootNo">;

function isOf(fault: FireFault, { where, life, rootNo }: Life): boolean {
  return fault.where === where && fault.life === life && fault.rootNo === rootNo;
}

interface Detection {
  readonly atMs: number;
  readonly as: string;
  readonly missing: readonly string[];
}

function detect(
  { open }: FireLedger,
  life: Life,
  { atMs, as, missing }: Detection,
): void {
  for (const fault of open) {
    if (!isOf(fault, life) || fault.atMs > atMs || fault.untilMs < atMs || fault.detectedMs !== null) {
      continue;
    }
    fault.detectedMs = atMs;
    fault.noticedAs = as;
    for (const worker of missing) fault.missing.add(worker);
  }
}

type Failure = Extract<Notice, { readonly kind: "WorkerFailed" | "WorkerGone" }>;

/** Whatever is done to a worker is noted first. What has other reasons (silence, its cell) may come of others' faults. */
function checkProvoked({ faults, unprovoked }: FireLedger, life: Life, { reason, crash }: Failure): void {
  if (reason.kind !== "crash" && reason.kind !== "load_failed") return;
  if (faults.some((fault) => isOf(fault, life))) return;
  const what = crash === null ? reason.detail : `${crash.name}: ${crash.message}`;
  unprovoked.push(`${life.where}#${life.life} failed though nothing was done to it: ${what}`);
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

/** What should have been noticed or overcome long ago, under a root that lives; null if nothing should. */
function overdue({ open }: FireLedger, nowMs: number): string | null {
  for (const { kind, where, life, atMs, untilMs, detectedMs } of open) {
    const what = `${kind} of ${where} (${life})`;
    if (detectedMs === null) {
      if (untilMs === Infinity && nowMs - atMs > NOTICED_MS) {
        return `${what} was not noticed in ${NOTICED_MS} ms`;
      }
    } else if (nowMs - atMs > OVERCOME_MS) return `${what} was noticed and not overcome in ${OVERCOME_MS} ms`;
  }
  return null;
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
