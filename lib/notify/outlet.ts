import { Held, type HeldReason } from "./held.ts";
import { Level } from "./level.ts";
import type { Notification } from "./notification.ts";
import {
  createWaiting,
  type OutletOut,
  type OutletSpec,
  type OutletState,
  type Waiting,
} from "./outlet_state.ts";
import { drawFor, retryDelayMs } from "./retry.ts";

/** How a delivery failed. */
export interface Failure {
  /** Without secrets. */
  readonly why: string;
  readonly mayRetry: boolean;
  /** What the channel asked for; null if it did not say. */
  readonly retryAfterMs: number | null;
}

/**
 * One channel: a bounded queue, loudest first, with one delivery at a time; a rate limit; repeats with backoff under the same
 * id; giving up after a budget. What it does not tell is counted, and told in a summary as soon as it can be.
 */
export const Outlet = { offer, delivered, failed, tick, nextMs };

/** Takes a notification for the channel, if it is for the channel. */
function offer(
  spec: OutletSpec,
  state: OutletState,
  notification: Notification,
  isOwn: boolean,
  nowMs: number,
  out: OutletOut,
): void {
  if (!Level.isAtLeast(notification.level, spec.minLevel)) return;
  state.counts.taken += 1;
  const waiting = createWaiting(notification, isOwn, null);
  if (hasRate(spec, state, notification.level, nowMs)) enqueue(spec, state, waiting, nowMs);
  else hold(state, waiting, "rate", state.windowFromMs + spec.rateWindowMs);
  pump(spec, state, nowMs, out);
}

/** The channel has taken it. */
function delivered(spec: OutletSpec, state: OutletState, id: string, nowMs: number, out: OutletOut): void {
  if (state.current?.notification.id !== id) {
    state.counts.late += 1;
    return;
  }
  state.counts.delivered += 1;
  state.current = null;
  state.isFailing = false;
  pump(spec, state, nowMs, out);
}

/** The channel has not taken it: again later, or never. */
function failed(
  spec: OutletSpec,
  state: OutletState,
  id: string,
  failure: Failure,
  nowMs: number,
  out: OutletOut,
): void {
  const it = state.current;
  if (it?.notification.id !== id) {
    state.counts.late += 1;
    return;
  }
  state.counts.failed += 1;
  state.current = null;
  state.isFailing = true;
  const { why, mayRetry } = failure;
  const pauseMs = failure.retryAfterMs ?? 0;
  state.pausedUntilMs = Math.max(state.pausedUntilMs, nowMs + pauseMs);
  const { level } = it.notification;
  if (mayRetry && nowMs - it.firstMs < spec.giveUpMs[level]) {
    const draw = drawFor(`${id}/${it.attempts}`);
    it.notBeforeMs = nowMs + Math.max(pauseMs, retryDelayMs(spec.retry, it.attempts, draw));
    insert(state.queue, it, "front");
  } else {
    const { notification, attempts, isOwn } = it;
    state.counts.givenUp += 1;
    out.givenUp.push({ channel: state.channel, notification, attempts, why, isOwn });
    hold(state, it, "refused", nowMs);
  }
  pump(spec, state, nowMs, out);
}

/** What is due by now: an answer that never came, a repeat, a summary. */
function tick(spec: OutletSpec, state: OutletState, nowMs: number, out: OutletOut): void {
  const it = state.current;
  if (it !== null && nowMs >= state.answerDueMs) {
    it.unanswered += 1;
    const why = `no answer within ${spec.answerMs} ms`;
    const failure = { why, mayRetry: it.unanswered < 2, retryAfterMs: null };
    return failed(spec, state, it.notification.id, failure, nowMs, out);
  }
  pump(spec, state, nowMs, out);
}

/** When tick() has something to do; null if never. */
function nextMs(spec: OutletSpec, state: OutletState): number | null {
  const { current, queue, pausedUntilMs } = state;
  const dues = isSummaryOwed(spec, state) ? [state.heldDueMs] : [];
  if (current !== null) dues.push(state.answerDueMs);
  else if (queue.length > 0) dues.push(Math.max(pausedUntilMs, queue[0].notBeforeMs));
  return dues.length === 0 ? null : Math.min(...dues);
}

