import { Checks } from "../../domain/mod.ts";
import type { ExitConfig } from "../../execution/mod.ts";
import { FeatureFrame, type FeatureStep } from "../../market/mod.ts";
import { Pivots } from "../../indicators/mod.ts";
import { RawRegime } from "../../regime/mod.ts";
import {
  type BandBar,
  createRouter,
  type Router,
  Signal,
  StrategyView,
  type Watcher,
  watchersOf,
} from "../../strategies/mod.ts";
import { specWith } from "../knob_paths.ts";
import type { ReusedReport } from "../notice.ts";
import { fillLoneView, type LoneSlots, loneSlots } from "./alone.ts";
import type { SymbolSpec } from "./spec.ts";
import type { SymbolState } from "./state.ts";

/** Slots of the features a symbol reads, looked up once. */
type Slots<Names extends readonly string[]> = Readonly<Record<Names[number], number>>;

const ENTRY = ["atr", "rsi", "bb.mid", "bb.upper", "bb.lower", "prevOpen", "prevClose"] as const;
const SETUP = [
  "ema20",
  "ema50",
  "rsi",
  "atr",
  "adx",
  "bb.mid",
  "bb.upper",
  "bb.lower",
  "bandwidthRank",
  "bandwidthRankMin",
  "bandwidthExpansion",
  "atrShare",
  "atrSpike",
  "crossings",
  "rangeHigh",
  "rangeLow",
  "prevRangeHigh",
  "prevRangeLow",
] as const;
const TREND = ["ema20", "ema50", "emaSlope", "emaSep"] as const;

/**
 * What a symbol works with and need not remember: views onto its state and reused results. Made from spec and state, and
 * made anew when the state is another object (after a restore); nothing in it may influence a decision by having been kept.
 */
export interface SymbolDesk {
  /** With the configuration that holds now. */
  readonly spec: SymbolSpec;
  readonly state: SymbolState;
  readonly view: StrategyView;
  readonly signal: Signal;
  readonly checks: Checks;
  readonly report: ReusedReport;
  /** Strategies that are shown each bar: all that are on, or the one that trades alone. */
  readonly watchers: readonly Watcher[];
  readonly raw: RawRegime;
  readonly router: Router;
  /** Null where the regime decides; else the slots below are those of an empty frame and not read. */
  readonly loneSlots: LoneSlots | null;
  readonly entrySteps: readonly FeatureStep[];
  readonly setupSteps: readonly FeatureStep[];
  readonly trendSteps: readonly FeatureStep[];
  readonly entrySlots: Slots<typeof ENTRY>;
  readonly setupSlots: Slots<typeof SETUP>;
  readonly trendSlots: Slots<typeof TREND>;
  /** False when every exit policy is off. */
  readonly hasExits: boolean;
  /** The exits of bars that close no setup bar: ATR and chandelier trails move on closed setup bars alone. */
  readonly exitsBetween: ExitConfig;
}

function slotsOf<N extends readonly string[]>(frame: FeatureFrame, names: N, isRead: boolean): Slots<N> {
  const slot = (name: string) => isRead ? FeatureFrame.slot(frame, name) : -1;
  return Object.fromEntries(names.map((name) => [name, slot(name)])) as Slots<N>;
}

/** Of a bar that completes no setup bar. */
export const NO_RETURNS: readonly number[] = Object.freeze([]);

/** For a strategy that reads none. */
const NO_PIVOTS = Pivots.create(1);

/** A desk over a state, whose configuration goes before what `given` says. */
export function createDesk(given: SymbolSpec, state: SymbolState): SymbolDesk {
  const spec = specWith(given, state.config.knobs);
  const { exits } = spec, isRouted = spec.alone === null;
  const desk: SymbolDesk = {
    spec,
    state,
    view: StrategyView.create(
      spec.instrument,
      state.entry.pivots ?? NO_PIVOTS,
      state.setup.pivots ?? NO_PIVOTS,
    ),
    signal: Signal.create(),
    checks: Checks.create(),
    report: {
      ...{ symbol: spec.symbol, closeMs: 0, close: 0, decided: false, setupReturns: NO_RETURNS },
      ...{ setupCloseMs: 0, intent: null, draft: null, exit: null },
    },
    watchers: watchersOf(spec.strategies, state.strategies)
      .filter(({ strategy }) => isRouted || strategy.name === spec.alone),
    raw: RawRegime.create(),
    router: createRouter(spec.router, spec.strategies),
    loneSlots: isRouted ? null : loneSlots(state.entry),
    entrySteps: FeatureFrame.steps(state.entry),
    setupSteps: FeatureFrame.steps(state.setup),
    trendSteps: FeatureFrame.steps(state.trend),
    entrySlots: slotsOf(state.entry, ENTRY, isRouted),
    setupSlots: slotsOf(state.setup, SETUP, isRouted),
    trendSlots: slotsOf(state.trend, TREND, isRouted),
    hasExits: exits.break_even.enabled || exits.trailing.mode !== "off" || exits.time_out_bars > 0 ||
      exits.regime_flip,
    exitsBetween: exits.trailing.mode === "percent"
      ? exits
      : { ...exits, trailing: { ...exits.trailing, mode: "off" } },
  };
  if (state.entry.bars > 0) fillView(desk, true);
  return desk;
}

