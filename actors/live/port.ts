import { systemClock } from "../../lib/core/mod.ts";
import { timeframeMs } from "../../lib/market/mod.ts";
import type { Message, Outside, Port } from "../../lib/runtime/mod.ts";
import type { CandleFeed, FeedDeps, FeedHost, FeedOptions } from "../../lib/venues/mod.ts";
import { FundingRates } from "./funding_rates.ts";
import type { LiveArgs, LiveNote } from "./messages.ts";

/** A clock that is off by more makes venues refuse requests, ms. */
const MOST_SKEW_MS = 500;

/** Makes a feed; another one in tests. */
export type OpenFeed = (options: FeedOptions, deps: FeedDeps) => CandleFeed;

/** Live candles as an actor: nobody asks it anything, and it tells the root whatever a venue says. */
export function livePort(args: LiveArgs, openFeed?: OpenFeed): Port {
  return {
    perform: ({ kind }: Message) =>
      Promise.reject(new TypeError(`Cannot answer ${kind}: nobody sends to the live feed`)),
    async open(outside) {
      // no other worker needs the venues, and their library is large
      const { createCandleFeed, feedHost, loadVenueLibrary } = await import("../../lib/venues/mod.ts");
      if (openFeed === undefined) await loadVenueLibrary();
      const open = openFeed ?? createCandleFeed;
      const rates = FundingRates.create();
      for (const options of args.feeds) {
        await open(options, { ...feedHost, ...earsOf(options, args, rates, outside) }).start();
      }
    },
  };
}

/** Where a feed tells. */
function earsOf(
  { venue, timeframe }: FeedOptions,
  { fundingIntervalMs }: LiveArgs,
  rates: FundingRates,
  outside: Outside,
): Omit<FeedDeps, keyof FeedHost> {
  const lengthMs = timeframeMs(timeframe);
  const note = (it: LiveNote) => outside.note(it);
  const { nowMs } = systemClock;
  return {
    onCandles: (candles) =>
      note({
        ...{ kind: "CandlesTold", lengthMs },
        candles: candles.map((candle) => ({
          ...candle,
          fundingRate: FundingRates.at(rates, candle.symbol, candle.openMs + lengthMs),
        })),
      }),
    onHealth: ({ health, why, atMs }) =>
      note({ kind: "FeedHealthChanged", venue: `${venue} ${timeframe}`, health, why, atMs }),
    onCorrection: ({ after: { symbol, openMs } }) =>
      note({ kind: "CandleCorrected", symbol, openMs, atMs: nowMs() }),
    onMissed: ({ symbol, missing, fromMs, why }) =>
      note({ kind: "CandlesMissing", symbol, missing, fromMs, why, atMs: nowMs() }),
    onFunding: (notice) =>
      FundingRates.told(rates, notice, fundingIntervalMs[notice.symbol] ?? EIGHT_HOURS_MS),
    onClock({ offsetMs }) {
      if (Math.abs(offsetMs) > MOST_SKEW_MS) note({ kind: "ClockSkewed", venue, offsetMs, atMs: nowMs() });
    },
  };
}

const EIGHT_HOURS_MS = 8 * 3_600_000;
