import type { Message } from "../runtime/mod.ts";
import { PHASE, type Phase } from "../trader/mod.ts";
import type { OpenedBar, OpenedCandle } from "./bar_window.ts";
import { MarketBar } from "./market_bar.ts";
import type { MarketModelSpec } from "./market_spec.ts";
import type { MarketModelState } from "./market_state.ts";
import { MarketModel } from "./model.ts";
import type { MarketAdvanced } from "./world.ts";

/** What the world tells the exchange of a market that is made as it goes, before the first instant of each bar. */
export interface BarOpened extends Message {
  readonly kind: "BarOpened";
  readonly opened: OpenedBar;
}

/** An invented market without end. */
export interface EndlessMarketSpec {
  readonly model: MarketModelSpec;
  /** Bars that are history already when it begins. */
  readonly warmUpBars: number;
  /** Index in the model of each symbol that is traded, in the tape's order. */
  readonly symbols: readonly number[];
}

/** Where it is: plain data, changed in place. */
export interface EndlessMarketState {
  readonly model: MarketModelState;
  /** Of the last instant; -1 before the first. */
  bar: number;
  phase: Phase;
  /** Whether funding of some symbol is settled at the close of the bar. */
  hasFunding: boolean;
}

/** Companion: the instants of a market without end, one after the other. */
export const EndlessMarket = { start, next };

/** The market with its history behind it. */
function start({ model: spec, warmUpBars }: EndlessMarketSpec): EndlessMarketState {
  const model = MarketModel.create(spec);
  const bar = MarketBar.create(spec.symbols);
  for (let i = 0; i < warmUpBars; i++) MarketModel.next(spec, model, bar);
  return { model, bar: -1, phase: PHASE.bar, hasFunding: false };
}

/** What the exchange is told next: an instant, and with the first one of a bar the bar before it, which lasts `everyMs`. */
function next(
  spec: EndlessMarketSpec,
  state: EndlessMarketState,
  everyMs: number,
): (BarOpened | MarketAdvanced)[] {
  const last = state.hasFunding ? PHASE.funding : PHASE.bar;
  const isNew = state.phase >= last;
  const told: (BarOpened | MarketAdvanced)[] = [];
  if (isNew) {
    const opened = nextBar(spec, state, everyMs);
    state.bar = opened.bar;
    state.hasFunding = opened.candles.some((it) => it !== null && !Number.isNaN(it.fundingRate));
    told.push({ kind: "BarOpened", opened });
  }
  state.phase = isNew ? PHASE.open : (state.phase + 1) as Phase;
  told.push({ kind: "MarketAdvanced", bar: state.bar, phase: state.phase });
  return told;
}

function nextBar(
  { model: spec, symbols }: EndlessMarketSpec,
  { model, bar }: EndlessMarketState,
  everyMs: number,
): OpenedBar {
  const made = MarketBar.create(spec.symbols);
  MarketModel.next(spec, model, made);
  const candles = symbols.map((i): OpenedCandle => ({
    ...{ open: made.open[i]!, high: made.high[i]!, low: made.low[i]!, close: made.close[i]! },
    ...{ volume: made.volume[i]!, fundingRate: made.fundingRate[i]! },
  }));
  return { bar: bar + 1, openMs: made.openMs, everyMs, candles };
}
