import { Rng, type RngState } from "../../../lib/core/mod.ts";
import type { Notice, SupervisorFlags } from "../../../lib/runtime/mod.ts";
import { ACCOUNTS, bankTree, type BankTreeOptions } from "../bank_tree.ts";
import { FAULT_KINDS } from "../wrappers/fault_kinds.ts";
import { FIRE_KINDS, type FireKind } from "./fire_kinds.ts";
import { FireJudge } from "./fire_judge.ts";
import { FireLedger } from "./fire_ledger.ts";
import type { FireOptions } from "./fire_options.ts";
import { machine } from "./fire_process.ts";

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
  readonly ledger: FireLedger;
  readonly judge: FireJudge;
  readonly breaches: string[];
  /** Things that happened, by what. */
  readonly tally: Map<string, number>;
  roots: number;
  banks: number;
}

export const Fire = { create, treeOf, isSpent, missing, note, tally };

type FireStart = Pick<Fire, "options" | "delivery" | "program" | "folder" | "signal">;

function create(start: FireStart): Fire {
  const cells = bankTree({
    ...{
      delivery: start.delivery,
      programFolder: "/",
      storePath: "/store/bank",
      runFolder: "/",
      accountsPerWorker: 1,
    },
  }).cells;
  const judge = FireJudge.create(machine);
  return {
    ...start,
    rng: Rng.create(`${start.options.seed}/${start.delivery}`),
    ledger: FireLedger.create(
      new Map(cells.map(({ id, workers }) => [id, workers.map((worker) => worker.id)])),
    ),
    judge,
    breaches: judge.breaches,
    tally: new Map(),
    ...{ roots: 0, banks: 0 },
  };
}

const BACKOFF = { firstMs: 20, factor: 2, maxMs: 500, jitterPct: 20 };
/** So that all of it happens: restarts, cells that give up, and roots that do. */
const CELL_FLAGS: SupervisorFlags = {
  ...{ strategy: "one_for_one", intensity: 5, periodMs: 10_000, backoff: BACKOFF, killMs: 1_000 },
};
const ROOT_FLAGS: SupervisorFlags = { ...CELL_FLAGS, intensity: 8, periodMs: 60_000 };
/** A heap this small is full before its worker is found silent. */
const MAX_HEAP_MIB = 64;
const LOAD_PROBABILITY = 0.05;

/** The bank's tree for the next root; without faults if it is not `isHot`. */
function treeOf({ options, delivery, roots }: Fire, isHot: boolean): Omit<
  BankTreeOptions,
  "programFolder" | "storePath" | "runFolder"
> {
  const tree = {
    ...{ delivery, accountsPerWorker: 1, maxHeapMib: MAX_HEAP_MIB, snapshotEvery: 200 },
    ...{ cellFlags: CELL_FLAGS, rootFlags: ROOT_FLAGS },
  };
  if (!isHot) return tree;
  const faults = {
    seed: `${options.seed}/${delivery}/${roots}`,
    meanMs: options.meanMs,
    kinds: FAULT_KINDS,
    loadProbability: LOAD_PROBABILITY,
  };
  // the journal has no message in hand that could take too long
  const journalFaults = { ...faults, kinds: FAULT_KINDS.filter((kind) => kind !== "silence") };
  return { ...tree, faults, journalFaults };
}

/** Enough of everything has happened, or twice as much as was asked for. */
function isSpent(fire: Fire): boolean {
  const { options, ledger } = fire;
  const total = FireLedger.total(ledger);
  return total >= 2 * options.faults || (total >= options.faults && missing(fire).length === 0);
}

/** Kinds and places that were hit less often than they must be: a fifth of the average. */
function missing({ options, ledger }: Fire): string[] {
  const kinds = FireLedger.count(ledger, ({ kind }) => kind);
  const places = FireLedger.count(ledger, ({ where }) => where);
  const workers = [...ledger.cells.values()].flat();
  const leastKind = Math.floor(options.faults / (5 * FIRE_KINDS.length));
  const leastPlace = Math.floor(options.faults / (5 * (ACCOUNTS.length + ledger.cells.size + 2)));
  const find = (counts: ReadonlyMap<string, number>, names: readonly string[], least: number) =>
    names.filter((name) => (counts.get(name) ?? 0) < least)
      .map((name) => `${name} was hit ${counts.get(name) ?? 0} times, not ${least}`);
  return [
    ...find(kinds, FIRE_KINDS satisfies readonly FireKind[], leastKind),
    ...find(places, [...workers, ...ledger.cells.keys(), "root"], leastPlace),
  ];
}

/** A notice of the root of this number. */
function note({ judge, ledger, tally: counts }: Fire, rootNo: number, notice: Notice): void {
  FireJudge.onNotice(judge, notice);
  FireLedger.onNotice(ledger, rootNo, notice);
  if (notice.kind === "DeadLetter") add(counts, `dead letters: ${notice.reason}`);
  else if (notice.kind === "GaveUp") add(counts, `given up by ${notice.supervisor}: ${notice.reason}`);
  else if (notice.kind === "CellLockHeld") add(counts, "cells that waited for the lock of an earlier root's");
}

function tally({ tally }: Fire, what: string, by = 1): void {
  add(tally, what, by);
}

function add(counts: Map<string, number>, what: string, by = 1): void {
  if (by > 0) counts.set(what, (counts.get(what) ?? 0) + by);
}
