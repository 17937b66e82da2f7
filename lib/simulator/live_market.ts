import { PHASE, type Phase } from "../trader/mod.ts";
import type { OpenedCandle } from "./bar_window.ts";
import { type CandleSet, CandleSets } from "./candle_sets.ts";
import type { BarOpened } from "./endless_market.ts";
import type { MarketAdvanced } from "./world.ts";

/** A venue's own candles as a market to trade on, on paper. Symbols are those of the tape, in its order. */
export interface LiveMarketSpec {
  readonly symbols: readonly string[];
  /** Nothing before it is played or decided on. A multiple of both lengths. */
  readonly fromMs: number;
  /** Length of the candles the exchange is moved by. */
  readonly stepMs: number;
  /** Length of the candles that are decided on. */
  readonly barMs: number;
  /** A candle that other symbols have is waited for until nothing was heard for so long. */
  readonly graceMs: number;
  /** A bar that is told later than this after its close is history: nothing is entered on it. */
  readonly lateAfterMs: number;
}

/** A closed candle of either length, as the venue told it; NaN as the rate where no funding is settled at its close. */
export interface LiveCandle extends OpenedCandle {
  readonly symbol: string;
  readonly openMs: number;
}

/** Where a live market is: plain data, changed in place. */
export interface LiveMarketState {
  readonly steps: CandleSets<LiveCandle>;
  readonly bars: CandleSets<LiveCandle>;
  /** Close of the last step played; 0 before the first. */
  playedToMs: number;
  /** The step under way or last played, counted from fromMs; -1 before the first. */
  step: number;
  /** Its last instant. */
  phase: Phase;
  /** Whether funding is settled at its close. */
  hasFunding: boolean;
}

/** What those who decide are told: the bars that closed then. */
export interface BarsClosed {
  readonly kind: "BarsClosed";
  readonly closeMs: number;
  readonly candles: readonly LiveCandle[];
}

/** Companion: a market that others make, moved on by what its venue says of it. */
export const LiveMarket = { start, take, next, dueMs, isUnderWay };

function start({ symbols }: LiveMarketSpec): LiveMarketState {
  return {
    ...{ steps: CandleSets.create(symbols.length), bars: CandleSets.create(symbols.length) },
    ...{ playedToMs: 0, step: -1, phase: PHASE.bar, hasFunding: false },
  };
}

/**
 * Takes candles of one length, of each symbol in order; what has been before is passed over. A step that comes when newer
 * ones have been played is too late to be played: its symbol's orders see the next one.
 */
function take(
  spec: LiveMarketSpec,
  state: LiveMarketState,
  candles: readonly LiveCandle[],
  { lengthMs, nowMs }: { readonly lengthMs: number; readonly nowMs: number },
): void {
  if (lengthMs !== spec.stepMs && lengthMs !== spec.barMs) {
    throw new RangeError(`Cannot take candles of ${lengthMs} ms: ${spec.stepMs} and ${spec.barMs} are known`);
  }
  for (const candle of candles) {
    const index = spec.symbols.indexOf(candle.symbol);
    if (index < 0) throw new RangeError(`Cannot take a candle of ${candle.symbol}: it is not in this run`);
    const { openMs } = candle;
    if (openMs < spec.fromMs) continue;
    // where both have one length, the one series is both
    if (lengthMs === spec.barMs) CandleSets.add(state.bars, index, openMs, candle, nowMs);
    if (lengthMs !== spec.stepMs || openMs < state.playedToMs) continue;
    CandleSets.add(state.steps, index, openMs, candle, nowMs);
  }
}

/** What is told next at this time, and in this order; nothing before dueMs(). */
function next(
  spec: LiveMarketSpec,
  state: LiveMarketState,
  nowMs: number,
): readonly (BarOpened | MarketAdvanced | BarsClosed)[] {
  if (isUnderWay(state)) {
    // those who decide are told bars of their own length
    state.phase = state.phase === PHASE.close ? PHASE.funding : (state.phase + 1) as Phase;
    return [{ kind: "MarketAdvanced", bar: state.step, phase: state.phase }];
  }
  if (barsDueMs(spec, state) <= nowMs) {
    const { openMs, candles } = CandleSets.first(state.bars)!;
    CandleSets.shift(state.bars);
    const known = candles.filter((candle) => candle !== null);
    return [{ kind: "BarsClosed", closeMs: openMs + spec.barMs, candles: known }];
  }
  if (CandleSets.dueMs(state.steps, spec.graceMs) > nowMs) return [];
  const set = CandleSets.first(state.steps)!;
  CandleSets.shift(state.steps);
  return open(spec, state, set);
}

function open(
  { fromMs, stepMs }: LiveMarketSpec,
  state: LiveMarketState,
  { openMs, candles }: CandleSet<LiveCandle>,
): (BarOpened | MarketAdvanced)[] {
  state.step = (openMs - fromMs) / stepMs;
  state.phase = PHASE.open;
  state.playedToMs = openMs + stepMs;
  state.hasFunding = candles.some((it) => it !== null && !Number.isNaN(it.fundingRate));
  const opened = { bar: state.step, openMs, everyMs: stepMs, candles };
  return [{ kind: "BarOpened", opened }, { kind: "MarketAdvanced", bar: state.step, phase: PHASE.open }];
}

/** Whether a step has begun and is not over. */
function isUnderWay({ step, phase, hasFunding }: LiveMarketState): boolean {
  return step >= 0 && (phase < PHASE.close || (hasFunding && phase === PHASE.close));
}

/** When next() has something to tell; Infinity while nothing is there. */
function dueMs(spec: LiveMarketSpec, state: LiveMarketState): number {
  if (isUnderWay(state)) return 0;
  return Math.min(barsDueMs(spec, state), CandleSets.dueMs(state.steps, spec.graceMs));
}

/** Bars are told when the exchange has been moved to their close, as far as it can be. */
function barsDueMs({ barMs, graceMs }: LiveMarketSpec, { steps, bars, playedToMs }: LiveMarketState): number {
  const set = CandleSets.first(bars);
  if (set === null) return Infinity;
  const closeMs = set.openMs + barMs, step = CandleSets.first(steps);
  const isReached = playedToMs >= closeMs || (step !== null && step.openMs >= closeMs);
  const dueMs = CandleSets.dueMs(bars, graceMs);
  if (isReached) return dueMs;
  // its last steps are under way, or will not come
  return Math.max(dueMs, Math.max(bars.heardMs, steps.heardMs) + 2 * graceMs);
}
