import { backoffMs } from "./backoff.ts";
import type {
  CandleTick,
  FeedEffect,
  FeedInput,
  FeedSpec,
  FeedState,
  Repeated,
  VenueFault,
} from "./feed_state.ts";
import { healthOf } from "./health.ts";
import { Link } from "./link.ts";
import { Quota } from "./quota.ts";
import {
  createSeries,
  offer,
  type SeriesOut,
  type SeriesState,
  wantedWindow,
  windowAnswered,
} from "./series.ts";

/** When a step happens: local time, and a number in [0, 1) for its jitter. */
export interface StepAt {
  readonly nowMs: number;
  readonly draw: number;
}

/** Told candles that every page asks for again, to see corrections. */
export const OVERLAP_BARS = 2;
/** A local clock that moves so much between two steps was set, or slept: the venue's is read again. */
const JUMP_MS = 2_000;
/** So far may the time of a message be from what we take the venue's time for. */
const DRIFT_MS = 2_000;
/** Not more often than that is the clock read because of drift. */
const REREAD_MS = 30_000;
/** A reading that took longer says too little. */
const MAX_ROUND_TRIP_MS = 4_000;
/** A candle that begins further in the future than that is no candle. */
const FUTURE_MS = 60_000;
const CLOCK_WEIGHT = 1;

interface Step {
  readonly state: FeedState;
  readonly spec: FeedSpec;
  readonly at: StepAt;
  readonly effects: FeedEffect[];
  readonly out: SeriesOut;
}

/**
 * One step of a feed: takes what happened, changes the state in place, and returns what is to be done, in order. The whole
 * behaviour of a feed is here and in what it calls; it knows no socket and no clock.
 */
export function stepFeed(state: FeedState, input: FeedInput, spec: FeedSpec, at: StepAt): FeedEffect[] {
  const step: Step = { state, spec, at, effects: [], out: { told: [], corrections: [], missed: [] } };
  noticeJump(step);
  take(step, input);
  askWhatIsDue(step);
  tell(step);
  return step.effects;
}

function noticeJump({ state, at: { nowMs } }: Step): void {
  const { lastNowMs, clock, rest, opening, link } = state;
  state.lastNowMs = nowMs;
  if (Math.abs(nowMs - lastNowMs) < JUMP_MS) return;
  clock.nextMs = nowMs;
  if (nowMs > lastNowMs) return;
  Link.setBack(link, nowMs);
  for (const it of [rest, opening]) it.nextMs = Math.min(it.nextMs, nowMs);
}

function take(step: Step, input: FeedInput): void {
  const { state, spec, at } = step;
  switch (input.kind) {
    case "woke":
      return;
    case "opened":
      state.isOpen = true;
      return worked(step, state.opening);
    case "openFailed":
      return failed(step, state.opening, input.fault);
    case "clockRead":
      return takeClock(step, input.serverMs, input.roundTripMs);
    case "clockFailed":
      return failed(step, state.clock, input.fault);
    case "pageCame":
    case "pageFailed":
      return takePage(step, input);
    default:
      // what an earlier socket says is no longer heard
      if (input.attempt !== state.link.attempt || !isWanted(step)) return;
  }
  if (input.kind === "socketOpened") Link.opened(state.link, at.nowMs);
  else if (input.kind === "socketLost") {
    Link.lost(state.link, spec, at.nowMs, at.draw);
    noteFault(step, input.why);
    step.effects.push({ do: "hangUp" });
  } else {
    Link.heard(state.link, at.nowMs);
    state.failingMs = null;
    if (input.kind === "ticked") takeTick(step, input.tick);
  }
}

const isWanted = ({ state: { link: { phase } } }: Step): boolean => phase === "dialing" || phase === "up";

function worked({ state }: Step, it: Repeated): void {
  it.isAsked = false;
  it.failures = 0;
  state.failingMs = null;
  state.finalFault = null;
}

function failed(step: Step, it: Repeated, { why, isFinal, pauseMs }: VenueFault): void {
  const { state, spec, at: { nowMs, draw } } = step;
  it.isAsked = false;
  it.failures += 1;
  it.nextMs = nowMs + (isFinal ? spec.retryMaxMs : backoffMs(spec, it.failures, draw));
  if (pauseMs !== null) Quota.pause(state.quota, nowMs + pauseMs);
  if (isFinal) state.finalFault = why;
  noteFault(step, why);
}

function noteFault({ state, at: { nowMs } }: Step, why: string): void {
  state.failingMs ??= nowMs;
  state.lastFault = why;
}

function takeClock(step: Step, serverMs: number, roundTripMs: number): void {
  const { state, spec, at: { nowMs } } = step;
  if (roundTripMs > MAX_ROUND_TRIP_MS) {
    const why = `the venue's clock took ${roundTripMs} ms to read`;
    return failed(step, state.clock, { why, isFinal: false, pauseMs: null });
  }
  worked(step, state.clock);
  // the answer is as old as half the way there and back
  const offsetMs = Math.round(serverMs + roundTripMs / 2 - nowMs);
  state.clock.nextMs = nowMs + spec.clockEveryMs;
  state.clockReadMs = nowMs;
  state.offsetMs = offsetMs;
  step.effects.push({ do: "tellClock", reading: { offsetMs, roundTripMs } });
  if (state.series.length > 0) return;
  const dueMs = Math.floor((nowMs + offsetMs - spec.graceMs) / spec.barMs) * spec.barMs;
  const fromMs = dueMs - spec.historyBars * spec.barMs;
  state.series = spec.symbols.map((symbol) => createSeries(symbol, spec.barMs, fromMs));
}

