import { PORTFOLIO_SCOPE } from "../../risk/mod.ts";
import type { VenueEvent } from "../market_step.ts";
import type { BookReported, Notice } from "../notice.ts";
import { act, onLookedUp, onMark } from "./acting.ts";
import { differencesOf, isOfPosition, type Sides } from "./comparing.ts";
import { countPass, latchFor, restartCount, setLatch } from "./latching.ts";
import type {
  AccountReported,
  Case,
  Difference,
  Pass,
  ReconciliationContext,
  ReconciliationOut,
  ReconciliationSpec,
  ReconciliationState,
  RiskReported,
} from "./state.ts";

/** Name of reconciliation's only timer. */
export const PASS_TIMER = "pass";

/**
 * Reconciliation: the venue's account, execution's book and risk's ledger are compared pass by pass (I6). A difference that
 * lasts is a finding: it is recorded, resolved by making the book follow the venue, and keeps entries off until
 * reconcile.clean_passes have found nothing. Orders that are not ours are never touched.
 */
export const Reconciliation = {
  /** The session begins: the first pass. */
  start(spec: ReconciliationSpec, state: ReconciliationState, nowMs: number, out: ReconciliationOut): void {
    beginPass({ spec, state, out, nowMs });
  },

  /** A new life of the whole: entries are off until book and venue have been compared. */
  resume(spec: ReconciliationSpec, state: ReconciliationState, nowMs: number, out: ReconciliationOut): void {
    const ctx = { spec, state, out, nowMs };
    setLatch(ctx, PORTFOLIO_SCOPE, "unreconciled", "restarted: the book is not compared yet");
    state.latches = [];
    state.pass = null;
    beginPass(ctx);
  },

  /** The next pass is due; one that is still open has failed. */
  timer(spec: ReconciliationSpec, state: ReconciliationState, nowMs: number, out: ReconciliationOut): void {
    const ctx = { spec, state, out, nowMs };
    if (state.pass !== null) failPass(ctx, state.pass);
    beginPass(ctx);
  },

  /** Execution is not sure of something: entries wait longer for clean passes, and the next one comes soon. */
  notice(
    spec: ReconciliationSpec,
    state: ReconciliationState,
    notice: Notice,
    nowMs: number,
    out: ReconciliationOut,
  ): void {
    if (notice.kind !== "BookDiverged" && notice.kind !== "OrderUncertain") return;
    const ctx = { spec, state, out, nowMs };
    restartCount(ctx, notice.symbol);
    const soonMs = nowMs + spec.reconcile.confirm_ms;
    if (state.dueMs > soonMs) setTimer(ctx, soonMs);
  },

  /** Execution's book, as asked for. */
  book(
    spec: ReconciliationSpec,
    state: ReconciliationState,
    book: BookReported,
    nowMs: number,
    out: ReconciliationOut,
  ): void {
    if (state.pass === null || book.atMs < state.pass.askedAtMs) return;
    state.pass.book = book;
    finishPass({ spec, state, out, nowMs });
  },

  /** Risk's ledger and latches, as asked for. */
  risk(
    spec: ReconciliationSpec,
    state: ReconciliationState,
    risk: RiskReported,
    nowMs: number,
    out: ReconciliationOut,
  ): void {
    if (state.pass === null || risk.atMs < state.pass.askedAtMs) return;
    state.pass.risk = risk;
    finishPass({ spec, state, out, nowMs });
  },

  /** What the venue answers. */
  venueEvent(
    spec: ReconciliationSpec,
    state: ReconciliationState,
    event: VenueEvent,
    nowMs: number,
    out: ReconciliationOut,
  ): void {
    const ctx = { spec, state, out, nowMs };
    switch (event.kind) {
      case "AccountReported":
        return onAccount(ctx, event);
      case "PriceQuoted":
        return onMark(ctx, event);
      case "OrderReported":
      case "OrderUnknown":
        return onLookedUp(ctx, event);
    }
  },
} as const;

function beginPass(ctx: ReconciliationContext): void {
  const { spec, state, out, nowMs } = ctx;
  state.pass = { askedAtMs: nowMs, book: null, risk: null, account: null };
  out.commands.push({ kind: "QueryAccount" });
  out.repairs.push({ kind: "QueryBook" });
  out.changes.push({ kind: "QueryRisk" });
  setTimer(ctx, nowMs + spec.everyMs);
}

