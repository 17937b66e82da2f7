import {
  type Behavior,
  type Ctx,
  LANE,
  type Message,
  NONE,
  type Send,
  type TimerFired,
} from "../../lib/runtime/mod.ts";
import { PORTFOLIO_SCOPE } from "../../lib/risk/mod.ts";
import {
  BarSets,
  type BarSetsContext,
  type ChangeLatch,
  configConfirmed,
  createListRecorder,
  createPortfolioOut,
  createPortfolioState,
  type Notice,
  type OperatorAsked,
  Portfolio,
  type PortfolioOut,
  type PortfolioSpec,
  type PortfolioState,
  type QueryRisk,
  type RiskReported,
  type StoreHealth,
} from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { timerOps } from "../timer_ops.ts";
import type { BarsPublished, SymbolStaled } from "../feed/messages.ts";
import type { BarReported } from "../symbol/messages.ts";

/** The portfolio, and the bars whose reports are coming in. */
export interface RiskState {
  readonly portfolio: PortfolioState;
  readonly sets: BarSets;
}

/** Everything risk is told. */
export type RiskMessage =
  | BarsPublished
  | SymbolStaled
  | BarReported
  | ChangeLatch
  | OperatorAsked
  | QueryRisk
  | StoreHealth
  | TimerFired
  | Notice;

/** The portfolio's risk: judges a bar when every symbol that has it has reported, or the decision deadline is over. */
export function riskBehavior(
  spec: PortfolioSpec,
): Behavior<RiskState, RiskMessage> {
  return {
    schema: 5,
    init: () => ({ portfolio: createPortfolioState(spec), sets: BarSets.create() }),
    step(state, message, ctx) {
      if (message.kind === "QueryRisk") {
        return { state, events: NONE, sends: [answer(state, ctx)], timers: NONE };
      }
      const recorder = createListRecorder();
      const out = createPortfolioOut(recorder);
      take(spec, state, message, ctx.nowMs, out);
      const confirmed = out.changes.map((change) => configConfirmed(change, ctx.self, ctx.nowMs));
      return {
        state,
        events: [...recorder.events, ...confirmed],
        sends: sendsOf(spec, out),
        timers: timerOps(out.timers),
      };
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
  const sets: BarSetsContext = { ...state, spec, nowMs, out };
  switch (message.kind) {
    case "BarsPublished":
      return BarSets.published(sets, message.closeMs, message.symbols);
    case "BarReported":
      return BarSets.reported(sets, message);
    case "TimerFired":
      return BarSets.due(sets, message.name);
    case "SymbolStaled": {
      const { symbol: scope, cause } = message;
      return Portfolio.latch(portfolio, { scope, name: "stale", cause }, true, nowMs, out);
    }
    case "ChangeLatch": {
      const { scope, name, cause, on } = message;
      return Portfolio.latch(portfolio, { scope, name, cause }, on, nowMs, out);
    }
    case "OperatorAsked":
      return Portfolio.operator(spec, portfolio, message, state.sets.newestMs, nowMs, out);
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

/** What execution is told keeps its order: an entry that was let through is there before it is taken back. */
function sendsOf({ symbols }: PortfolioSpec, out: PortfolioOut): Send[] {
  const control = (to: string, body: Message): Send => ({ to, lane: LANE.control, body });
  const commands = [...out.commands, ...out.orders].map((body) => control(ADDRESS.execution, body));
  const notices = out.notices.flatMap((body): Send[] =>
    "symbol" in body ? [{ to: ADDRESS.symbol(body.symbol), lane: LANE.orders, body }] : []
  );
  const { execution, guardian, reconciliation } = ADDRESS;
  const others = [execution, guardian, reconciliation, ...symbols.map(ADDRESS.symbol)];
  const changes = out.changes.flatMap((body) => others.map((to) => control(to, body)));
  return [...commands, ...notices, ...changes];
}
