import type { Latch } from "../../risk/mod.ts";
import type { Notice, SymbolReport } from "../notice.ts";
import { closeBarSet } from "./bar_set.ts";
import { bookNotice } from "./booking.ts";
import { changeLatch } from "./latching.ts";
import type { PortfolioOut, PortfolioSpec, PortfolioState } from "./state.ts";

/** The portfolio reducer: what happened is booked, and a bar's intents are judged. Only here are approvals handed out. */
export const Portfolio = {
  /** Books what the orders reducer noted. */
  notice: (spec: PortfolioSpec, state: PortfolioState, notice: Notice, out: PortfolioOut): void =>
    bookNotice(spec, state, notice, out),

  /** Judges a bar once every symbol that had one has reported. */
  closeBarSet: (
    spec: PortfolioSpec,
    state: PortfolioState,
    reports: readonly SymbolReport[],
    closeMs: number,
    out: PortfolioOut,
  ): void => closeBarSet(spec, state, reports, closeMs, out),

  /** Sets or clears a latch on an operator's or the runtime's behalf. */
  latch: (state: PortfolioState, latch: Latch, on: boolean, nowMs: number, out: PortfolioOut): void =>
    changeLatch(state, latch, on, nowMs, out),
} as const;
