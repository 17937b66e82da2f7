import { timeframeMs } from "../../market/mod.ts";
import type {
  CandleCorrection,
  CandlesMissed,
  ClockReading,
  ClosedCandle,
  FeedHealth,
  FeedOptions,
  HealthChange,
} from "../port.ts";
import { Link, type LinkState } from "./link.ts";
import { Quota, type QuotaState } from "./quota.ts";
import type { SeriesState, Window } from "./series.ts";

/** What the rules of a feed know: the options, and two facts about the venue. */
export interface FeedSpec extends FeedOptions {
  readonly barMs: number;
  /** Most candles one REST page brings. */
  readonly pageBars: number;
  /** Request weight of a page of so many candles. */
  readonly weightOf: (bars: number) => number;
}

/** A call whose failures are repeated after a growing wait; times are local ms. */
export interface Repeated {
  isAsked: boolean;
  failures: number;
  /** Not before that. */
  nextMs: number;
}

/** A page that REST was asked for. */
export interface AskedPage {
  readonly id: number;
  /** Of the series. */
  readonly index: number;
  /** First open asked for: before the window, to see corrections. */
  readonly fromMs: number;
  readonly window: Window;
}

/** A feed's state: plain data, changed in place. Times are local ms unless the name says server. */
export interface FeedState {
  /** Empty until the venue's clock is known. */
  series: SeriesState[];
  readonly link: LinkState;
  readonly quota: QuotaState;
  /** Reading the venue's markets; done for good when `isOpen`. */
  readonly opening: Repeated;
  isOpen: boolean;
  readonly clock: Repeated;
  /** Venue minus local, ms; null before the first reading. */
  offsetMs: number | null;
  /** When the venue's clock was last read. */
  clockReadMs: number;
  page: AskedPage | null;
  nextPageId: number;
  readonly rest: Repeated;
  /** The series that is looked at first. */
  turn: number;
  /** Since when everything has failed, null while something works; and how it failed last. */
  failingMs: number | null;
  lastFault: string;
  /** A refusal that asking again will not change. */
  finalFault: string | null;
  lastNowMs: number;
  health: FeedHealth;
  why: string;
}

/** A candle as the socket told it, closed or not. */
export interface CandleTick {
  readonly candle: ClosedCandle;
  /** The venue says it is over. */
  readonly isClosed: boolean;
  /** The venue's time of the message. */
  readonly eventMs: number;
}

/** Why a call to the venue came to nothing. */
export interface VenueFault {
  readonly why: string;
  /** Asking again will not help. */
  readonly isFinal: boolean;
  /** The venue asked for silence for so long, ms. */
  readonly pauseMs: number | null;
}

/** What happens to a feed. */
export type FeedInput =
  | { readonly kind: "woke" }
  | { readonly kind: "opened" }
  | { readonly kind: "openFailed"; readonly fault: VenueFault }
  | { readonly kind: "clockRead"; readonly serverMs: number; readonly roundTripMs: number }
  | { readonly kind: "clockFailed"; readonly fault: VenueFault }
  | {
    readonly kind: "pageCame";
    readonly id: number;
    readonly rows: readonly ClosedCandle[];
    /** The venue's time of the answer, whole seconds rounded down; null if it did not say. */
    readonly servedMs: number | null;
  }
  | { readonly kind: "pageFailed"; readonly id: number; readonly fault: VenueFault }
  | { readonly kind: "socketOpened"; readonly attempt: number }
  | { readonly kind: "socketLost"; readonly attempt: number; readonly why: string }
  | { readonly kind: "ticked"; readonly attempt: number; readonly tick: CandleTick }
  | { readonly kind: "heard"; readonly attempt: number };

/** What a feed wants done. */
export type FeedEffect =
  | { readonly do: "open" }
  | { readonly do: "readClock" }
  | {
    readonly do: "fetchPage";
    readonly id: number;
    readonly symbol: string;
    readonly fromMs: number;
    readonly limit: number;
  }
  | { readonly do: "dial"; readonly attempt: number }
  | { readonly do: "hangUp" }
  | { readonly do: "tellCandles"; readonly candles: readonly ClosedCandle[] }
  | { readonly do: "tellCorrection"; readonly correction: CandleCorrection }
  | { readonly do: "tellMissed"; readonly missed: CandlesMissed }
  | { readonly do: "tellHealth"; readonly change: HealthChange }
  | { readonly do: "tellClock"; readonly reading: ClockReading };

const repeated = (nowMs: number): Repeated => ({ isAsked: false, failures: 0, nextMs: nowMs });

/** A feed before anything is known. */
export function createFeedState(options: FeedOptions, nowMs: number): FeedState {
  return {
    series: [],
    link: Link.create(options.transport, nowMs),
    quota: Quota.create(options.weightPerMinute, nowMs),
    ...{ opening: repeated(nowMs), isOpen: false, clock: repeated(nowMs), offsetMs: null, clockReadMs: 0 },
    ...{ page: null, nextPageId: 1, rest: repeated(nowMs), turn: 0 },
    ...{ failingMs: null, lastFault: "", finalFault: null, lastNowMs: nowMs },
    ...{ health: "backfilling", why: "" },
  };
}

/** The rules' view of options and venue. */
export function feedSpec(options: FeedOptions, venue: Pick<FeedSpec, "pageBars" | "weightOf">): FeedSpec {
  return {
    ...options,
    barMs: timeframeMs(options.timeframe),
    pageBars: venue.pageBars,
    weightOf: venue.weightOf,
  };
}
