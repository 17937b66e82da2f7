import type { CandleCorrection, CandlesMissed, ClosedCandle } from "../port.ts";
import { backoffMs, type BackoffSpec } from "./backoff.ts";
import { candleFault, sameCandle } from "./candle_check.ts";

/** One symbol's candles on their way out. Plain data, changed in place; times are the venue's. */
export interface SeriesState {
  readonly symbol: string;
  readonly barMs: number;
  /** Open of the next candle to be told. */
  nextMs: number;
  /** REST has been asked for everything before. */
  askedMs: number;
  /** Open of the newest candle that the socket was seen to be in: those before it are over. */
  begunMs: number;
  /** When the socket last spoke of this symbol; 0 never. */
  heardMs: number;
  /** Closed candles beyond a hole, ascending. */
  ahead: ClosedCandle[];
  /** The latest told ones, ascending, as the venue last gave them: what a correction is found by. */
  recent: ClosedCandle[];
  hasTold: boolean;
  /** How often the present hole was asked for, and when it may be again. */
  tries: number;
  askAgainMs: number;
  /** The present hole has been reported. */
  isReported: boolean;
  /** Why the candle whose turn it is was refused when it came; null if it has not come. */
  fault: string | null;
}

export interface SeriesSpec extends BackoffSpec {
  readonly graceMs: number;
  readonly settleMs: number;
  readonly holeTries: number;
}

/** What a step of a series led to; steps add to it. */
export interface SeriesOut {
  readonly told: ClosedCandle[];
  readonly corrections: CandleCorrection[];
  readonly missed: CandlesMissed[];
}

/** Opens of candles to ask REST for: fromMs <= open < toMs. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Most candles kept beyond a hole; what is dropped is asked for again. */
export const MAX_AHEAD = 2_000;
/** Told candles that are compared with what the venue says later. */
export const RECENT_BARS = 8;

/** A series from the candle that opens at `fromMs`. */
export function createSeries(symbol: string, barMs: number, fromMs: number): SeriesState {
  return {
    ...{ symbol, barMs, nextMs: fromMs, askedMs: fromMs, begunMs: 0, heardMs: 0, ahead: [], recent: [] },
    ...{ hasTold: false, tries: 0, askAgainMs: 0, isReported: false, fault: null },
  };
}

/** Everything that opens before this should be known by now: by the venue's time, by its socket, by a newer candle. */
export function dueMs(it: SeriesState, spec: SeriesSpec, serverMs: number): number {
  const byTime = Math.floor((serverMs - spec.graceMs) / it.barMs) * it.barMs;
  const byBegun = serverMs >= it.begunMs + spec.settleMs ? it.begunMs : 0;
  const byAhead = it.ahead.length === 0 ? 0 : it.ahead[it.ahead.length - 1].openMs + it.barMs;
  return Math.max(byTime, byBegun, byAhead);
}

/** Takes a closed candle from anywhere: tells it when it is its turn. False if it was refused as unsound. */
export function offer(it: SeriesState, candle: ClosedCandle, out: SeriesOut): boolean {
  const fault = candleFault(candle, it.barMs);
  if (fault !== null) {
    if (candle.openMs === it.nextMs) it.fault = fault;
    return false;
  }
  if (candle.openMs < it.nextMs) noticeCorrection(it.recent, candle, out);
  else if (candle.openMs > it.nextMs) keepAhead(it, candle);
  else {
    tell(it, candle, out);
    tellAhead(it, out);
  }
  return true;
}

function tell(it: SeriesState, candle: ClosedCandle, out: SeriesOut): void {
  out.told.push(candle);
  it.recent.push(candle);
  if (it.recent.length > RECENT_BARS) it.recent.shift();
  it.nextMs = candle.openMs + it.barMs;
  it.askedMs = Math.max(it.askedMs, it.nextMs);
  it.hasTold = true;
  forgetHole(it);
}

function tellAhead(it: SeriesState, out: SeriesOut): void {
  let count = 0;
  while (count < it.ahead.length && it.ahead[count].openMs === it.nextMs) tell(it, it.ahead[count++], out);
  if (count > 0) it.ahead.splice(0, count);
}