function onAccount(ctx: ReconciliationContext, account: AccountReported): void {
  const { pass } = ctx.state;
  if (pass === null || account.atMs < pass.askedAtMs - ctx.spec.reconcile.clock_skew_ms) return;
  pass.account = account;
  finishPass(ctx);
}

/** A pass nobody or not everybody answered. Without passes nobody knows what differs, so entries stop. */
function failPass(ctx: ReconciliationContext, { book, risk, account }: Pass): void {
  const { state, spec } = ctx;
  state.failedPasses += 1;
  restartCount(ctx, PORTFOLIO_SCOPE);
  if (state.failedPasses < spec.reconcile.failed_passes) return;
  const silent = [["execution", book], ["risk", risk], ["the venue", account]].flatMap(([name, answer]) =>
    answer === null ? [name] : []
  );
  const cause = `${state.failedPasses} passes without an answer of ${silent.join(", ")}`;
  setLatch(ctx, PORTFOLIO_SCOPE, "unreconciled", cause);
}

/** Compares once everybody has answered. */
function finishPass(ctx: ReconciliationContext): void {
  const { state, spec, nowMs } = ctx;
  const { book, risk, account } = state.pass!;
  if (book === null || risk === null || account === null) return;
  const sides: Sides = { book, risk, account };
  state.pass = null;
  state.passes += 1;
  state.failedPasses = 0;
  const before = state.cases;
  state.cases = differencesOf(spec, sides).map((difference) => caseOf(before, difference, nowMs));
  forgetAsked(state);
  for (const it of state.cases) if (isFinding(ctx, before, it)) settle(ctx, it, account);
  countPass(ctx, risk, account);
  const dueMs = nowMs + pauseMs(ctx);
  if (dueMs < state.dueMs) setTimer(ctx, dueMs);
}

/** Questions whose difference is gone: a late answer to them is of no use. */
function forgetAsked(state: ReconciliationState): void {
  state.lookups = state.lookups.filter((id) => state.cases.some((it) => it.clientId === id));
  state.adoptions = state.adoptions.filter(({ position }) =>
    state.cases.some((it) => isOfPosition(it.what) && it.symbol === position.symbol)
  );
}

/** The difference with its past; one whose figures have moved since is another one, as messages are still on their way. */
function caseOf(before: readonly Case[], difference: Difference, nowMs: number): Case {
  const { what, symbol, clientId, ours, venues } = difference;
  const known = before.find((it) =>
    it.what === what && it.symbol === symbol && it.clientId === clientId && it.ours === ours &&
    it.venues === venues
  );
  return known ?? { ...difference, firstSeenMs: nowMs, acted: 0, done: "" };
}

function isFinding({ spec, nowMs }: ReconciliationContext, before: readonly Case[], it: Case): boolean {
  return before.includes(it) && nowMs - it.firstSeenMs >= spec.reconcile.confirm_ms;
}

/** Resolves a finding; it is recorded when something new is done about it. */
function settle(ctx: ReconciliationContext, it: Case, account: AccountReported): void {
  const done = act(ctx, it, account);
  latchFor(ctx, it);
  const { what, symbol, clientId, ours, venues } = it;
  const { recorder } = ctx.out;
  if (recorder.on && done !== it.done) {
    const named = clientId === "" ? venues : `${clientId} ${venues}`;
    recorder.record({ kind: "Finding", what, symbol, ours, venues: named, done, atMs: ctx.nowMs });
  }
  it.done = done;
  it.acted += 1;
}

/** Time to the next pass: soon while something differs or is latched, less soon the longer nothing helps. */
function pauseMs({ spec, state }: ReconciliationContext): number {
  let pause = spec.everyMs;
  const soon = (times: number) => {
    pause = Math.min(pause, spec.reconcile.confirm_ms * 2 ** Math.min(times, 16));
  };
  for (const it of state.cases) soon(it.acted);
  // at the start execution reconciles by itself; only a latch that stays is waited for
  for (const { name, cleanPasses } of state.latches) {
    if (cleanPasses > 0 && (name !== "starting" || state.passes > 1)) soon(0);
  }
  return pause;
}

function setTimer(ctx: ReconciliationContext, dueMs: number): void {
  ctx.state.dueMs = dueMs;
  ctx.out.timers.push({ name: PASS_TIMER, dueMs });
}
