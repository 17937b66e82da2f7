import { unwrap } from "../../core/mod.ts";
import { anEntry } from "../../domain/entry_fixture.ts";
import { Order, type OrderRequest, parseInstrument, type Side } from "../../domain/mod.ts";
import { type Latch, PORTFOLIO_SCOPE } from "../../risk/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import type { BookReported } from "../notice.ts";
import { createListRecorder } from "../recorder.ts";
import { Reconciliation } from "./reducer.ts";
import { reconcileConfig } from "./schema.ts";
import {
  type AccountReported,
  createReconciliationOut,
  createReconciliationState,
  type ReconciliationOut,
  type ReconciliationSpec,
  type ReconciliationState,
  type RiskReported,
} from "./state.ts";

export const SYMBOL = "TEST/USDT:USDT";

/** What is said at a time in ms, then all that is answered. */
export type Line = readonly [says: string, ...answers: string[]];

/** Reconciliation under test, moved by short lines. */
export interface Bench {
  readonly spec: ReconciliationSpec;
  readonly state: ReconciliationState;
  /**
   * Says one line and returns the answers: `#` findings, `>` to the venue, `=` to execution, `!` to risk, `*` to the guardian,
   * `@` the next pass.
   *
   * `MS pass OURS | VENUE | RISK` is a whole pass: the timer, and everybody's answer. OURS and VENUE are the signed position
   * and orders: ours by leg and attempt (S0, with its status where it is not at rest: S0:submitted; S0@9900x900 at the venue),
   * a hand's as h0@9900x900. RISK is the wallet (the venue's is 5) and latches: `5 starting unreconciled/TEST`.
   */
  say(line: string): string[];
}

export function createBench(config: Record<string, unknown> = {}): Bench {
  const reconcile = reconcileConfig.parse(config);
  const spec: ReconciliationSpec = {
    systemTag: "TT",
    symbols: [SYMBOL],
    instruments: [unwrap(parseInstrument(SYMBOL, anEntry()), "test instrument")],
    reconcile,
    everyMs: reconcile.every_ms,
    emergencyStopPct: 2,
  };
  const state = createReconciliationState();
  return { spec, state, say: (line) => say(spec, state, line) };
}

function say(spec: ReconciliationSpec, state: ReconciliationState, line: string): string[] {
  const [, ms, verb, rest] = /^(\d+) (\S+) ?(.*)$/.exec(line)!;
  const nowMs = Number(ms);
  const recorder = createListRecorder();
  const out = createReconciliationOut(recorder);
  if (verb === "pass") pass(spec, state, nowMs, rest.split("|"), out);
  else tell(spec, state, nowMs, verb, rest.split(" "), out);
  return [
    ...recorder.events.map((event) =>
      event.kind === "Finding"
        ? `# ${event.what} of ${
          event.symbol.split("/")[0]
        }: "${event.ours}", "${event.venues}": ${event.done}`
        : event.kind
    ),
    ...out.commands.map((command) => {
      const about = "clientId" in command
        ? ` ${command.clientId}`
        : "purpose" in command
        ? ` ${command.purpose}`
        : "";
      return `> ${command.kind}${about}`;
    }),
    ...out.repairs.map((repair) => {
      if (repair.kind === "AdoptPosition") {
        const { position: { side, qtySteps }, stopTicks, walletBalance } = repair;
        return `= AdoptPosition ${side * qtySteps} stop ${stopTicks} wallet ${walletBalance}`;
      }
      return `= ${repair.kind}${"clientId" in repair ? ` ${repair.clientId}` : ""}`;
    }),
    ...out.changes.map((change) => {
      if (change.kind !== "ChangeLatch") return `! ${change.kind}`;
      const { scope, name, on, cause } = change;
      return `! ${name} ${on ? "on" : "off"} of ${scope.split("/")[0]}: ${cause}`;
    }),
    ...(out.alarm ? ["* look"] : []),
    ...out.timers.slice(-1).map((timer) => `@ ${timer.dueMs}`),
  ];
}

/** The questions of a pass are left out of the answers; a test of its own has them. */
function pass(
  spec: ReconciliationSpec,
  state: ReconciliationState,
  nowMs: number,
  [ours, venues, risks]: string[],
  out: ReconciliationOut,
): void {
  Reconciliation.timer(spec, state, nowMs, createReconciliationOut(out.recorder));
  Reconciliation.book(spec, state, bookOf(ours.trim().split(" "), nowMs), nowMs, out);
  Reconciliation.risk(spec, state, riskOf((risks ?? "5").trim().split(" "), nowMs), nowMs, out);
  Reconciliation.venueEvent(spec, state, accountOf(venues.trim().split(" "), nowMs), nowMs, out);
}

