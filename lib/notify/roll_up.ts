import { Money } from "../domain/mod.ts";
import type { DaySummary } from "../trader/mod.ts";
import type { Fact } from "./fact.ts";
import { type Level, LEVELS } from "./level.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The running UTC day as far as its facts tell; changed in place by the functions of `RollUp`. */
export interface RollUpState {
  realized: bigint;
  fees: bigint;
  funding: bigint;
  roundTrips: number;
  sumR: number;
  /** Sum of the ledger since the first line. */
  wallet: bigint;
  /** Highest equity at a full hour, or at the opening of the account. */
  peakEquity: bigint;
  /** Notifications of the day, by level. */
  told: Record<Level, number>;
}

/**
 * The running day's line of the profit and loss table, hour by hour. It says what the day's DaySummarised will say of these
 * figures, which alone closes the day at 00:00 UTC: an hour never replaces it.
 */
export interface DayRolledUp {
  readonly kind: "DayRolledUp";
  readonly day: Omit<DaySummary, "decisions" | "entries">;
  readonly atMs: number;
}

/** The sums behind the hourly roll-up, kept the way risk keeps its own, so that both agree at the day's end. */
export const RollUp = { create, add, countTold, hour };

function create(): RollUpState {
  return {
    ...{ realized: 0n, fees: 0n, funding: 0n, roundTrips: 0, sumR: 0, wallet: 0n, peakEquity: 0n },
    told: { info: 0, warning: 0, critical: 0 },
  };
}

/** Takes a fact in; a day's summary ends the day. Facts of risk must come in the order in which it recorded them. */
function add(state: RollUpState, fact: Fact): void {
  if (fact.kind === "CashFlowBooked") return addFlow(state, fact);
  if (fact.kind === "RoundTripClosed") {
    state.roundTrips += 1;
    state.sumR += fact.trip.r;
  } else if (fact.kind === "DaySummarised") {
    Object.assign(state, { ...create(), wallet: state.wallet, peakEquity: state.peakEquity });
  }
}

function addFlow(state: RollUpState, { flow }: Extract<Fact, { kind: "CashFlowBooked" }>): void {
  const { kind, amount } = flow;
  state.wallet += amount;
  if (kind === "fee") state.fees -= amount;
  else if (kind === "funding") state.funding += amount;
  else if (kind === "transfer") state.peakEquity = state.wallet;
  else state.realized += amount;
}

function countTold(state: RollUpState, level: Level): void {
  state.told[level] += 1;
}

/**
 * The day so far, at a heartbeat; null at 00:00 UTC, where the day's own summary has just closed it. `riskPct` is the risk
 * of one trade in percent of equity, the measure of drawdown in R.
 */
function hour(
  state: RollUpState,
  heartbeat: Extract<Fact, { kind: "Heartbeat" }>,
  riskPct: number,
): DayRolledUp | null {
  const { equity, wallet, atMs } = heartbeat;
  if (equity > state.peakEquity) state.peakEquity = equity;
  if (atMs % DAY_MS === 0) return null;
  const peak = Money.toNumber(state.peakEquity);
  const drawdown = Money.toNumber(state.peakEquity - equity);
  return {
    kind: "DayRolledUp",
    day: {
      date: new Date(atMs).toISOString().slice(0, 10),
      ...{ equity, wallet, realized: state.realized, unrealized: equity - wallet, fees: state.fees },
      ...{ funding: state.funding, roundTrips: state.roundTrips, sumR: state.sumR },
      drawdownPct: peak > 0 ? (100 * drawdown) / peak : 0,
      drawdownR: peak > 0 ? (100 * drawdown) / (peak * riskPct) : 0,
    },
    atMs,
  };
}

/** "2 warnings, 1 critical": what the day has seen, loudest last; "" for a quiet one. */
export function toldText(told: Readonly<Record<Level, number>>): string {
  const parts = LEVELS.flatMap((
    level,
  ) => (told[level] > 0 && level !== "info" ? [`${told[level]} ${level}`] : []));
  return parts.join(", ");
}
