import { Checks, type Intent, Money } from "../../domain/mod.ts";
import { Book, calmBand, LossPeriods, ReturnWindow } from "../../portfolio/mod.ts";
import {
  evaluate,
  Latches,
  type RiskConfig,
  type RiskInput,
  type RiskVerdict,
  type Sizing,
} from "../../risk/mod.ts";
import type { SizingRecord } from "../events.ts";
import { RISK_KNOB } from "../knob_paths.ts";
import { LiveConfig } from "../live_config.ts";
import type { SymbolReport } from "../notice.ts";
import {
  createDayTally,
  type PortfolioOut,
  type PortfolioSpec,
  type PortfolioState,
  symbolIndex,
} from "./state.ts";

const HOUR_MS = 3_600_000;

/** Reused over bars: evaluation is synchronous and materialised before the next one begins. */
const riskChecks = Checks.create();

/** When a set is closed: by the clock, and by the market. */
export interface ClosingTime {
  readonly nowMs: number;
  /** Close of the newest bar that risk knows of. */
  readonly newestCloseMs: number;
}

/**
 * Closes one bar's set: marks prices, rolls the loss periods, passes exits on, and judges the intents by rank (score, then
 * symbol), each with the ones before it counted in. `reports` holds every symbol that reported in time. Where the market
 * waits, its bars and the clock tell the same time.
 */
export function closeBarSet(
  spec: PortfolioSpec,
  state: PortfolioState,
  reports: readonly SymbolReport[],
  closeMs: number,
  out: PortfolioOut,
  at?: ClosingTime,
): void {
  if (LiveConfig.isDue(state.config, closeMs)) LiveConfig.advance(state.config, closeMs);
  let intents = 0;
  for (const report of reports) {
    const index = symbolIndex(spec, report.symbol);
    takeReport(spec, state, index, report, out);
    state.book.holdings[index]!.markPrice = report.close;
    if (report.intent !== null) intents += 1;
  }
  if (intents > 0 || isEquityDue(state, closeMs, out)) lookAtEquity(spec, state, closeMs, out);
  if (intents === 0) return;
  const ranked = reports.filter((report) => report.intent !== null).sort(byRank);
  const time = at ?? { nowMs: closeMs, newestCloseMs: closeMs };
  for (const report of ranked) judge(spec, state, report, report.intent!, time, out);
}

/** What a report says besides its price and its intent. */
function takeReport(
  spec: PortfolioSpec,
  state: PortfolioState,
  index: number,
  { setupReturns, setupCloseMs, decided, exit }: SymbolReport,
  out: PortfolioOut,
): void {
  for (let i = 0; i < setupReturns.length; i++) {
    const endMs = setupCloseMs - (setupReturns.length - 1 - i) * spec.setupMs;
    ReturnWindow.push(state.returns[index]!, setupReturns[i]!, endMs, spec.setupMs);
  }
  if (decided) state.day.decisions += 1;
  if (exit !== null) out.commands.push(exit);
}

/** Reason of an intent that came when its bar's set was closed. */
const LATE = "decision_deadline";

/**
 * Takes a report whose set was closed without it: its exit is passed on, its intent is refused. The price counts only where
 * no newer bar has been taken (`isNewest`).
 */
export function takeLateReport(
  spec: PortfolioSpec,
  state: PortfolioState,
  report: SymbolReport,
  isNewest: boolean,
  nowMs: number,
  out: PortfolioOut,
): void {
  const { symbol, close, intent, draft } = report;
  const index = symbolIndex(spec, symbol);
  takeReport(spec, state, index, report, out);
  if (isNewest) state.book.holdings[index]!.markPrice = close;
  if (intent === null) return;
  out.notices.push({ kind: "IntentDenied", symbol, intentId: intent.id, atMs: nowMs });
  if (!out.recorder.on || draft === null) return;
  Checks.reset(riskChecks);
  Checks.add(riskChecks, LATE, 1, 0, false);
  const decision = {
    ...draft,
    riskChecks: Checks.toRecords(riskChecks),
    verdict: "denied",
    reason: LATE,
  } as const;
  out.recorder.record({ kind: "DecisionMade", decision });
}

function byRank(a: SymbolReport, b: SymbolReport): number {
  return b.intent!.score - a.intent!.score || (a.symbol < b.symbol ? -1 : 1);
}

/**
 * Whether something could follow from the equity at a bar's close: a period that ends or is stopped, a peak, an hourly record.
 * Where intents are judged it is looked at in any case, as they are told the loss so far.
 */
function isEquityDue(
  { book, calm, lookedEquity }: PortfolioState,
  atMs: number,
  out: PortfolioOut,
): boolean {
  if (atMs >= calm.untilMs || (out.recorder.on && atMs % HOUR_MS === 0)) return true;
  if (Book.isFlat(book)) return book.wallet !== lookedEquity;
  const equity = Book.roughEquity(book);
  return !(equity > calm.above && equity < calm.below);
}

function lookAtEquity(spec: PortfolioSpec, state: PortfolioState, atMs: number, out: PortfolioOut): void {
  const { limits, instruments } = spec;
  const equity = Book.equity(state.book, instruments);
  const day = state.periods[0]!;
  if (day.endMs !== 0 && atMs >= day.endMs) summariseDay(spec, state, day.endMs, equity, out);
  if (equity > state.peakEquity) state.peakEquity = equity;
  const limitsPct = [limits.daily_stop_pct, limits.weekly_stop_pct, limits.monthly_stop_pct];
  for (const change of LossPeriods.observe(state.periods, atMs, equity, limitsPct)) {
    if (!change.on) state.reducedLeft = limits.reduced_risk_trades;
    if (out.recorder.on) out.recorder.record({ kind: "LossStopChanged", ...change, atMs });
  }
  state.lookedEquity = equity;
  state.calm = calmBand(state.periods, limitsPct, state.peakEquity);
  if (!out.recorder.on || atMs % HOUR_MS !== 0) return;
  out.recorder.record({
    kind: "Heartbeat",
    wallet: state.book.wallet,
    equity,
    openRisk: Book.openRisk(state.book, instruments),
    positions: state.book.holdings.filter((h) => h.qtySteps !== 0).length,
    atMs,
  });
}

