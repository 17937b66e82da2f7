import { Checks, type Intent } from "../../domain/mod.ts";
import { Aggregator, type BarColumns, type CandleColumns, FeatureFrame } from "../../market/mod.ts";
import { adopt, classify, REGIME_NAMES, RegimeFeatures, RegimeState } from "../../regime/mod.ts";
import { observeAll, propose, route, Signal } from "../../strategies/mod.ts";
import type { DecisionRecord } from "../events.ts";
import type { ExecutionCommand, Notice, SymbolReport } from "../notice.ts";
import { NO_RECORDER, type Recorder } from "../recorder.ts";
import { ANY_REGIME } from "./alone.ts";
import { createDesk, fillRange, fillRegimeFeatures, fillView, NO_RETURNS, type SymbolDesk } from "./desk.ts";
import { draftDecision } from "./draft.ts";
import { decideExit, noteTrade } from "./trade.ts";
import { createSymbolState, isWarm, type SymbolState } from "./state.ts";
import type { SymbolSpec } from "./spec.ts";

/** The symbol reducer: closed bars in; features, regime, decision, intent and exits out. */
export const SymbolReducer = {
  /** A symbol that has seen only the history, without deciding on it. */
  start(spec: SymbolSpec, history: CandleColumns): SymbolState {
    const state = createSymbolState(spec);
    const desk = createDesk(spec, state);
    for (let i = 0; i < history.length; i++) takeBar(desk, history, i, NO_RECORDER);
    return state;
  },

  /**
   * Takes row i of some columns as the next closed bar and reports on it; the decision is recorded unless there is an intent, which risk completes. A late bar
   * is decided on like any, for all that is to be remembered of it, and never entered on. The report is the desk's, and
   * holds up to the next bar.
   */
  bar(
    desk: SymbolDesk,
    bars: BarColumns,
    i: number,
    recorder: Recorder,
    isLate = false,
  ): SymbolReport {
    takeBar(desk, bars, i, recorder);
    const { state, spec } = desk;
    const closeMs = bars.openMs[i]! + spec.entryMs;
    const decided = isWarm(state);
    let intent: Intent | null = null,
      draft: DecisionRecord | null = null,
      exit: ExecutionCommand | null = null;
    if (decided) {
      Checks.reset(desk.checks);
      const reason = state.trade !== null ? "position_open" : decideEntry(desk) || lateness(desk, isLate);
      if (state.trade !== null && desk.hasExits) exit = decideExit(desk, closeMs);
      if (reason === "") intent = takeIntent(desk, closeMs);
      if (recorder.on) {
        draft = draftDecision(desk, closeMs, reason, intent);
        if (intent === null) recorder.record({ kind: "DecisionMade", decision: draft });
      }
    }
    const { report } = desk;
    report.closeMs = closeMs;
    report.close = bars.close[i]!;
    report.decided = decided;
    report.setupReturns = takeReturns(state);
    report.setupCloseMs = state.setupCloseMs;
    report.intent = intent;
    report.draft = intent === null ? null : draft;
    report.exit = exit;
    return report;
  },

  /** Notes what happened to the symbol's intent and position. */
  notice: (desk: SymbolDesk, notice: Notice): void => noteTrade(desk, notice),
} as const;

function takeBar(desk: SymbolDesk, bars: BarColumns, i: number, recorder: Recorder): void {
  const { state } = desk;
  const openMs = bars.openMs[i]!;
  if (state.historyFromMs === 0) state.historyFromMs = openMs;
  FeatureFrame.update(state.entry, desk.entrySteps, bars, i);
  if (desk.loneSlots === null) takeSlowerBars(desk, bars, i, recorder);
  else {
    state.setupClosedNow = true;
    if (desk.spec.correlationBars > 0) noteReturn(desk, bars.close[i]!, openMs + desk.spec.entryMs);
  }
  fillView(desk, state.setupClosedNow);
  if (desk.loneSlots === null) fillRange(desk);
  observeAll(desk.watchers, desk.view);
}