/** Only while the channel takes what it is given, and the summary displaces nothing. */
const isSummaryOwed = ({ queueSize }: OutletSpec, { held, isFailing, queue }: OutletState): boolean =>
  !isFailing && Held.count(held) > 0 && queue.length < queueSize;

function pump(spec: OutletSpec, state: OutletState, nowMs: number, out: OutletOut): void {
  if (isSummaryOwed(spec, state) && nowMs >= state.heldDueMs) {
    const covers = state.held;
    state.held = Held.nothing;
    state.heldDueMs = 0;
    hasRate(spec, state, "critical", nowMs);
    const notification = { ...Held.summary(covers, state.channel), id: out.nextId() };
    enqueue(spec, state, createWaiting(notification, true, covers), nowMs);
  }
  const [head] = state.queue;
  if (state.current !== null || head === undefined) return;
  if (nowMs < Math.max(state.pausedUntilMs, head.notBeforeMs)) return;
  state.queue.shift();
  if (head.attempts === 0) head.firstMs = nowMs;
  head.attempts += 1;
  state.current = head;
  state.answerDueMs = nowMs + spec.answerMs;
  out.deliveries.push({
    channel: state.channel,
    notification: head.notification,
    attempt: head.attempts,
  });
}

/** Counts one into the rate window; false if there is no room in it. */
function hasRate(spec: OutletSpec, state: OutletState, level: Level, nowMs: number): boolean {
  if (nowMs >= state.windowFromMs + spec.rateWindowMs) {
    state.windowFromMs = nowMs;
    state.windowCount = 0;
  }
  if (level !== "critical" && state.windowCount >= spec.perWindow) return false;
  state.windowCount += 1;
  return true;
}

/** Puts it into the queue; where that is full, the oldest of the least important is held back. */
function enqueue(spec: OutletSpec, state: OutletState, it: Waiting, nowMs: number): void {
  insert(state.queue, it, "back");
  if (state.queue.length <= spec.queueSize) return;
  const least = state.queue.at(-1)!.notification.level;
  const index = state.queue.findIndex(({ notification }) => notification.level === least);
  hold(state, state.queue.splice(index, 1)[0], "room", nowMs);
}

/**
 * Louder ones first, else in order; "front" is for one that was tried and goes on being the first of its level. Of one key the
 * order of events stays whatever the levels, as the last that is told says how it stands: what came earlier moves up with it.
 */
function insert(queue: Waiting[], it: Waiting, place: "front" | "back"): void {
  const { level, key } = it.notification;
  const least = Level.rank(level) - (place === "front" ? 0 : 0.5);
  const byLevel = queue.findIndex(({ notification }) => Level.rank(notification.level) <= least);
  const index = byLevel < 0 ? queue.length : byLevel;
  const sameKey = (waiting: Waiting) => waiting.notification.key === key;
  if (place === "front") {
    const later = queue.findIndex(sameKey);
    queue.splice(later < 0 ? index : Math.min(later, index), 0, it);
    return;
  }
  const behind = queue.splice(index);
  const earlier = behind.filter(sameKey);
  for (const waiting of earlier) waiting.notBeforeMs = 0;
  queue.push(...earlier, it, ...behind.filter((waiting) => !sameKey(waiting)));
}

function hold(state: OutletState, it: Waiting, reason: HeldReason, dueMs: number): void {
  if (reason === "rate") state.counts.heldByRate += 1;
  if (reason === "room") state.counts.heldForRoom += 1;
  // a summary that is not told leaves what it counts to the next one
  state.held = it.covers === null
    ? Held.add(state.held, it.notification, reason)
    : Held.merge(it.covers, state.held);
  state.heldDueMs = Math.max(state.heldDueMs, dueMs);
}
