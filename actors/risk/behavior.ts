import { type Behavior, type Ctx, LANE, NONE, type Send } from "../../lib/runtime/mod.ts";
import { PORTFOLIO_SCOPE } from "../../lib/risk/mod.ts";
import {
  type ChangeLatch,
  createListRecorder,
  createPortfolioOut,
  createPortfolioState,
  type Notice,
  Portfolio,
  type PortfolioOut,
  type PortfolioSpec,
  type PortfolioState,
  type QueryRisk,
  type RiskReported,
  type StoreHealth,
  type SymbolReport,
} from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { BarsPublished, SymbolStaled } from "../feed/messages.ts";
import type { BarReported } from "../symbol/messages.ts";

/** The portfolio, and the bar set that is being collected. */
export interface RiskState {
  readonly portfolio: PortfolioState;
  closeMs: number;
  /** Reports still to come before the set is closed. */
  awaited: number;
  reports: SymbolReport[];
}

/** Everything risk is told. */
export type RiskMessage =
  | BarsPublished
  | SymbolStaled
  | BarReported
  | ChangeLatch
  | QueryRisk
  | StoreHealth
  | Notice;

/** The portfolio's risk: closes a bar's set when every symbol that had a bar has reported. */
export function riskBehavior(
  spec: PortfolioSpec,
): Behavior<RiskState, RiskMessage> {
  return {
    schema: 1,
    init: () => ({ portfolio: createPortfolioState(spec), closeMs: 0, awaited: 0, reports: [] }),
    step(state, message, ctx) {
      if (message.kind === "QueryRisk") {
        return { state, events: NONE, sends: [answer(state, ctx)], timers: NONE };
      }
      const recorder = createListRecorder();
      const out = createPortfolioOut(recorder);
      take(spec, state, message, ctx.nowMs, out);
      return { state, events: recorder.events, sends: sendsOf(out), timers: NONE };
    },
  };
}

function take(
  spec: PortfolioSpec,
  state: RiskState,
  message: Exclude<RiskMessage, QueryRisk>,
  nowMs: number,
  out: PortfolioOut,
): void {
  const { portfolio } = state;
  switch (message.kind) {
    case "BarsPublished":
      return beginSet(state, message);
    case "BarReported":
      return takeReport(spec, state, message, nowMs, out);
    case "SymbolStaled": {
      const { symbol: scope, cause } = message;
      return Portfolio.latch(portfolio, { scope, name: "stale", cause }, true, nowMs, out);
    }
    case "ChangeLatch": {
      const { scope, name, cause, on } = message;
      return Portfolio.latch(portfolio, { scope, name, cause }, on, nowMs, out);
    }
    case "StoreDegraded":
    case "StoreRecovered": {
      const latch = { scope: PORTFOLIO_SCOPE, name: "store", cause: "the store cannot commit" } as const;
      return Portfolio.latch(portfolio, latch, message.kind === "StoreDegraded", nowMs, out);
    }
    default:
      return Portfolio.notice(spec, portfolio, message, out);
  }
}

/** Ledger and latches, for reconciliation. */
function answer({ portfolio }: RiskState, { from, nowMs: atMs }: Ctx): Send {
  const { book: { wallet }, latches } = portfolio;
  const body: RiskReported = { kind: "RiskReported", walletBalance: wallet, latches: [...latches], atMs };
  return { to: from, lane: LANE.orders, body };
}

function beginSet(state: RiskState, { closeMs, symbols }: BarsPublished): void {
  if (state.awaited > 0) {
    throw new Error(
      `Cannot begin the set of ${closeMs}: ${state.awaited} reports of ${state.closeMs} are missing`,
    );
  }
  state.closeMs = closeMs;
  state.awaited = symbols.length;
}

function takeReport(
  spec: PortfolioSpec,
  state: RiskState,
  report: BarReported,
  nowMs: number,
  out: PortfolioOut,
): void {
  if (report.closeMs !== state.closeMs || state.awaited === 0) {
    throw new Error(
      `Cannot take the report of ${report.symbol} for ${report.closeMs}: the set is ${state.closeMs}`,
    );
  }
  state.reports.push(report);
  state.awaited -= 1;
  if (state.awaited > 0) return;
  const reports = state.reports;
  state.reports = [];
  Portfolio.closeBarSet(spec, state.portfolio, reports, nowMs, out);
}

function sendsOf(out: PortfolioOut): Send[] {
  const commands = out.commands.map((body): Send => ({ to: ADDRESS.execution, lane: LANE.control, body }));
  const notices = out.notices.flatMap((body): Send[] =>
    "symbol" in body ? [{ to: ADDRESS.symbol(body.symbol), lane: LANE.orders, body }] : []
  );
  return [...commands, ...notices];
}
