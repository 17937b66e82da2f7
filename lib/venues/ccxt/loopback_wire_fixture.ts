import type { ClosedCandle } from "../port.ts";
import { BAR_MS, type Market } from "./loopback_market_fixture.ts";

/** For tests: a request, as much of it as a venue looks at. */
export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  /** "ws://127.0.0.1:port". */
  readonly socketOrigin: string;
}

/** For tests: how a venue words its public market data. */
export interface Wire {
  /** The body of an answer; undefined where there is no such path. */
  answer(asked: Asked, market: Market): unknown;
  /** Path of the candles. */
  readonly candlePath: string;
  /** Whether a socket at this path brings anything; another connects and stays silent. */
  speaks(path: string): boolean;
  greeting(): unknown | null;
  /** What a message of the client subscribes to, and the reply. */
  subscribe(message: Record<string, unknown>): { topics: readonly string[]; reply: unknown | null };
  /** Messages of a topic about a candle. */
  candle(
    topic: string,
    candle: (symbol: string) => ClosedCandle,
    isOver: boolean,
    nowMs: number,
  ): unknown | null;
  /** The mark price message of a topic. */
  mark(topic: string, nowMs: number): unknown | null;
}

const BINANCE_IDS = { BTCUSDT: "BTC/USDT:USDT", ETHUSDT: "ETH/USDT:USDT" } as const;
type BinanceId = keyof typeof BINANCE_IDS;

function binanceMarket(id: BinanceId, contractType: string, symbol: string = id) {
  return {
    ...{ symbol, pair: id, contractType, deliveryDate: 4133404800000, onboardDate: 1569398400000 },
    ...{ status: "TRADING", baseAsset: id.slice(0, 3), quoteAsset: "USDT", marginAsset: "USDT" },
    ...{ pricePrecision: 2, quantityPrecision: 3, baseAssetPrecision: 8, quotePrecision: 8 },
    ...{
      underlyingType: "COIN",
      triggerProtect: "0.0500",
      liquidationFee: "0.012000",
      marketTakeBound: "0.05",
    },
    filters: [
      { minPrice: "556.80", maxPrice: "4529764", filterType: "PRICE_FILTER", tickSize: "0.10" },
      { stepSize: "0.001", filterType: "LOT_SIZE", maxQty: "1000", minQty: "0.001" },
      { stepSize: "0.001", filterType: "MARKET_LOT_SIZE", maxQty: "120", minQty: "0.001" },
      { limit: 200, filterType: "MAX_NUM_ORDERS" },
      { notional: "100", filterType: "MIN_NOTIONAL" },
      {
        multiplierDown: "0.9500",
        multiplierUp: "1.0500",
        multiplierDecimal: "4",
        filterType: "PERCENT_PRICE",
      },
    ],
    orderTypes: ["LIMIT", "MARKET", "STOP", "STOP_MARKET"],
    timeInForce: ["GTC", "IOC", "FOK", "GTX"],
  };
}

/** For tests: Binance USDT-M, in the shapes of its documents and recorded samples. */
export const BINANCE: Wire = {
  candlePath: "/fapi/v1/klines",
  answer({ path, query }, market) {
    if (path === "/fapi/v1/time") return { serverTime: market.nowMs() };
    if (path === "/fapi/v1/exchangeInfo") {
      const symbols = [
        binanceMarket("BTCUSDT", "PERPETUAL"),
        binanceMarket("ETHUSDT", "PERPETUAL"),
        { ...binanceMarket("BTCUSDT", "CURRENT_QUARTER", "BTCUSDT_270326"), deliveryDate: 1806048000000 },
      ];
      return { timezone: "UTC", serverTime: market.nowMs(), rateLimits: [], exchangeFilters: [], symbols };
    }
    if (path === "/fapi/v1/fundingInfo") return [{ symbol: "ETHUSDT", fundingIntervalHours: 4 }];
    if (path !== BINANCE.candlePath) return undefined;
    const symbol = BINANCE_IDS[query.get("symbol") as BinanceId];
    const rows = market.page(symbol, Number(query.get("startTime")), Number(query.get("limit")));
    return rows.map((it) => [
      ...[it.openMs, `${it.open}.00`, `${it.high}.00`, `${it.low}.00`, `${it.close}.00`, `${it.volume}.000`],
      ...[it.openMs + BAR_MS - 1, "148976.11", 308, "75.0", "17928.9", "0"],
    ]);
  },
  speaks: (path) => path.startsWith("/market/ws"),
  greeting: () => null,
  subscribe: ({ method, params, id }) => ({
    topics: method === "SUBSCRIBE" ? params as string[] : [],
    reply: { result: null, id },
  }),
  candle(topic, candleOf, isOver, nowMs) {
    const [stream, kind] = topic.split("@");
    if (!kind.startsWith("kline_")) return null;
    const s = stream.toUpperCase(), it = candleOf(BINANCE_IDS[s as BinanceId]);
    const k = {
      ...{ t: it.openMs, T: it.openMs + BAR_MS - 1, s, i: kind.slice(6), f: 100, L: 200 },
      ...{
        o: `${it.open}.00`,
        c: `${it.close}.00`,
        h: `${it.high}.00`,
        l: `${it.low}.00`,
        v: `${it.volume}.000`,
      },
      ...{ n: 100, x: isOver, q: "1.0000", V: "500", Q: "0.500", B: "0" },
    };
    return { e: "kline", E: nowMs, s, k };
  },
  mark(topic, nowMs) {
    const [stream, kind] = topic.split("@");
    if (kind !== "markPrice") return null;
    const T = Math.ceil(nowMs / 28_800_000) * 28_800_000, s = stream.toUpperCase();
    return {
      e: "markPriceUpdate",
      E: nowMs,
      s,
      p: "20001.5",
      ap: "20001",
      P: "20000",
      i: "20000.9",
      r: "0.00038167",
      T,
    };
  },
};

