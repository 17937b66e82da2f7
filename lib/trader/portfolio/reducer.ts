import type { Latch } from "../../risk/mod.ts";
import type { Notice, SymbolReport } from "../notice.ts";
import type { OperatorAsked } from "../operating.ts";
import { closeBarSet, type ClosingTime } from "./bar_set.ts";
import { bookNotice } from "./booking.ts";
import { changeLatch } from "./latching.ts";
import { takeCommand } from "./operating.ts";
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

  /**
   * An operator's command: carried out or refused, and either way recorded as taken, once for each id. `newestCloseMs` is
   * the close of the newest bar risk knows of; another configuration holds for those after it.
   */
  operator: (
    spec: PortfolioSpec,
    state: PortfolioState,
    asked: OperatorAsked,
    newestCloseMs: number,
    nowMs: number,
    out: PortfolioOut,
  ): void => takeCommand({ spec, state, out, nowMs, newestCloseMs }, asked),

  /** Sets or clears a latch on the runtime's behalf. */
  latch: (state: PortfolioState, latch: Latch, on: boolean, nowMs: number, out: PortfolioOut): void =>
    changeLatch(state, latch, on, nowMs, out),
} as const;
