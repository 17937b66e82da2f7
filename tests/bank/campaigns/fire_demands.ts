import { FAULT_KINDS } from "../wrappers/fault_kinds.ts";
import { FIRE_KINDS, ZOMBIE_KINDS } from "./fire_kinds.ts";
import { FireLedger } from "./fire_ledger.ts";
import type { FireOptions } from "./fire_options.ts";
import type { Fire } from "./fire_state.ts";
import { FireTotals } from "./fire_totals.ts";

/** What must have happened before a campaign is over. All of it scales with the faults asked for. */
export const FireDemands = { areMet, missing, unshown };

/** Kinds and places must be hit a fifth as often as they are on average. */
const SHARE = 5;
/** Among so many faults there is a root that gives up. */
const GIVE_UP_FAULTS = 300;

type Burnt = Pick<Fire, "options" | "ledger">;

/** Enough of everything has happened, or twice as much as was asked for. */
function areMet({ options, ledger }: Burnt): boolean {
  const total = FireLedger.total(ledger);
  return total >= 2 * options.faults ||
    (total >= options.faults && missing({ options, ledger }).length === 0);
}

/** Kinds and places that were hit less often than they must be, which in a short run is 0. */
function missing({ options, ledger }: Burnt): string[] {
  const { cells } = ledger;
  const places = [...[...cells.values()].flat(), ...cells.keys(), "root"];
  const kinds = FIRE_KINDS.filter((kind) => options.kinds.some((one) => one === kind) || !isOptional(kind));
  return [
    ...tooFew(FireLedger.count(ledger, ({ kind }) => kind), kinds, leastOfKind(options)),
    ...tooFew(
      FireLedger.count(ledger, ({ where }) => where),
      places,
      Math.floor(options.faults / (SHARE * places.length)),
    ),
  ];
}

function isOptional(kind: string): boolean {
  return FAULT_KINDS.some((one) => one === kind);
}

function leastOfKind({ faults }: FireOptions): number {
  return Math.floor(faults / (SHARE * FIRE_KINDS.length));
}

function tooFew(counts: ReadonlyMap<string, number>, names: readonly string[], least: number): string[] {
  return names.filter((name) => (counts.get(name) ?? 0) < least)
    .map((name) => `${name} was hit ${counts.get(name) ?? 0} times, not ${least}`);
}

/** What a run did not show, though it was long enough that every kind had to happen: guards that were never tried. */
function unshown({ options, ledger, totals }: Burnt & Pick<Fire, "totals">): string[] {
  if (leastOfKind(options) === 0) return [];
  const zombies = ledger.faults.filter(({ kind }) => ZOMBIE_KINDS.includes(kind)).length;
  return [
    ...FireTotals.attempts(totals) > 0 ? [] : [`None of ${zombies} zombies tried to write`],
    ...totals.rootsKilled > 0 ? [] : ["No root was killed"],
    ...options.faults < GIVE_UP_FAULTS || totals.rootsGaveUp > 0 ? [] : ["No root ended with exit code 70"],
  ];
}
