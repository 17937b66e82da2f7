import assert from "node:assert/strict";
import { Rng, type RngState } from "../../core/mod.ts";
import type { CandleCorrection, CandlesMissed, ClosedCandle, FeedOptions, HealthChange } from "../port.ts";
import { stepFeed } from "./feed_rules.ts";
import { createFeedState, type FeedEffect, type FeedInput, type FeedSpec, feedSpec } from "./feed_state.ts";

export const BAR_MS = 60_000;
/** Local time at which every run begins; the venue's is SKEW_MS more. */
export const START_MS = 1_700_000_000_000 - 1_700_000_000_000 % BAR_MS + 17_000;

/** For tests: options with short waits; one-minute bars. */
export function optionsFor(change: Partial<FeedOptions> = {}): FeedOptions {
  return {
    ...{ venue: "binance", symbols: ["BTC/USDT:USDT", "ETH/USDT:USDT"], timeframe: "1m", historyBars: 25 },
    ...{ transport: "socket", staleAfterMs: 15_000, graceMs: 3_000, settleMs: 1_000, callMs: 10_000 },
    ...{
      retryFirstMs: 1_000,
      retryMaxMs: 30_000,
      retryJitterPct: 20,
      fallbackAfter: 5,
      failAfterMs: 120_000,
    },
    ...{ holeTries: 3, weightPerMinute: 600, clockEveryMs: 600_000, renewAfterMs: 82_800_000, origin: null },
    ...change,
  };
}

/** For tests: the venue's one true candle of a symbol at a time. */
export function trueCandle(symbol: string, openMs: number): ClosedCandle {
  const rng = Rng.create(`${symbol} ${openMs}`);
  const open = 100 + 50 * Rng.uniform(rng), close = 100 + 50 * Rng.uniform(rng);
  const high = Math.max(open, close) + Rng.uniform(rng), low = Math.min(open, close) - Rng.uniform(rng);
  return { symbol, openMs, open, high, low, close, volume: 1 + Math.floor(1_000 * Rng.uniform(rng)) };
}

/** For tests: the candle as it stands part of the way: other numbers than in the end. */
export function formingCandle(symbol: string, openMs: number, share: number): ClosedCandle {
  const end = trueCandle(symbol, openMs);
  const close = end.open + (end.close - end.open) * share;
  return {
    ...end,
    close,
    high: Math.max(end.open, close),
    low: Math.min(end.open, close),
    volume: end.volume * share,
  };
}

/** For tests: how often things go wrong, each a share in [0, 1]. */
export interface Misfortune {
  readonly drop: number;
  readonly duplicate: number;
  /** A message comes up to 5 s late, and so out of order. */
  readonly late: number;
  /** Per second: the socket breaks, or goes silent without a word. */
  readonly breakage: number;
  readonly silence: number;
  /** A dial, a page, a clock reading fails. */
  readonly dialFails: number;
  readonly pageFails: number;
  readonly clockFails: number;
  /** A page leaves out a row that it should have. */
  readonly rowLost: number;
  /** Whether the venue says that a candle is over. */
  readonly saysClosed: boolean;
}

export const FORTUNE: Misfortune = {
  ...{ drop: 0, duplicate: 0, late: 0, breakage: 0, silence: 0, dialFails: 0, pageFails: 0, clockFails: 0 },
  ...{ rowLost: 0, saysClosed: true },
};

/** For tests: what a run told. */
export interface Told {
  readonly candles: ClosedCandle[];
  readonly corrections: CandleCorrection[];
  readonly missed: CandlesMissed[];
  readonly health: HealthChange[];
  readonly counts: Record<string, number>;
}

interface Due {
  readonly atMs: number;
  readonly input: FeedInput;
}

const FAULT = { why: "a test's fault", isFinal: false, pauseMs: null };

/**
 * For tests: the rules against a venue of misfortunes, in virtual time, from START_MS for `forMs`; the last `calmMs` nothing
 * goes wrong. `skewMs` is the venue's time minus ours.
 */