/** The setup and trend bars that an entry bar completes, and the regime they tell. */
function takeSlowerBars(desk: SymbolDesk, bars: BarColumns, i: number, recorder: Recorder): void {
  const { state } = desk;
  const { setupBars: s, trendBars: t } = state;
  state.setupClosedNow = Aggregator.update(s, bars, i);
  if (Aggregator.update(t, bars, i)) FeatureFrame.updateFrom(state.trend, desk.trendSteps, t);
  if (state.setupClosedNow) {
    FeatureFrame.updateFrom(state.setup, desk.setupSteps, s);
    if (desk.spec.correlationBars > 0) noteReturn(desk, s.close, s.openMs + s.targetMs);
    if (isWarm(state)) classifyBar(desk, recorder);
  }
}

function noteReturn(desk: SymbolDesk, close: number, closeMs: number): void {
  const { state, spec } = desk;
  // a return over a hole is no return of one bar
  const follows = closeMs === state.setupCloseMs + spec.setupMs;
  if (!follows) state.unreportedReturns.length = 0;
  else state.unreportedReturns.push(Math.log(close / state.lastSetupClose));
  if (state.unreportedReturns.length > spec.correlationBars) state.unreportedReturns.shift();
  state.lastSetupClose = close;
  state.setupCloseMs = closeMs;
}

function takeReturns(state: SymbolState): readonly number[] {
  if (state.unreportedReturns.length === 0) return NO_RETURNS;
  const returns = state.unreportedReturns;
  state.unreportedReturns = [];
  return returns;
}

function classifyBar(desk: SymbolDesk, recorder: Recorder): void {
  const { state, spec, raw } = desk;
  fillRegimeFeatures(desk);
  classify(spec.regime, state.features, raw);
  if (!adopt(spec.regime, state.regime, raw.regime, raw.confidence) || !recorder.on) return;
  recorder.record({
    kind: "RegimeChanged",
    symbol: spec.symbol,
    regime: REGIME_NAMES[state.regime.current]!,
    confidence: state.regime.confidence,
    features: RegimeFeatures.toRecord(state.features),
    atMs: state.setupCloseMs,
  });
}

/** Looks for an entry; "" when there is one, else the first reason why not. */
function decideEntry(desk: SymbolDesk): string {
  const { state, checks, signal } = desk;
  const { strategy, config, reason } = route(desk.router, state.regime.current);
  if (strategy === null) return reason;
  if (desk.loneSlots === null) {
    const steady = RegimeState.entriesAllowed(state.regime);
    if (!Checks.add(checks, "regime.steady", state.regime.contraryBars, 0, steady)) return "regime.steady";
  }
  if (propose(strategy, config, state.strategies[strategy.name]!, desk.view, signal, checks)) return "";
  return Checks.firstFailed(checks) || "no_signal";
}

/** Why an entry is not made although there is one: the market has gone on since; "" on a bar that has just closed. */
function lateness({ checks }: SymbolDesk, isLate: boolean): string {
  if (!isLate) return "";
  Checks.add(checks, "bar.late", 1, 0, false);
  return "bar.late";
}

/** The adopted regime's name, as records tell it. */
const regimeName = ({ loneSlots, state }: SymbolDesk): string =>
  loneSlots === null ? REGIME_NAMES[state.regime.current]! : ANY_REGIME;

function takeIntent(desk: SymbolDesk, barCloseMs: number): Intent {
  const { spec, state, signal } = desk;
  const regime = regimeName(desk);
  const intent = Signal.toIntent(signal, { system: spec.system, symbol: spec.symbol, regime, barCloseMs });
  state.trade = {
    intentId: intent.id,
    side: intent.side,
    regimeAtEntry: regime,
    initialStopTicks: intent.stopTicks,
    stopTicks: intent.stopTicks,
    qtySteps: 0,
    entrySteps: 0,
    entryTickSteps: 0,
    bestExtreme: 0,
    bestClose: 0,
    barsHeld: 0,
  };
  return intent;
}