function tell(
  spec: ReconciliationSpec,
  state: ReconciliationState,
  nowMs: number,
  verb: string,
  rest: string[],
  out: ReconciliationOut,
): void {
  const about = { symbol: SYMBOL, clientId: rest[0], atMs: nowMs };
  switch (verb) {
    case "start":
      return Reconciliation.start(spec, state, nowMs, out);
    case "resume":
      return Reconciliation.resume(spec, state, nowMs, out);
    case "timer":
      return Reconciliation.timer(spec, state, nowMs, out);
    case "book":
      return Reconciliation.book(spec, state, bookOf(rest, nowMs), nowMs, out);
    case "risk":
      return Reconciliation.risk(spec, state, riskOf(rest, nowMs), nowMs, out);
    case "uncertain":
      return Reconciliation.notice(
        spec,
        state,
        { kind: "OrderUncertain", intentId: "i", ...about },
        nowMs,
        out,
      );
    default:
      return Reconciliation.venueEvent(spec, state, eventOf(verb, rest, nowMs), nowMs, out);
  }
}

function eventOf(verb: string, rest: string[], nowMs: number): VenueEvent {
  const about = { symbol: SYMBOL, clientId: rest[0], atMs: nowMs };
  switch (verb) {
    case "account":
      return accountOf(rest, nowMs);
    case "price":
      return {
        kind: "PriceQuoted",
        symbol: SYMBOL,
        price: Number(rest[0]),
        purpose: `adopt:${SYMBOL}`,
        atMs: nowMs,
      };
    case "unknown":
      return { kind: "OrderUnknown", ...about };
    case "reported":
      return { kind: "OrderReported", ...about, status: "filled", filledSteps: 1, fills: [] };
    default:
      throw new Error(`There is no line "${verb}"`);
  }
}

function bookOf([position, ...orders]: string[], atMs: number): BookReported {
  const steps = Number(position), side: Side = steps < 0 ? -1 : 1;
  const wanted = { symbol: SYMBOL, intentId: "i", side, stopTicks: 9900, steps: Math.abs(steps) };
  return {
    kind: "BookReported",
    positions: [{ symbol: SYMBOL, steps }],
    orders: orders.map((text) => {
      const [name, status = "acknowledged"] = text.split(":");
      const order = Order.create(requestOf(name, side), "i", name[0] === "S" ? "stop" : "target1", 0, 0);
      return { ...order, status: status as Order["status"] };
    }),
    stops: steps === 0 ? [] : [wanted],
    atMs,
  };
}

function riskOf([wallet, ...latches]: string[], atMs: number): RiskReported {
  const latchOf = (text: string): Latch => {
    const [name, scope] = text.split("/");
    return { name: name as Latch["name"], scope: scope === "TEST" ? SYMBOL : PORTFOLIO_SCOPE, cause: "test" };
  };
  return { kind: "RiskReported", walletBalance: BigInt(wallet), latches: latches.map(latchOf), atMs };
}

function accountOf([position, ...orders]: string[], atMs: number): AccountReported {
  const [amount, symbol = SYMBOL] = position.split("/OTHER");
  const signed = Number(amount), side: Side = signed < 0 ? -1 : 1;
  const held = { side, qtySteps: Math.abs(signed), cost: 1n, isolatedMargin: 1n };
  return {
    kind: "AccountReported",
    walletBalance: 5n,
    positions: signed === 0 ? [] : [{ symbol: symbol === "" ? "OTHER/USDT:USDT" : symbol, ...held }],
    openOrders: orders.map((text) => ({ ...requestOf(text, side), filledSteps: 0 })),
    atMs,
  };
}

/** An order against a position: S and h are stops, E an entry on its side, others targets. */
function requestOf(text: string, held: Side): OrderRequest {
  const [, name, ticks = "9900", steps = "900"] = /^([^@]+)(?:@(\d+)x(\d+))?$/.exec(text)!;
  const leg = name[0], isEntry = leg === "E";
  return {
    clientId: leg === "h" ? `hand-${name.slice(1)}` : `TT${name}`,
    symbol: SYMBOL,
    side: isEntry ? held : (-held as Side),
    type: isEntry ? "limit" : "ShG".includes(leg) ? "stop_market" : "take_profit_market",
    qtySteps: Number(steps),
    limitTicks: isEntry ? Number(ticks) : null,
    triggerTicks: isEntry ? null : Number(ticks),
    reduceOnly: !isEntry,
    closePosition: false,
  };
}
