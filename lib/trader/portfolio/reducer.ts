import type { Latch } from "../../risk/mod.ts";
import type { Notice, SymbolReport } from "../notice.ts";
import { closeBarSet, type ClosingTime } from "./bar_set.ts";
import { bookNotice } from "./booking.ts";
import { changeLatch } from "./latching.ts";
import type { PortfolioOut, PortfolioSpec, PortfolioState } from "./state.ts";

/** The portfolio reducer: what happened is booked, and a bar's intents are judged. Only here are approvals handed out. */
export const Portfolio = {
  /** Books what the orders reducer noted. */
  notice: (spec: PortfolioSpec, state: PortfolioState, notice: Notice, out: PortfolioOut): void =>
    bookNotice(spec, state, notice, out),

  /** Judges a bar by what was reported of it. */
  closeBarSet: (
    spec: PortfolioSpec,
    state: PortfolioState,
    reports: readonly SymbolReport[],
    closeMs: number,
    out: PortfolioOut,
    at?: ClosingTime,
  ): void => closeBarSet(spec, state, reports, closeMs, out, at),

  /** Sets or clears a latch on an operator's or the runtime's behalf. */
  latch: (state: PortfolioState, latch: Latch, on: boolean, nowMs: number, out: PortfolioOut): void =>
    changeLatch(state, latch, on, nowMs, out),
} as const;
