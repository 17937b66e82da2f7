import { Rng, type RngState } from "../../../lib/core/mod.ts";
import type { Notice } from "../../../lib/runtime/mod.ts";
import { bankTree } from "../bank_tree.ts";
import { ARSON_LOT, type ArsonKind } from "./fire_kinds.ts";
import { FireJudge } from "./fire_judge.ts";
import { FireLedger } from "./fire_ledger.ts";
import type { FireOptions } from "./fire_options.ts";
import { machine } from "./fire_process.ts";
import { FireTotals } from "./fire_totals.ts";

/** A campaign in one delivery. Changed in place. */
export interface Fire {
  readonly options: FireOptions;
  readonly delivery: "stepped" | "free";
  /** What the roots run, absolute. */
  readonly program: string;
  /** Of its banks. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly rng: RngState;
  /** What is still to be done to processes, before all is to be done again. */
  readonly lot: ArsonKind[];
  readonly ledger: FireLedger;
  readonly judge: FireJudge;
  readonly breaches: string[];
  readonly totals: FireTotals;
  /** Other things that happened, by what. */
  readonly tally: Map<string, number>;
  roots: number;
  banks: number;
}

export const Fire = { create, nextArson, note, tally };

type FireStart = Pick<Fire, "options" | "delivery" | "program" | "folder" | "signal">;

function create(start: FireStart): Fire {
  const nowhere = { programFolder: "/", storePath: "/store/bank", runFolder: "/" };
  const { cells } = bankTree({ ...nowhere, delivery: start.delivery, accountsPerWorker: 1 });
  const workers = new Map(cells.map(({ id, workers }) => [id, workers.map((worker) => worker.id)]));
  const judge = FireJudge.create(machine, workers);
  return {
    ...start,
    rng: Rng.create(`${start.options.seed}/${start.delivery}`),
    lot: [],
    ledger: FireLedger.create(workers),
    judge,
    breaches: judge.breaches,
    totals: FireTotals.create(),
    tally: new Map(),
    ...{ roots: 0, banks: 0 },
  };
}

/** The next thing to do to a process: all are dealt out, in a random order, before any is dealt again. */
function nextArson({ rng, lot }: Pick<Fire, "rng" | "lot">): ArsonKind {
  if (lot.length === 0) lot.push(...ARSON_LOT);
  return lot.splice(Rng.below(rng, lot.length), 1)[0];
}

/** A notice of the root of this number. */
function note({ judge, ledger, tally: counts }: Fire, rootNo: number, notice: Notice): void {
  FireJudge.onNotice(judge, rootNo, notice);
  FireLedger.onNotice(ledger, rootNo, notice);
  if (notice.kind === "GaveUp") add(counts, `given up by ${notice.supervisor}: ${notice.reason}`);
  else if (notice.kind === "CellLockHeld") add(counts, "cells that waited for the lock of an earlier root's");
}

function tally({ tally }: Fire, what: string, by = 1): void {
  add(tally, what, by);
}

function add(counts: Map<string, number>, what: string, by = 1): void {
  if (by > 0) counts.set(what, (counts.get(what) ?? 0) + by);
}
