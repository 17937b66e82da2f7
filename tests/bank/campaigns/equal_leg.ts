/** One run of the bank, and what it came to. */
export interface Leg {
  readonly name: string;
  readonly transfers: number;
  /** Null in free delivery, which has none. */
  readonly rounds: number | null;
  readonly elapsedMs: number;
  /** Of cells and workers; null where there are none. */
  readonly restarts: number | null;
  /** Null where there is no store to judge. */
  readonly auditFaults: number | null;
  /** Of the accounts' states; "" if the run did not get that far. */
  readonly hash: string;
  /** What is wrong with it, whatever it is compared with: its end, its audit. */
  readonly wrongs: readonly string[];
}

export const Leg = { isSame, breaches, unsortedBreaches, describe };

/** True if both came to the same states in as many rounds. */
function isSame(leg: Leg, reference: Leg): boolean {
  return leg.hash === reference.hash && leg.rounds === reference.rounds;
}

/** What forbids to call this leg good; `reference` is null where its states may be any. */
function breaches(leg: Leg, reference: Leg | null): string[] {
  const found = leg.wrongs.map((wrong) => `${leg.name}: ${wrong}`);
  if (reference !== null && !isSame(leg, reference)) {
    found.push(
      `${leg.name}: ${
        leg.hash || "no states"
      } in ${leg.rounds} rounds is not what ${reference.name} came to, ` +
        `${reference.hash} in ${reference.rounds}`,
    );
  }
  return found;
}

/** Of `legs` without sorting, at least two in five must differ: or the other legs prove nothing. */
function unsortedBreaches(legs: readonly Leg[], reference: Leg): string[] {
  // whole and clean runs only: a broken one differs for another reason
  const different = legs.filter((leg) => leg.wrongs.length === 0 && leg.hash !== reference.hash).length;
  const least = Math.ceil(0.4 * legs.length);
  if (different >= least) return [];
  return [
    `only ${different} of ${legs.length} runs without sorting differ, not ${least}: the delays show nothing`,
  ];
}

/** One line of a table, without its end. */
function describe({ name, transfers, rounds, elapsedMs, restarts, auditFaults, hash }: Leg): string {
  const or = (value: number | null) => value === null ? "-" : String(value);
  return [
    name.padEnd(26),
    `${transfers} transfers`.padStart(16),
    `${or(rounds)} rounds`.padStart(12),
    `${(elapsedMs / 1_000).toFixed(1)} s`.padStart(8),
    `${or(restarts)} restarts`.padStart(11),
    `${or(auditFaults)} faults`.padStart(9),
    ` ${hash || "no states"}`,
  ].join(" ");
}
