import { Rng } from "../../core/mod.ts";
import type { Tape } from "../../simulator/mod.ts";
import type { TraderEvent } from "../../trader/mod.ts";
import { firstDifference } from "./first_difference.ts";
import { type Future, FUTURES, hideFuture } from "./hidden_future.ts";
import type { RecordedRun, Recording } from "./recorded_run.ts";

/** A record that is another one without the future. */
export interface Leak {
  /** End of what was known, Unix ms. */
  readonly cutMs: number;
  readonly future: Future;
  /** Kind of event, its id (a decision's, an order's, a fill's; else the symbol) and time. */
  readonly kind: string;
  readonly id: string;
  readonly atMs: number;
  /** Dotted path of the first member that differs; "" where one of the two has no such record. */
  readonly field: string;
  readonly withFuture: unknown;
  readonly without: unknown;
}

/** What the check came to. */
export interface LookaheadVerdict {
  /** In order of cuts, at most one for each cut and future. */
  readonly leaks: readonly Leak[];
  readonly cuts: number;
  /** Runs with the future hidden, and the records compared in them. */
  readonly runs: number;
  readonly records: number;
  /** Decisions among them, and how many of the cuts were at a bar on which something was ordered. */
  readonly decisions: number;
  readonly atOrders: number;
}

/** How the check is made. */
export interface LookaheadOptions {
  /** Places to cut at: half of them at bars on which something was ordered, the others spread over the tape. */
  readonly cuts: number;
  readonly seed: string;
  /** Told after each cut. */
  readonly onCut?: (done: number, cuts: number) => void;
}

/**
 * Runs a system over a tape, and again over tapes that end at a cut or go on otherwise from there. What it told up to the
 * cut must be the same, record by record: whatever differs was made of what was not known yet.
 */
export function checkLookahead(tape: Tape, run: RecordedRun, options: LookaheadOptions): LookaheadVerdict {
  const full = run(tape, Array.from({ length: tape.bars }, (_, bar) => bar + 1));
  const { cuts, atOrders } = chooseCuts(tape, full.events, options);
  const leaks: Leak[] = [];
  let records = 0, decisions = 0;
  cuts.forEach((bar, i) => {
    for (const future of FUTURES) {
      const hidden = run(hideFuture(tape, bar, future, options.seed), [bar]);
      records += hidden.events.length;
      for (const event of hidden.events) if (event.kind === "DecisionMade") decisions += 1;
      const leak = firstLeak(full, full.counts[bar - 1]!, hidden);
      if (leak !== null) leaks.push({ cutMs: tape.fromMs + bar * tape.timeframeMs, future, ...leak });
    }
    options.onCut?.(i + 1, cuts.length);
  });
  return { leaks, cuts: cuts.length, runs: cuts.length * FUTURES.length, records, decisions, atOrders };
}

/** What differs, without where it was hidden. */
type Found = Omit<Leak, "cutMs" | "future">;

/** The first record in which the full run, up to a count, and the other differ; at one time, a decision before all else. */
function firstLeak(full: Recording, count: number, { events }: Recording): Found | null {
  for (let i = 0; i < Math.max(count, events.length); i++) {
    const known = i < count ? full.events[i] : undefined, other = events[i];
    const found = leakOf(known, other);
    if (found === null) continue;
    // an intent makes risk tell the decision later than without one: the order of records differs first
    const decision = firstDecisionLeak(full.events.slice(i, count), events.slice(i));
    return decision !== null && decision.atMs <= found.atMs ? decision : found;
  }
  return null;
}

function firstDecisionLeak(known: readonly TraderEvent[], others: readonly TraderEvent[]): Found | null {
  const decisions = (events: readonly TraderEvent[]) =>
    new Map(events.flatMap((event) => event.kind === "DecisionMade" ? [[event.decision.id, event]] : []));
  const left = decisions(known), right = decisions(others);
  const found = [...new Set([...left.keys(), ...right.keys()])].map((id) =>
    leakOf(left.get(id), right.get(id))
  );
  return found.reduce(
    (first, it) => it !== null && (first === null || it.atMs < first.atMs) ? it : first,
    null,
  );
}

function leakOf(known: TraderEvent | undefined, other: TraderEvent | undefined): Found | null {
  const found = firstDifference(known, other);
  if (found === null) return null;
  const event = (known ?? other)!;
  const [id, atMs] = placeOf(event);
  return { kind: event.kind, id, atMs, field: found.field, withFuture: found.left, without: found.right };
}

function placeOf(event: TraderEvent): readonly [id: string, atMs: number] {
  switch (event.kind) {
    case "DecisionMade":
      return [event.decision.id, event.decision.atMs];
    case "OrderChanged":
      return [event.order.clientId, event.order.updatedAtMs];
    case "FillBooked":
      return [event.fill.fillId, event.fill.atMs];
    case "CashFlowBooked":
      return [event.flow.id, event.flow.atMs];
    case "RoundTripClosed":
      return [event.trip.id, event.trip.closedAtMs];
    case "DaySummarised":
      return [event.day.date, event.atMs];
    default:
      return ["symbol" in event ? event.symbol : "", event.atMs];
  }
}

/** Bars after which to cut, ascending, each once. Where all symbols have begun, and one bar at least is left to hide. */
function chooseCuts(
  tape: Tape,
  events: readonly TraderEvent[],
  { cuts: wanted, seed }: LookaheadOptions,
): { cuts: number[]; atOrders: number } {
  const firstCut = 1 + Math.max(0, ...tape.symbols.map((symbol) => -symbol.rowOfBar0));
  const lastCut = tape.bars - 1;
  if (!(wanted >= 1 && firstCut <= lastCut)) {
    throw new RangeError(
      `Cannot check for lookahead as there must be a cut and a bar on both sides of it: ${wanted} cuts of ${tape.bars} bars`,
    );
  }
  const rng = Rng.create(`${seed}/cuts`);
  const ordered = [...barsOfOrders(tape, events)].filter((bar) => bar >= firstCut && bar <= lastCut);
  const chosen = new Set<number>();
  for (let i = 0; i < ordered.length && chosen.size < Math.floor(wanted / 2); i++) {
    const other = i + Rng.below(rng, ordered.length - i);
    chosen.add(ordered[other]!);
    ordered[other] = ordered[i]!;
  }
  const atOrders = chosen.size, spread = wanted - atOrders, span = lastCut - firstCut + 1;
  for (let i = 0; i < spread; i++) {
    chosen.add(firstCut + Math.floor(((i + Rng.uniform(rng)) * span) / spread));
  }
  return { cuts: [...chosen].sort((a, b) => a - b), atOrders };
}

/** Cuts that make the close at which an order was created the last thing known. */
function barsOfOrders(tape: Tape, events: readonly TraderEvent[]): Set<number> {
  const bars = new Set<number>();
  for (const event of events) {
    if (event.kind !== "OrderChanged") continue;
    const bar = (event.order.createdAtMs - tape.fromMs) / tape.timeframeMs;
    if (Number.isInteger(bar)) bars.add(bar);
  }
  return bars;
}
