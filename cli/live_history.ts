import type { Config } from "../config/mod.ts";
import type { Instrument } from "../lib/domain/mod.ts";
import { CandleColumns, type CandleRow, type Timeframe, timeframeMs } from "../lib/market/mod.ts";
import {
  type AccountTerms,
  type ClosedCandle,
  createCandleFeed,
  feedHost,
  feedOptions,
  readInstruments,
} from "../lib/venues/mod.ts";
import { Refusal } from "./exit.ts";
import { say } from "./terminal.ts";

/** A symbol of a venue as it is now, with its candles up to now. */
export interface LiveHistory {
  readonly instrument: Instrument;
  readonly candles: CandleColumns;
}

/** What is asked of a venue before a run on its candles begins. */
export interface HistoryQuery {
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly bars: number;
  /** Close of the newest candle wanted. */
  readonly toMs: number;
}

/** A venue that has told nothing new for so long is given up, ms. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 200;
/** No symbol's notional is above this. */
const ANY_NOTIONAL = "1000000000000";

/** Asks a venue for instruments and history; refuses what it does not list, and where it cannot be reached. */
export async function readLiveHistory(config: Config, query: HistoryQuery): Promise<LiveHistory[]> {
  const { venue, origin, call_ms: callMs } = config.feed.live.candles;
  say(`asking ${venue} for ${query.bars} candles of ${query.symbols.join(", ")}`);
  const terms = assumedTerms(config);
  const reading = await readInstruments({
    ...{ venue, symbols: query.symbols, origin, callMs, termsOf: () => terms },
  }).catch((cause) => {
    throw new Refusal(
      `Cannot read the instruments of ${venue}: ${
        (cause as Error).message
      }. Check the way to it, or start without --feed.`,
    );
  });
  if (reading.refused.length > 0) {
    const whys = reading.refused.map(({ symbol, why }) => `  ${symbol}: ${why}`);
    throw new Refusal(`${venue} has not all that was asked for:\n${whys.join("\n")}`);
  }
  const candles = await collect(config, query);
  return reading.understood.map(({ instrument }) => ({
    instrument,
    candles: CandleColumns.fromRows((candles.get(instrument.symbol) ?? []).map(rowOf)),
  }));
}

/** What Binance says to accounts only; conservative, the same for all. */
function assumedTerms({ feed: { live: { assumed } } }: Config): AccountTerms {
  return {
    makerFeeBps: String(assumed.maker_fee_bps),
    takerFeeBps: String(assumed.taker_fee_bps),
    tiers: [{
      ...{ floor: "0", cap: ANY_NOTIONAL, maintMarginRate: String(assumed.maint_margin_pct / 100) },
      ...{ maintAmount: "0", maxLeverage: String(assumed.max_leverage) },
    }],
  };
}

/** Follows the feed until it has come to `toMs`. */
async function collect(
  config: Config,
  { symbols, timeframe, bars, toMs }: HistoryQuery,
): Promise<Map<string, ClosedCandle[]>> {
  const { venue } = config.feed.live.candles;
  const barMs = timeframeMs(timeframe), { nowMs } = feedHost;
  const bySymbol = new Map<string, ClosedCandle[]>(symbols.map((symbol) => [symbol, []]));
  let heardMs = nowMs(), last = "nothing was heard";
  const options = feedOptions({ ...config.feed.live.candles, transport: "rest" }, {
    ...{ symbols, timeframe, historyBars: bars },
  });
  const feed = createCandleFeed(options, {
    ...feedHost,
    onCandles(candles) {
      heardMs = nowMs();
      for (const candle of candles) {
        if (candle.openMs + barMs <= toMs) bySymbol.get(candle.symbol)?.push(candle);
      }
    },
    onHealth: ({ health, why }) => last = `${health}${why === "" ? "" : `: ${why}`}`,
    onCorrection() {},
    onMissed: ({ symbol, missing, why }) =>
      say(`${symbol}: ${missing} candles of its history are missing: ${why}`),
  });
  await feed.start();
  try {
    const isThere = () => [...bySymbol.values()].every((list) => (list.at(-1)?.openMs ?? 0) + barMs === toMs);
    while (!isThere()) {
      if (nowMs() - heardMs > PATIENCE_MS) {
        throw new Refusal(
          `${venue} does not give the history that was asked for (${last}). Try again later.`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    await feed.stop();
  }
  return bySymbol;
}

function rowOf({ openMs, open, high, low, close, volume }: ClosedCandle): CandleRow {
  return [openMs, open, high, low, close, volume];
}