export class VirtualVenue {
  readonly told: Told = { candles: [], corrections: [], missed: [], health: [], counts: {} };
  readonly spec: FeedSpec;
  nowMs = START_MS;
  /** Candles that the venue's history does not have, as "symbol openMs". */
  readonly absent = new Set<string>();
  /** Symbols of which the present socket says nothing; a new one does. */
  readonly muted = new Set<string>();
  misfortune: Misfortune;
  #queue: Due[] = [];
  #rng: RngState;
  #state;
  #attempt = 0;
  #isUp = false;
  #isSilent = false;

  constructor(options: FeedOptions, misfortune: Misfortune, seed: string, public skewMs = 0) {
    this.spec = feedSpec(options, { pageBars: 12, weightOf: () => 1 });
    this.misfortune = misfortune;
    this.#rng = Rng.create(seed);
    this.#state = createFeedState(options, this.nowMs);
  }

  get serverMs(): number {
    return this.nowMs + this.skewMs;
  }

  run(forMs: number, calmMs = 0): void {
    const endMs = this.nowMs + forMs;
    for (; this.nowMs < endMs; this.nowMs += 250) {
      if (this.nowMs >= endMs - calmMs) {
        this.misfortune = { ...FORTUNE, saysClosed: this.misfortune.saysClosed };
      }
      this.#market();
      const due = this.#queue.filter(({ atMs }) => atMs <= this.nowMs).sort((a, b) => a.atMs - b.atMs);
      this.#queue = this.#queue.filter(({ atMs }) => atMs > this.nowMs);
      for (const { input } of due) this.#step(input);
      this.#step({ kind: "woke" });
    }
  }

  /** Our clock is set; the venue's goes on as it did. */
  setClock(byMs: number): void {
    this.nowMs += byMs;
    this.skewMs -= byMs;
    this.#queue = this.#queue.map(({ atMs, input }) => ({ atMs: atMs + byMs, input }));
  }

  #chance(share: number): boolean {
    return Rng.uniform(this.#rng) < share;
  }

