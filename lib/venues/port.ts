import type { Timeframe } from "../market/mod.ts";

/** The venues whose public candles can be followed. */
export type VenueName = "binance" | "kucoin";

/** A candle that is over, as the venue first told it. Prices in quote per base unit, volume in base units. */
export interface ClosedCandle {
  /** Canonical, e.g. "BTC/USDT:USDT". */
  readonly symbol: string;
  readonly openMs: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The venue changed a candle after it had been told. What was told first stays the truth of the run. */
export interface CandleCorrection {
  /** As the venue gave it last time. */
  readonly before: ClosedCandle;
  readonly after: ClosedCandle;
}

/**
 * Candles that the venue's history does not give. While `isSkipped` is false, none newer is known either and the feed goes on
 * asking. Once true, newer ones follow and these will never be told. The symbol is stale from `fromMs` on in both cases.
 */
export interface CandlesMissed {
  readonly symbol: string;
  /** Open of the first missing candle. */
  readonly fromMs: number;
  /** Open of the first candle after the hole. */
  readonly toMs: number;
  readonly missing: number;
  readonly isSkipped: boolean;
  readonly why: string;
}

/** What the venue says of the next funding settlement. */
export interface FundingNotice {
  readonly symbol: string;
  /** Rate of the next settlement as estimated now, a fraction (0.0001 = 1 bp); null where only the mark was told. */
  readonly rate: number | null;
  /** When it is settled; null where the venue's stream does not say. */
  readonly settlesMs: number | null;
  readonly mark: number | null;
  /** The venue's time of the message. */
  readonly atMs: number;
}

/**
 * live: every due candle has been told. backfilling: older ones are being fetched. silent: the socket was open and said
 * nothing; it is dropped. reconnecting: no socket, the candles come by REST meanwhile. failed: nothing has worked for too
 * long, or the venue refuses for good; the feed goes on trying.
 */
export type FeedHealth = "live" | "silent" | "reconnecting" | "backfilling" | "failed";

export interface HealthChange {
  readonly health: FeedHealth;
  readonly why: string;
  readonly atMs: number;
}

/** How far the local clock is off. */
export interface ClockReading {
  /** Venue minus local, ms. */
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/** What a feed follows and within which bounds. Made by feedOptions() from configuration. */
export interface FeedOptions {
  readonly venue: VenueName;
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  /** Closed candles of each symbol to begin with. */
  readonly historyBars: number;
  /** socket: REST for history and repair, WebSocket for what is new. rest: polling alone. */
  readonly transport: "socket" | "rest";
  /** A socket without a data message for so long is dropped. */
  readonly staleAfterMs: number;
  /** A candle that nobody told is asked for by REST so long after its end. */
  readonly graceMs: number;
  /** And so long after the venue itself was seen to have begun the next one. */
  readonly settleMs: number;
  /** Bound on one REST call, the body included, and on one dial. */
  readonly callMs: number;
  /** Waits between failed dials, and between failed calls. */
  readonly retryFirstMs: number;
  readonly retryMaxMs: number;
  readonly retryJitterPct: number;
  /** After so many failed dials in a row REST counts as the transport. */
  readonly fallbackAfter: number;
  /** Health is failed when nothing has worked for so long. */
  readonly failAfterMs: number;
  /** How often a hole is asked for before it is given up. */
  readonly holeTries: number;
  /** Request weight a minute this feed may use. */
  readonly weightPerMinute: number;
  /** The venue's clock is read so often. */
  readonly clockEveryMs: number;
  /** A socket is renewed at this age (Binance cuts at 24 h). */
  readonly renewAfterMs: number;
  /** Where the venue is, for tests and proxies: http:// or https:// origin of everything, null for the venue itself. */
  readonly origin: string | null;
}

/** What a feed needs of its host. */
export interface FeedHost {
  nowMs(): number;
  setTimer(run: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
  /** Uniform in [0, 1), for jitter. */
  random(): number;
}

/** What a feed needs: its host, and where it tells. Callbacks are synchronous and must not throw. */
export interface FeedDeps extends FeedHost {
  /** Per symbol in order and each exactly once. Never empty. */
  onCandles(candles: readonly ClosedCandle[]): void;
  onHealth(change: HealthChange): void;
  onCorrection(correction: CandleCorrection): void;
  onMissed(missed: CandlesMissed): void;
  onFunding?(notice: FundingNotice): void;
  onClock?(reading: ClockReading): void;
}

/** Live candles of one venue. */
export interface CandleFeed {
  /** Begins; resolves at once, and health tells how it goes. Throws if it was started before. */
  start(): Promise<void>;
  /** Ends: resolves when no callback will come any more and the socket is closed. May be called again. */
  stop(): Promise<void>;
}
