import { type Behavior, LANE, type Send } from "../../lib/runtime/mod.ts";
import {
  createListRecorder,
  createPortfolioOut,
  createPortfolioState,
  type Notice,
  Portfolio,
  type PortfolioOut,
  type PortfolioSpec,
  type PortfolioState,
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

/** The portfolio's risk: closes a bar's set when every symbol that had a bar has reported. */
export function riskBehavior(
  spec: PortfolioSpec,
): Behavior<RiskState, BarsPublished | SymbolStaled | BarReported | Notice> {
  return {
    schema: 1,
    init: () => ({ portfolio: createPortfolioState(spec), closeMs: 0, awaited: 0, reports: [] }),
    step(state, message, ctx) {
      const recorder = createListRecorder();
      const out = createPortfolioOut(recorder);
      const { portfolio } = state;
      switch (message.kind) {
        case "BarsPublished":
          if (state.awaited > 0) {
            throw new Error(
              `Cannot begin the set of ${message.closeMs}: ${state.awaited} reports of ${state.closeMs} are missing`,
            );
          }
          state.closeMs = message.closeMs;
          state.awaited = message.symbols.length;
          break;
        case "BarReported":
          takeReport(spec, state, message, ctx.nowMs, out);
          break;
        case "SymbolStaled":
          Portfolio.latch(
            portfolio,
            { scope: message.symbol, name: "stale", cause: message.cause },
            true,
            ctx.nowMs,
            out,
          );
          break;
        default:
          Portfolio.notice(spec, portfolio, message, out);
      }
      return { state, events: recorder.events, sends: sendsOf(out), timers: [] };
    },
  };
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