/** Copies the frames' last bars into the strategies' view; `all` also those of the slower timeframes. */
export function fillView(desk: SymbolDesk, all: boolean): void {
  const { state, view } = desk;
  if (desk.loneSlots !== null) {
    view.confidence = 1;
    return fillLoneView(view, state.entry, desk.loneSlots);
  }
  fillEntry(desk);
  view.setup.closedNow = state.setupClosedNow;
  view.confidence = state.regime.confidence;
  if (!all) return;
  fillSetup(desk);
  const { values } = state.trend, s = desk.trendSlots, { trend } = view;
  trend.close = values[3]!;
  trend.ema20 = values[s.ema20]!;
  trend.ema50 = values[s.ema50]!;
}

/** Slots that the entry and the setup bar have alike. */
type BandSlots = Slots<readonly ["atr", "rsi", "bb.mid", "bb.upper", "bb.lower"]>;

function fillBand(bar: BandBar, { bars, values }: FeatureFrame, s: BandSlots): void {
  bar.index = bars;
  bar.open = values[0]!;
  bar.high = values[1]!;
  bar.low = values[2]!;
  bar.close = values[3]!;
  bar.atr = values[s.atr]!;
  bar.rsi = values[s.rsi]!;
  bar.bbMid = values[s["bb.mid"]]!;
  bar.bbUpper = values[s["bb.upper"]]!;
  bar.bbLower = values[s["bb.lower"]]!;
}

function fillEntry(desk: SymbolDesk): void {
  const frame = desk.state.entry, s = desk.entrySlots, { entry } = desk.view;
  desk.view.closeMs = FeatureFrame.closeMs(frame);
  fillBand(entry, frame, s);
  entry.prevOpen = frame.values[s.prevOpen]!;
  entry.prevClose = frame.values[s.prevClose]!;
}

function fillSetup(desk: SymbolDesk): void {
  const frame = desk.state.setup, { values } = frame, s = desk.setupSlots, { setup } = desk.view;
  fillBand(setup, frame, s);
  setup.ema20 = values[s.ema20]!;
  setup.ema50 = values[s.ema50]!;
  setup.bandwidthRank = values[s.bandwidthRank]!;
  setup.bandwidthRankMin = values[s.bandwidthRankMin]!;
  setup.bandwidthExpansion = values[s.bandwidthExpansion]!;
}

/** The range a break is measured against never holds the setup bar that closes with the entry bar. */
export function fillRange(desk: SymbolDesk): void {
  const { values } = desk.state.setup, s = desk.setupSlots, { setup } = desk.view;
  const now = desk.state.setupClosedNow;
  setup.rangeHigh = values[now ? s.prevRangeHigh : s.rangeHigh]!;
  setup.rangeLow = values[now ? s.prevRangeLow : s.rangeLow]!;
}

/** Fills the regime's features from the frames; the frames must be warm. */
export function fillRegimeFeatures(desk: SymbolDesk): void {
  const { setup, trend, features } = desk.state;
  const s = desk.setupSlots, t = desk.trendSlots;
  features.adx = FeatureFrame.read(setup, s.adx);
  features.emaSepPct = (100 * FeatureFrame.read(trend, t.emaSep)) / FeatureFrame.read(trend, 3);
  features.emaSlope = FeatureFrame.read(trend, t.emaSlope);
  features.bandwidthRank = FeatureFrame.read(setup, s.bandwidthRank);
  features.bandwidthExpansion = FeatureFrame.read(setup, s.bandwidthExpansion);
  features.atrSpike = FeatureFrame.read(setup, s.atrSpike);
  features.crossingsShare = FeatureFrame.read(setup, s.crossings);
  features.atrPct = 100 * FeatureFrame.read(setup, s.atrShare);
}