function forgetHole(it: SeriesState): void {
  it.tries = 0;
  it.askAgainMs = 0;
  it.isReported = false;
  it.fault = null;
}

/** Says so when a candle that is known comes with other numbers; the same correction is said once. */
function noticeCorrection(known: ClosedCandle[], candle: ClosedCandle, out: SeriesOut): void {
  const index = known.findIndex(({ openMs }) => openMs === candle.openMs);
  if (index < 0 || sameCandle(known[index], candle)) return;
  out.corrections.push({ before: known[index], after: candle });
  known[index] = candle;
}

function keepAhead(it: SeriesState, candle: ClosedCandle): void {
  let at = it.ahead.length;
  while (at > 0 && it.ahead[at - 1].openMs > candle.openMs) at -= 1;
  const before = it.ahead[at - 1];
  if (before?.openMs === candle.openMs) {
    // nobody has been told of it: the latest version is the first one told
    it.ahead[at - 1] = candle;
    return;
  }
  it.ahead.splice(at, 0, candle);
  if (it.ahead.length <= MAX_AHEAD) return;
  const dropped = it.ahead.pop()!;
  it.askedMs = Math.min(it.askedMs, dropped.openMs);
}

/** What REST is to be asked for now, at most `pageBars` candles; null if nothing is missing, or its time has not come. */
export function wantedWindow(
  it: SeriesState,
  spec: SeriesSpec,
  serverMs: number,
  pageBars: number,
): Window | null {
  const due = dueMs(it, spec, serverMs);
  const upTo = (fromMs: number, toMs: number): Window => ({
    fromMs,
    toMs: Math.min(toMs, fromMs + pageBars * it.barMs),
  });
  if (it.askedMs < Math.min(due, askLimitMs(it))) return upTo(it.askedMs, due);
  if (it.nextMs >= due || serverMs < it.askAgainMs) return null;
  return upTo(it.nextMs, it.ahead[0]?.openMs ?? due);
}

/** Beyond this nothing is asked before the hole in front is settled: what came would find no room. */
const askLimitMs = (it: SeriesState): number => it.nextMs + MAX_AHEAD * it.barMs;

/**
 * After the rows of a window were offered: if the candle whose turn it is has still not come, the hole is asked for again
 * after a wait that grows, and after `holeTries` it is reported. With newer candles known it is then passed over.
 */
export function windowAnswered(
  it: SeriesState,
  window: Window,
  spec: SeriesSpec,
  at: { readonly serverMs: number; readonly draw: number },
  out: SeriesOut,
): void {
  it.askedMs = Math.max(it.askedMs, window.toMs);
  const due = dueMs(it, spec, at.serverMs);
  if (it.nextMs >= due || it.askedMs < Math.min(due, askLimitMs(it))) return;
  it.tries += 1;
  it.askAgainMs = at.serverMs + backoffMs(spec, it.tries, at.draw);
  // where a hole longer than all that is kept ahead ends is not known: so far as it was asked for, it is empty
  const endMs = it.ahead[0]?.openMs ?? (it.askedMs < due ? it.askedMs : null);
  if (it.tries <= spec.holeTries) return;
  if (endMs !== null) passHole(it, endMs, out);
  else if (!it.isReported) {
    it.isReported = true;
    const why = it.fault ?? "the venue gives no candle for a bar that is over";
    out.missed.push(missedOf(it, due, false, why));
  }
}

function passHole(it: SeriesState, toMs: number, out: SeriesOut): void {
  const plain = it.hasTold
    ? "the venue's history leaves these bars out"
    : "the venue's history begins after the first bar asked for";
  const why = it.fault ?? plain;
  out.missed.push(missedOf(it, toMs, true, why));
  it.nextMs = toMs;
  forgetHole(it);
  tellAhead(it, out);
}

function missedOf(it: SeriesState, toMs: number, isSkipped: boolean, why: string): CandlesMissed {
  const missing = Math.round((toMs - it.nextMs) / it.barMs);
  return { symbol: it.symbol, fromMs: it.nextMs, toMs, missing, isSkipped, why };
}
