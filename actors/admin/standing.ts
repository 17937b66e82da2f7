import type { LatchView } from "../../lib/admin/mod.ts";
import type { Money } from "../../lib/domain/mod.ts";
import type { Message } from "../../lib/runtime/mod.ts";
import type { Incident, StoreReader } from "../../lib/store/mod.ts";
import type { TraderEvent } from "../../lib/trader/mod.ts";
import { isoTime } from "./event_views.ts";
import { Latency } from "./latency.ts";

/** What of a run is shown all the time, folded from its committed events. Changed in place. */
export interface Standing {
  wallet: Money;
  equity: Money;
  openRisk: Money;
  peakEquity: Money;
  /** Equity at the end of the day before. */
  dayStartEquity: Money;
  /** Close of the latest bar decided on, ms; 0 before the first. */
  marketMs: number;
  /** By scope and name. */
  readonly latches: Map<string, LatchView>;
  /** By symbol. */
  readonly protection: Map<string, string>;
  /** Decisions by verdict, orders by status, since this server began. */
  readonly decisions: Map<string, number>;
  readonly orders: Map<string, number>;
  readonly findings: Map<string, number>;
  /** From an order's making to the venue's acknowledgement. */
  readonly acks: Latency;
  /** Of positions whose protection was restored. */
  nakedMsSum: number;
  nakedMsMax: number;
}

/** Companion of Standing. */
export const Standing = { read, take, halts, isHalted, isPaused };

const SYMBOLS_LOOKED_AT = 1_000;
const POINTS = 1_000;

/** The standing as the store has it now. */
function read(reader: StoreReader, openingBalance: Money): Standing {
  const curve = reader.equityCurve({ maxPoints: POINTS });
  const last = curve.at(-1);
  const days = reader.daySummaries();
  const standing: Standing = {
    wallet: last?.wallet ?? openingBalance,
    equity: last?.equity ?? openingBalance,
    openRisk: last?.openRisk ?? 0n,
    peakEquity: curve.reduce((peak, { equity }) => equity > peak ? equity : peak, openingBalance),
    dayStartEquity: days.at(-1)?.equity ?? openingBalance,
    marketMs: reader.lastDecisionMs(),
    ...{ latches: new Map(), protection: new Map() },
    ...{ decisions: new Map(), orders: new Map(), findings: new Map(), nakedMsSum: 0, nakedMsMax: 0 },
    acks: Latency.create(),
  };
  for (const incident of reader.systemEvents()) takeIncident(standing, incident);
  const moves = reader.latestEvents(SYMBOLS_LOOKED_AT, ["ProtectionChanged"]);
  for (const { body } of moves.toReversed()) takeProtection(standing, body);
  return standing;
}

/** One more event, in the order of commits. */
function take(standing: Standing, body: Message): void {
  const event = body as TraderEvent;
  switch (event.kind) {
    case "DecisionMade":
      standing.marketMs = Math.max(standing.marketMs, event.decision.atMs);
      return count(standing.decisions, event.decision.verdict);
    case "OrderChanged": {
      const { status, createdAtMs, updatedAtMs } = event.order;
      if (status === "acknowledged") Latency.add(standing.acks, updatedAtMs - createdAtMs);
      return count(standing.orders, status);
    }
    case "Heartbeat":
      standing.wallet = event.wallet;
      standing.equity = event.equity;
      standing.openRisk = event.openRisk;
      if (event.equity > standing.peakEquity) standing.peakEquity = event.equity;
      return;
    case "DaySummarised":
      standing.dayStartEquity = event.day.equity;
      return;
    case "LatchChanged": {
      const { scope, latch, on, cause, atMs } = event;
      return setLatch(standing, on, { scope, name: latch, cause, since: isoTime(atMs) });
    }
    case "ProtectionChanged":
      return takeProtection(standing, body);
    case "Finding":
      return count(standing.findings, event.what);
    case "ProtectionRestored":
      standing.nakedMsSum += event.nakedMs;
      standing.nakedMsMax = Math.max(standing.nakedMsMax, event.nakedMs);
  }
}

/** What the store calls a latch that is set, and one that is taken back. */
const SET = ["latch_set", "pause", "kill_switch"], CLEARED = ["latch_cleared", "resume", "rearm"];

/** Latches of a run that began before this server did. */
function takeIncident(standing: Standing, { what, scope, cause, atMs }: Incident): void {
  const isSet = SET.includes(what);
  if (!isSet && !CLEARED.includes(what)) return;
  const [, name = "", why = ""] = /^(\w+): ([^]*)$/.exec(cause) ?? [];
  setLatch(standing, isSet, { scope, name, cause: why, since: isoTime(atMs) });
}

function takeProtection({ protection }: Standing, body: Message): void {
  const event = body as Extract<TraderEvent, { kind: "ProtectionChanged" }>;
  protection.set(event.symbol, event.to);
}

function setLatch({ latches }: Standing, on: boolean, latch: LatchView): void {
  const key = `${latch.scope} ${latch.name}`;
  if (on) latches.set(key, latch);
  else latches.delete(key);
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** What keeps every symbol's entries off. */
function halts({ latches }: Standing): LatchView[] {
  return [...latches.values()].filter(({ scope }) => !scope.includes("/"));
}

/** Whether anything keeps every symbol's entries off. */
function isHalted(standing: Standing): boolean {
  return halts(standing).length > 0;
}

/** Whether anything keeps a symbol's own entries off. */
function isPaused({ latches }: Standing, symbol: string): boolean {
  return [...latches.values()].some(({ scope }) => scope === symbol);
}
