import { type CashFlow, type Fill, Money } from "../../domain/mod.ts";
import type { DaySummary, DecisionRecord, RoundTrip, TraderEvent } from "../../trader/mod.ts";

/** A position that was still open at the end. */
export interface OpenPosition {
  readonly symbol: string;
  readonly openedAtMs: number;
}

/** What a recorder kept, by kind and in its order. */
export interface Recorded {
  /** False where nothing but round trips and days was kept. */
  readonly isEverything: boolean;
  readonly trips: readonly RoundTrip[];
  readonly days: readonly { readonly day: DaySummary; readonly atMs: number }[];
  /** Equity by the hour, in whole units. */
  readonly beats: readonly { readonly atMs: number; readonly equity: number }[];
  readonly fills: readonly Fill[];
  readonly flows: readonly CashFlow[];
  readonly decisions: readonly DecisionRecord[];
  readonly open: readonly OpenPosition[];
}

/** Sorts out events, in one pass. */
export function recordedOf(events: readonly TraderEvent[]): Recorded {
  const trips: RoundTrip[] = [], days: { day: DaySummary; atMs: number }[] = [];
  const beats: { atMs: number; equity: number }[] = [];
  const fills: Fill[] = [], flows: CashFlow[] = [], decisions: DecisionRecord[] = [];
  const open = new Map<string, OpenPosition & { readonly isLong: boolean }>();
  let others = 0;
  for (const event of events) {
    if (event.kind === "RoundTripClosed") trips.push(event.trip);
    else if (event.kind === "DaySummarised") days.push({ day: event.day, atMs: event.atMs });
    else others += 1;
    if (event.kind === "Heartbeat") {
      beats.push({ atMs: event.atMs, equity: Money.toNumber(event.equity) });
    } else if (event.kind === "FillBooked") fills.push(event.fill);
    else if (event.kind === "CashFlowBooked") flows.push(event.flow);
    else if (event.kind === "DecisionMade") decisions.push(event.decision);
    else if (event.kind === "PositionChanged") {
      const { symbol, qtySteps, atMs } = event, isLong = qtySteps > 0;
      if (qtySteps === 0) open.delete(symbol);
      else if (open.get(symbol)?.isLong !== isLong) open.set(symbol, { symbol, openedAtMs: atMs, isLong });
    }
  }
  const stillOpen = [...open.values()].map(({ symbol, openedAtMs }) => ({ symbol, openedAtMs }));
  return { isEverything: others > 0, trips, days, beats, fills, flows, decisions, open: stillOpen };
}