/** Base units of one lot. */
export const KUCOIN_LOTS = { XBTUSDTM: 0.001, ETHUSDTM: 0.01 } as const;
const KUCOIN_IDS = { XBTUSDTM: "BTC/USDT:USDT", ETHUSDTM: "ETH/USDT:USDT" } as const;
type KucoinId = keyof typeof KUCOIN_IDS;

const lots = (id: KucoinId, volume: number): number => Math.round(volume / KUCOIN_LOTS[id]);

function kucoinMarket(symbol: KucoinId) {
  return {
    ...{ symbol, rootSymbol: "USDT", type: "FFWCSX", firstOpenDate: 1585555200000, expireDate: null },
    ...{
      baseCurrency: symbol.slice(0, 3),
      quoteCurrency: "USDT",
      settleCurrency: "USDT",
      maxOrderQty: 1000000,
    },
    ...{
      maxPrice: 1000000.0,
      lotSize: 1,
      tickSize: 0.1,
      indexPriceTickSize: 0.01,
      multiplier: KUCOIN_LOTS[symbol],
    },
    ...{ initialMargin: 0.008, maintainMargin: 0.004, makerFeeRate: 2.0e-4, takerFeeRate: 6.0e-4 },
    ...{ isDeleverage: true, isQuanto: true, isInverse: false, status: "Open", fundingFeeRate: 5.2e-5 },
    ...{ fundingRateGranularity: 28800000, nextFundingRateTime: 17752926, maxLeverage: 125 },
  };
}

/** For tests: KuCoin futures, in the shapes of its recorded samples. */
export const KUCOIN: Wire = {
  candlePath: "/api/v1/kline/query",
  answer({ path, query, socketOrigin }, market) {
    const ok = (data: unknown) => ({ code: "200000", data });
    if (path === "/api/v1/timestamp") return { ...ok(market.nowMs()), msg: "success" };
    if (path === "/api/v1/contracts/active") return ok([kucoinMarket("XBTUSDTM"), kucoinMarket("ETHUSDTM")]);
    if (path === "/api/v1/bullet-public") {
      const server = { endpoint: `${socketOrigin}/endpoint`, encrypt: true, protocol: "websocket" };
      const instanceServers = [{ ...server, pingInterval: 18000, pingTimeout: 10000 }];
      return ok({ token: crypto.randomUUID(), instanceServers });
    }
    if (path.startsWith("/api/v1/contracts/risk-limit/")) {
      const margin = { initialMargin: 0.008, maintainMargin: 0.004 };
      return ok([
        { level: 1, maxRiskLimit: 100000, minRiskLimit: 0, maxLeverage: 125, ...margin },
        { level: 2, maxRiskLimit: 500000, minRiskLimit: 100000, maxLeverage: 100, maintainMargin: 0.005 },
      ]);
    }
    if (path !== KUCOIN.candlePath) return undefined;
    const id = query.get("symbol") as KucoinId, fromMs = Number(query.get("from"));
    // the last open asked for is part of the answer
    const limit = Math.min(500, Math.floor((Number(query.get("to")) - fromMs) / BAR_MS) + 1);
    const rows = market.page(KUCOIN_IDS[id], fromMs, limit);
    return ok(rows.map((it) => [it.openMs, it.open, it.high, it.low, it.close, lots(id, it.volume)]));
  },
  speaks: (path) => path === "/endpoint",
  greeting: () => ({ id: "hQvf8jkno", type: "welcome" }),
  subscribe({ id, type, topic }) {
    if (type === "ping") return { topics: [], reply: { id, type: "pong" } };
    return { topics: type === "subscribe" ? [topic as string] : [], reply: { id, type: "ack" } };
  },
  candle(topic, candleOf, _isOver, nowMs) {
    const match = /^\/contractMarket\/limitCandle:(\w+)_1min$/.exec(topic);
    if (match === null) return null;
    const symbol = match[1] as KucoinId, it = candleOf(KUCOIN_IDS[symbol]);
    const prices = [it.open, it.close, it.high, it.low].map(String), count = String(lots(symbol, it.volume));
    // the turnover is wrong at the venue too: it repeats the lots
    const candles = [String(it.openMs / 1000), ...prices, `${count}.0`, count];
    return { topic, type: "message", data: { symbol, candles, time: nowMs }, subject: "candle.stick" };
  },
  mark(topic, nowMs) {
    if (!topic.startsWith("/contract/instrument:")) return null;
    const data = { markPrice: 20001.5, indexPrice: 20000.9, granularity: 1000, timestamp: nowMs };
    return { topic, type: "message", subject: "mark.index.price", data };
  },
};