  #count(name: string): void {
    this.told.counts[name] = (this.told.counts[name] ?? 0) + 1;
  }

  #send(input: FeedInput, delayMs: number): void {
    this.#queue.push({ atMs: this.nowMs + delayMs, input });
  }

  #step(input: FeedInput): void {
    const at = { nowMs: this.nowMs, draw: Rng.uniform(this.#rng) };
    for (const effect of stepFeed(this.#state, input, this.spec, at)) this.#do(effect);
  }

  #do(effect: FeedEffect): void {
    const { misfortune } = this, delayMs = 50 + Rng.below(this.#rng, 900);
    this.#count(effect.do);
    if (effect.do === "open") this.#send({ kind: "opened" }, delayMs);
    else if (effect.do === "readClock") {
      const serverMs = this.serverMs + delayMs / 2;
      this.#send(
        this.#chance(misfortune.clockFails)
          ? { kind: "clockFailed", fault: FAULT }
          : { kind: "clockRead", serverMs, roundTripMs: delayMs },
        delayMs,
      );
    } else if (effect.do === "fetchPage") this.#page(effect, delayMs);
    else if (effect.do === "hangUp") this.#isUp = false;
    else if (effect.do === "dial") {
      this.#attempt = effect.attempt;
      const fails = this.#chance(misfortune.dialFails);
      this.#isUp = !fails;
      this.#isSilent = false;
      if (effect.attempt > 1) this.muted.clear();
      const { attempt } = effect;
      this.#send(
        fails ? { kind: "socketLost", attempt, why: "a test's dial" } : { kind: "socketOpened", attempt },
        delayMs,
      );
    } else if (effect.do === "tellCandles") this.told.candles.push(...effect.candles);
    else if (effect.do === "tellCorrection") this.told.corrections.push(effect.correction);
    else if (effect.do === "tellMissed") this.told.missed.push(effect.missed);
    else if (effect.do === "tellHealth") this.told.health.push(effect.change);
  }

  #page({ id, symbol, fromMs, limit }: FeedEffect & { do: "fetchPage" }, delayMs: number): void {
    if (this.#chance(this.misfortune.pageFails)) {
      return this.#send({ kind: "pageFailed", id, fault: FAULT }, delayMs);
    }
    const rows: ClosedCandle[] = [];
    for (let i = 0; i < limit; i++) {
      const openMs = fromMs + i * BAR_MS;
      if (openMs > this.serverMs) break;
      if (this.absent.has(`${symbol} ${openMs}`) || this.#chance(this.misfortune.rowLost)) continue;
      // the open candle comes too, as venues send it
      const share = Math.min(1, (this.serverMs - openMs) / BAR_MS);
      rows.push(share === 1 ? trueCandle(symbol, openMs) : formingCandle(symbol, openMs, share));
    }
    const servedMs = Math.floor(this.serverMs / 1_000) * 1_000;
    this.#send({ kind: "pageCame", id, rows, servedMs }, delayMs);
  }

  /** What the socket says in this quarter of a second. */
  #market(): void {
    if (!this.#isUp) return;
    const { misfortune } = this, attempt = this.#attempt;
    if (this.#chance(misfortune.breakage / 4)) {
      this.#isUp = false;
      return this.#send({ kind: "socketLost", attempt, why: "a test's cut" }, 0);
    }
    this.#isSilent ||= this.#chance(misfortune.silence / 4);
    if (this.#isSilent) return;
    const openMs = Math.floor(this.serverMs / BAR_MS) * BAR_MS, sinceMs = this.serverMs - openMs;
    for (const symbol of this.spec.symbols) {
      if (sinceMs < 250 && misfortune.saysClosed) this.#tick(symbol, openMs - BAR_MS, 1);
      else if (sinceMs % 1_000 < 250) this.#tick(symbol, openMs, sinceMs / BAR_MS);
    }
  }

  #tick(symbol: string, openMs: number, share: number): void {
    const { misfortune } = this;
    if (this.absent.has(`${symbol} ${openMs}`) || this.muted.has(symbol)) return;
    const candle = share === 1 ? trueCandle(symbol, openMs) : formingCandle(symbol, openMs, share);
    const input: FeedInput = {
      ...{ kind: "ticked", attempt: this.#attempt },
      tick: { candle, isClosed: share === 1, eventMs: this.serverMs },
    };
    for (let copies = this.#chance(misfortune.duplicate) ? 2 : 1; copies > 0; copies--) {
      if (this.#chance(misfortune.drop)) continue;
      this.#send(input, this.#chance(misfortune.late) ? Rng.below(this.#rng, 5_000) : 0);
    }
  }
}

/** For tests: the opens told of a symbol. */
export const opensOf = (told: Told, symbol: string): number[] =>
  told.candles.filter((it) => it.symbol === symbol).map(({ openMs }) => openMs);

/** For tests: the venue's series, exactly once and in order: nothing else may come out. */
export function assertExact(venue: VirtualVenue): void {
  const { told, spec } = venue;
  const firstMs = Math.min(
    ...told.candles.map(({ openMs }) => openMs),
    ...told.missed.map(({ fromMs }) => fromMs),
  );
  for (const symbol of spec.symbols) {
    const opens = opensOf(told, symbol);
    const skipped = told.missed.filter((it) => it.symbol === symbol && it.isSkipped);
    let nextMs = firstMs;
    for (const openMs of opens) {
      const hole = skipped.find(({ fromMs }) => fromMs === nextMs);
      if (hole !== undefined && openMs === hole.toMs) nextMs = hole.toMs;
      assert.equal(openMs, nextMs, `${symbol} told out of order, twice, or with an untold hole`);
      nextMs += BAR_MS;
    }
  }
  for (const candle of told.candles) assert.deepEqual(candle, trueCandle(candle.symbol, candle.openMs));
}
