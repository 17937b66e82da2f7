import { timeframeMs } from "../market/mod.ts";
import { createCcxtVenue } from "./ccxt/ccxt_venue.ts";
import { createFundingHistory, type FundingPage } from "./ccxt/funding_pages.ts";
import { backoffMs } from "./feed/backoff.ts";
import type { ClosedCandle, FeedOptions } from "./port.ts";

/** What reading history needs of its host. */
export interface HistoryDeps {
  nowMs(): number;
  wait(ms: number): Promise<void>;
  /** Uniform in [0, 1), for jitter. */
  random(): number;
  /** A call failed and is tried again after `waitMs`. */
  onRetry(why: string, waitMs: number): void;
}

/** Candles of [fromMs, nextMs), oldest first; where to go on is nextMs. */
export interface HistoryPage {
  readonly rows: readonly ClosedCandle[];
  readonly nextMs: number;
}

/** A venue's past: page by page, at the pace of the options' request weight, each call tried again with backoff. */
export interface VenueHistory {
  /** The venue's clock, ms; opens the venue at the first call. */
  serverMs(): Promise<number>;
  /** The next page of what is asked for; toMs must be the close of a bar that is over. */
  candles(symbol: string, fromMs: number, toMs: number): Promise<HistoryPage>;
  funding(symbol: string, fromMs: number, toMs: number): Promise<FundingPage>;
  close(): Promise<void>;
}

/** A call that failed so often in a row is given up: whoever asked may go on later. */
const TRIES = 8;
/** Weight of a page of funding rates: Binance gives 500 in five minutes to an address, KuCoin charges 5. */
const FUNDING_WEIGHT = { binance: 10, kucoin: 5 } as const;
const MINUTE_MS = 60_000;

/** Opens a venue's past. Its calls reject with what the venue said, once it has said so TRIES times or for good. */
export function createVenueHistory(options: FeedOptions, deps: HistoryDeps): VenueHistory {
  const venue = createCcxtVenue(options, deps.nowMs);
  const rates = createFundingHistory(options.venue, options.origin, options.callMs);
  const barMs = timeframeMs(options.timeframe);
  let isOpen = false;
  const paced = async <T>(weight: number, call: () => Promise<T>): Promise<T> => {
    const beganMs = deps.nowMs();
    const result = await persist(call);
    await deps.wait(Math.max(0, beganMs + weight / options.weightPerMinute * MINUTE_MS - deps.nowMs()));
    return result;
  };
  const persist = async <T>(call: () => Promise<T>): Promise<T> => {
    for (let nth = 1;; nth++) {
      try {
        return await call();
      } catch (error) {
        const { why, isFinal, pauseMs } = venue.faultOf(error);
        if (isFinal || nth === TRIES) throw new Error(why, { cause: error });
        const waitMs = pauseMs ?? backoffMs(options, nth, deps.random());
        deps.onRetry(why, waitMs);
        await deps.wait(waitMs);
      }
    }
  };
  const opened = async () => {
    if (!isOpen) await persist(() => venue.open());
    isOpen = true;
  };
  return {
    serverMs: async () => {
      await opened();
      return await persist(() => venue.serverMs());
    },
    candles: async (symbol, fromMs, toMs) => {
      await opened();
      const limit = Math.min(venue.pageBars, (toMs - fromMs) / barMs);
      const page = await paced(venue.weightOf(limit), () => venue.page(symbol, fromMs, limit));
      const rows = page.rows.filter(({ openMs }) => openMs >= fromMs && openMs < toMs);
      const last = rows.at(-1);
      // an empty page is a hole as long as the page, or all there is: going on past it is right in both cases
      return { rows, nextMs: last === undefined ? fromMs + limit * barMs : last.openMs + barMs };
    },
    funding: (symbol, fromMs, toMs) =>
      paced(FUNDING_WEIGHT[options.venue], () => rates.page(symbol, fromMs, toMs)),
    close: async () => {
      await venue.close();
      await rates.close();
    },
  };
}
