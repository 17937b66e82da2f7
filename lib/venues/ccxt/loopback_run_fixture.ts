import assert from "node:assert/strict";
import { createCandleFeed } from "../candle_feed.ts";
import type {
  CandleCorrection,
  CandlesMissed,
  ClosedCandle,
  FeedOptions,
  FundingNotice,
  HealthChange,
  VenueName,
} from "../port.ts";
import { BAR_MS, FastTime, Market } from "./loopback_market_fixture.ts";
import { LoopbackVenue } from "./loopback_server_fixture.ts";
import { BINANCE, KUCOIN, KUCOIN_LOTS } from "./loopback_wire_fixture.ts";

export const SYMBOLS = ["BTC/USDT:USDT", "ETH/USDT:USDT"] as const;
/** A minute of the market is a second of ours, or more on a busy machine. */
export const SPEED = 60;

/** For tests: a feed on a loopback venue, and all it told. */
export interface Run {
  readonly venue: LoopbackVenue;
  readonly market: Market;
  readonly time: FastTime;
  readonly candles: ClosedCandle[];
  readonly corrections: CandleCorrection[];
  readonly missed: CandlesMissed[];
  readonly health: HealthChange[];
  readonly funding: FundingNotice[];
  readonly offsets: number[];
  /** Waits until it holds; fails after so many minutes of the market. */
  until(what: string, holds: () => boolean, minutes?: number): Promise<void>;
  /** Waits for so many more closed bars of every symbol. */
  bars(count: number): Promise<void>;
}

/** For tests: runs a feed against a loopback venue, and always ends both. */
export async function withFeed(
  name: VenueName,
  change: Partial<FeedOptions>,
  prepare: (venue: LoopbackVenue) => void,
  use: (run: Run) => Promise<void>,
): Promise<void> {
  const time = new FastTime(SPEED), market = new Market(time, 31_000);
  const venue = new LoopbackVenue(name === "binance" ? BINANCE : KUCOIN, market);
  prepare(venue);
  const run: Run = {
    ...{
      venue,
      market,
      time,
      candles: [],
      corrections: [],
      missed: [],
      health: [],
      funding: [],
      offsets: [],
    },
    until: async (what, holds, minutes = 15) => {
      const endMs = time.nowMs() + minutes * 60_000;
      while (!holds()) {
        assert.ok(time.nowMs() < endMs, `not within ${minutes} minutes: ${what}; ${told(run)}`);
        await time.pass(250);
      }
    },
    bars: (count) => {
      const upToMs = market.openOf(market.nowMs()) + count * BAR_MS;
      const has = (symbol: string) =>
        run.candles.some((it) => it.symbol === symbol && it.openMs >= upToMs - BAR_MS);
      return run.until(`${count} more bars`, () => SYMBOLS.every(has), count + 15);
    },
  };
  const feed = createCandleFeed(options(name, venue.origin, change), {
    ...{ nowMs: time.nowMs, setTimer: time.setTimer, clearTimer: time.clearTimer, random: () => 0.5 },
    onCandles: (candles) => run.candles.push(...candles),
    onHealth: (it) => run.health.push(it),
    onCorrection: (it) => run.corrections.push(it),
    onMissed: (it) => run.missed.push(it),
    onFunding: (it) => run.funding.push(it),
    onClock: ({ offsetMs }) => run.offsets.push(offsetMs),
  });
  try {
    await feed.start();
    await use(run);
  } finally {
    await feed.stop();
    const count = run.candles.length;
    await time.pass(2_000);
    assert.equal(run.candles.length, count, "nothing is told after stop()");
    await venue.end();
    time.end();
  }
}

function options(venue: VenueName, origin: string, change: Partial<FeedOptions>): FeedOptions {
  return {
    ...{
      venue,
      symbols: SYMBOLS,
      timeframe: "1m",
      historyBars: 450,
      transport: "socket",
      staleAfterMs: 15_000,
    },
    ...{ graceMs: 4_000, settleMs: 1_000, callMs: 30_000, retryFirstMs: 1_000, retryMaxMs: 10_000 },
    ...{ retryJitterPct: 20, fallbackAfter: 3, failAfterMs: 600_000, holeTries: 3, weightPerMinute: 2_400 },
    ...{ clockEveryMs: 600_000, renewAfterMs: 82_800_000, origin },
    ...change,
  };
}

const told = ({ candles, health, missed, venue }: Run): string =>
  `${candles.length} candles, ${JSON.stringify(health.slice(-4))}, ${JSON.stringify(missed)}, ${
    JSON.stringify(venue.asked)
  }`;

/** For tests: each symbol's candles are the venue's, from the first to the newest, each once. Returns how many there are. */
export function assertExact({ candles, market, venue }: Run): number {
  for (const symbol of SYMBOLS) {
    const mine = candles.filter((it) => it.symbol === symbol);
    mine.forEach((it, i) => {
      assert.equal(it.openMs, mine[0].openMs + i * BAR_MS, `${symbol} is told in order and once`);
      const end = market.candle(symbol, it.openMs);
      assert.deepEqual(it, { ...end, volume: venueVolume(venue, symbol, end.volume) });
    });
  }
  return candles.length;
}

function venueVolume({ wire }: LoopbackVenue, symbol: string, volume: number): number {
  if (wire !== KUCOIN) return volume;
  const size = KUCOIN_LOTS[symbol.startsWith("BTC") ? "XBTUSDTM" : "ETHUSDTM"];
  return Math.round(volume / size) * size;
}