function takePage(step: Step, input: FeedInput & { readonly kind: "pageCame" | "pageFailed" }): void {
  const { state, spec, at, out } = step;
  const page = state.page;
  if (page === null || page.id !== input.id || state.offsetMs === null) return;
  state.page = null;
  if (input.kind === "pageFailed") return failed(step, state.rest, input.fault);
  worked(step, state.rest);
  const serverMs = at.nowMs + state.offsetMs, series = state.series[page.index];
  const { fromMs, window } = page;
  for (const row of input.rows) {
    const isAsked = row.openMs >= fromMs && row.openMs < window.toMs;
    // the venue's own time of this very answer has the last word on what is over
    if (!isAsked || row.openMs + spec.barMs > (input.servedMs ?? serverMs)) continue;
    if (offer(series, row, out)) noticeDeadSubscription(step, series, row.openMs, row.volume);
  }
  windowAnswered(series, window, spec, { serverMs, draw: at.draw }, out);
}

/** A bar traded while the socket was up, and the socket did not say a word of the symbol: the subscription is gone. */
function noticeDeadSubscription(step: Step, series: SeriesState, openMs: number, volume: number): void {
  const { state: { link, offsetMs }, spec, at: { nowMs, draw } } = step;
  if (link.phase !== "up" || volume === 0) return;
  if (openMs < link.sinceMs + offsetMs! || series.heardMs >= openMs) return;
  Link.lost(link, spec, nowMs, draw);
  drop(step, `the socket said nothing of ${series.symbol} for a bar that traded`, true);
}

function takeTick(step: Step, { candle, isClosed, eventMs }: CandleTick): void {
  const { state, at: { nowMs }, out } = step;
  const series = state.series.find(({ symbol }) => symbol === candle.symbol);
  if (series === undefined || state.offsetMs === null) return;
  const serverMs = nowMs + state.offsetMs;
  if (Math.abs(eventMs - serverMs) > DRIFT_MS) {
    state.clock.nextMs = Math.min(state.clock.nextMs, Math.max(nowMs, state.clockReadMs + REREAD_MS));
  }
  if (candle.openMs > serverMs + FUTURE_MS) return;
  series.heardMs = Math.max(series.heardMs, eventMs);
  series.begunMs = Math.max(series.begunMs, candle.openMs);
  if (isClosed) offer(series, candle, out);
}

function askWhatIsDue(step: Step): void {
  const { state, spec, at: { nowMs, draw } } = step;
  if (nowMs >= state.quota.pausedUntilMs) {
    if (!state.isOpen) return askOnce(step, state.opening, { do: "open" });
    askOnce(step, state.clock, { do: "readClock" });
  }
  if (state.offsetMs === null) return;
  const act = Link.due(state.link, spec, nowMs, draw);
  if (act?.do === "dial") step.effects.push({ do: "dial", attempt: state.link.attempt });
  if (act?.do === "drop") drop(step, act.why, act.isSilence);
  askPage(step);
}

function askOnce({ state, spec, at: { nowMs }, effects }: Step, it: Repeated, effect: FeedEffect): void {
  if (it.isAsked || nowMs < it.nextMs) return;
  if (!Quota.take(state.quota, CLOCK_WEIGHT, spec.weightPerMinute, nowMs)) return;
  it.isAsked = true;
  effects.push(effect);
}

function drop(step: Step, why: string, isSilence: boolean): void {
  noteFault(step, why);
  if (isSilence) tellHealth(step, "silent", why);
  step.effects.push({ do: "hangUp" });
}

function askPage({ state, spec, at: { nowMs }, effects }: Step): void {
  if (state.page !== null || nowMs < state.rest.nextMs) return;
  const serverMs = nowMs + state.offsetMs!, count = state.series.length;
  for (let i = 0; i < count; i++) {
    const index = (state.turn + i) % count, series = state.series[index];
    const window = wantedWindow(series, spec, serverMs, spec.pageBars - OVERLAP_BARS);
    if (window === null) continue;
    const fromMs = window.fromMs - (series.hasTold ? OVERLAP_BARS * spec.barMs : 0);
    const limit = Math.round((window.toMs - fromMs) / spec.barMs);
    if (!Quota.take(state.quota, spec.weightOf(limit), spec.weightPerMinute, nowMs)) return;
    const id = state.nextPageId++;
    state.page = { id, index, fromMs, window };
    state.turn = (index + 1) % count;
    effects.push({ do: "fetchPage", id, symbol: series.symbol, fromMs, limit });
    return;
  }
}

function tell(step: Step): void {
  const { state, spec, at: { nowMs }, effects, out } = step;
  // a hole is told before what follows it
  for (const missed of out.missed) effects.push({ do: "tellMissed", missed });
  if (out.told.length > 0) effects.push({ do: "tellCandles", candles: out.told });
  for (const correction of out.corrections) effects.push({ do: "tellCorrection", correction });
  const [health, why] = healthOf(state, spec, nowMs);
  tellHealth(step, health, why);
}

function tellHealth(
  { state, at: { nowMs: atMs }, effects }: Step,
  health: FeedState["health"],
  why: string,
): void {
  if (health === state.health && why === state.why) return;
  state.health = health;
  state.why = why;
  effects.push({ do: "tellHealth", change: { health, why, atMs } });
}