function summariseDay(
  spec: PortfolioSpec,
  state: PortfolioState,
  endMs: number,
  equity: Money,
  out: PortfolioOut,
): void {
  const { day, peakEquity } = state;
  state.day = createDayTally();
  if (!out.recorder.tally) return;
  const drawdown = Money.toNumber(peakEquity - Money.min(equity, peakEquity));
  const peak = Money.toNumber(peakEquity);
  out.recorder.record({
    kind: "DaySummarised",
    day: {
      date: new Date(endMs - 1).toISOString().slice(0, 10),
      equity,
      wallet: state.book.wallet,
      realized: day.realized,
      unrealized: equity - state.book.wallet,
      fees: day.fees,
      funding: day.funding,
      roundTrips: day.roundTrips,
      sumR: day.sumR,
      drawdownPct: peak > 0 ? (100 * drawdown) / peak : 0,
      drawdownR: peak > 0 ? (100 * drawdown) / (peak * limitsOf(spec, state).risk_per_trade_pct) : 0,
      decisions: day.decisions,
      entries: day.entries,
    },
    atMs: endMs,
  });
}

/** The limits that hold now. */
function limitsOf({ limits }: PortfolioSpec, { config }: PortfolioState): RiskConfig {
  const riskPct = config.knobs[RISK_KNOB] ?? limits.risk_per_trade_pct;
  return riskPct === limits.risk_per_trade_pct ? limits : { ...limits, risk_per_trade_pct: riskPct };
}

function judge(
  spec: PortfolioSpec,
  state: PortfolioState,
  report: SymbolReport,
  intent: Intent,
  { nowMs, newestCloseMs }: ClosingTime,
  out: PortfolioOut,
): void {
  const index = symbolIndex(spec, intent.symbol);
  const streak = state.streaks[index]!;
  const limits = limitsOf(spec, state);
  const reduced = state.reducedLeft > 0 || streak.reducedLeft > 0;
  const input: RiskInput = {
    nowMs: newestCloseMs,
    barMs: spec.barMs,
    intent,
    symbolIndex: index,
    instruments: spec.instruments,
    book: state.book,
    latches: state.latches,
    periods: state.periods,
    streak,
    returns: state.returns,
    limits,
  };
  const riskPct = limits.risk_per_trade_pct * (reduced ? limits.reduced_risk_factor : 1);
  const verdict = evaluate(input, riskPct, riskChecks);
  if (verdict.approved) approve(spec, state, index, verdict, report, out, nowMs);
  else out.notices.push({ kind: "IntentDenied", symbol: intent.symbol, intentId: intent.id, atMs: nowMs });
  if (!out.recorder.on || report.draft === null) return;
  out.recorder.record({
    kind: "DecisionMade",
    decision: {
      ...report.draft,
      riskChecks: Checks.toRecords(riskChecks),
      sizing: sizingRecord(verdict.sizing),
      verdict: verdict.approved ? "approved" : "denied",
      reason: verdict.approved ? "" : verdict.deniedBy,
      ...causesOf(state, intent),
    },
  });
}

/** What operators keep an intent off for; nothing where they do not, so that such records stay as they always were. */
function causesOf({ latches }: PortfolioState, { symbol, system }: Intent): { causes?: readonly string[] } {
  const held = latches.filter((latch) =>
    (latch.name === "operator" || latch.name === "kill") && Latches.holds(latch, symbol, system)
  );
  return held.length === 0 ? {} : { causes: held.map(({ name, cause }) => `latch.${name}: ${cause}`) };
}

function approve(
  spec: PortfolioSpec,
  state: PortfolioState,
  index: number,
  verdict: Extract<RiskVerdict, { approved: true }>,
  report: SymbolReport,
  out: PortfolioOut,
  nowMs: number,
): void {
  const { approval, sizing } = verdict;
  const { intent } = approval;
  const it = spec.instruments[index]!;
  const holding = state.book.holdings[index]!;
  holding.pendingSide = intent.side;
  holding.pendingSteps = approval.qtySteps;
  holding.pendingRiskPerStep = BigInt(sizing.stopDistanceTicks) * it.tickStepValue;
  holding.pendingValuePerStep = BigInt(intent.anchorTicks) * it.tickStepValue;
  holding.stopTicks = intent.stopTicks;
  const reasons: string[] = [];
  for (const check of report.draft?.checks ?? []) if (check.pass) reasons.push(check.name);
  const strategy = report.draft?.strategy ?? "";
  state.trades[index] = { approval, strategy, reasons, trip: null, lastExitAtMs: 0 };
  out.commands.push({ kind: "EnterPosition", approval, atMs: nowMs });
}

function sizingRecord(sizing: Sizing): SizingRecord {
  return {
    equity: String(sizing.equity),
    riskPct: sizing.riskPct,
    budget: String(sizing.budget),
    stopDistanceTicks: String(sizing.stopDistanceTicks),
    qtySteps: String(sizing.qtySteps),
    riskMoney: String(sizing.riskMoney),
    notional: String(sizing.notional),
    leverage: sizing.leverage,
  };
}
