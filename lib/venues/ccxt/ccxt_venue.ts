import type { SocketSink, VenuePort } from "../feed/venue_port.ts";
import { timeframeMs } from "../../market/mod.ts";
import type { FeedOptions, VenueName } from "../port.ts";
import { dialBinance, dialKucoin } from "./dial.ts";
import { type CcxtExchange, type CcxtMarket, type CcxtSocket, createExchange } from "./exchanges.ts";
import { readFault, servedMs, VenueRefusal } from "./faults.ts";
import { readBinance } from "./binance_wire.ts";
import { readKucoin } from "./kucoin_wire.ts";
import { binancePage, kucoinPage } from "./pages.ts";
import type { WireEvent } from "./wire.ts";

/** Candles of one REST page: Binance charges 2 for up to 499; KuCoin gives 200. */
const PAGE_BARS = { binance: 499, kucoin: 200 } as const;
const READ = { binance: readBinance, kucoin: readKucoin } as const;
const PAGE = { binance: binancePage, kucoin: kucoinPage } as const;
const DIAL = { binance: dialBinance, kucoin: dialKucoin } as const;

/** Weight of a page of candles: Binance by its size, KuCoin 3. */
function weightOf(venue: VenueName, bars: number): number {
  if (venue === "kucoin") return 3;
  return bars <= 99 ? 1 : bars <= 499 ? 2 : bars <= 1_000 ? 5 : 10;
}

interface Venue {
  readonly options: FeedOptions;
  exchange: CcxtExchange | null;
  /** By the venue's own id; filled by open(). */
  readonly byId: Map<string, CcxtMarket>;
  interval: string;
  socket: CcxtSocket | null;
  sink: SocketSink | null;
}

/** A venue's public market data through ccxt. Reads no clock; the network is reached in open() and after. */
export function createCcxtVenue(
  options: FeedOptions,
  nowMs: () => number,
): VenuePort & { readonly pageBars: number; weightOf(bars: number): number } {
  const it: Venue = { options, exchange: null, byId: new Map(), interval: "", socket: null, sink: null };
  const barMs = timeframeMs(options.timeframe);
  return {
    pageBars: PAGE_BARS[options.venue],
    weightOf: (bars) => weightOf(options.venue, bars),
    open: () => open(it),
    serverMs: async () => {
      const ms = await opened(it).fetchTime();
      if (ms === undefined) throw new Error("the venue's clock answered without a time");
      return ms;
    },
    page: async (symbol, fromMs, limit) => {
      const exchange = opened(it), market = exchange.markets![symbol];
      const rows = await PAGE[options.venue](exchange, market.id, it.interval, { fromMs, limit, barMs });
      const candles = rows.map((row) => ({
        symbol,
        ...row,
        volume: baseVolume(row.volume, options.venue, market),
      }));
      return { rows: candles, servedMs: servedMs(exchange.last_response_headers ?? {}) };
    },
    dial: async (sink) => {
      hangUp(it);
      it.sink = sink;
      const markets = options.symbols.map((symbol) => opened(it).markets![symbol]);
      await DIAL[options.venue](opened(it), markets, it.interval, {
        made: (socket) => {
          // the token may come when nobody waits for it any more
          if (it.sink !== sink) throw new Error("the dial was given up meanwhile");
          it.socket = socket;
        },
        isCurrent: (socket) => it.socket === socket && it.sink === sink,
        lost: (socket, why) => lost(it, socket, why),
      });
    },
    hangUp: () => hangUp(it),
    close: async () => {
      hangUp(it);
      await it.exchange?.close();
    },
    faultOf: (error) => readFault(error, options.venue, it.exchange?.last_response_headers ?? {}, nowMs()),
  };
}

function opened(it: Venue): CcxtExchange {
  if (it.exchange?.markets === undefined) throw new Error("Cannot call a venue before its markets are known");
  return it.exchange;
}

async function open(it: Venue): Promise<void> {
  const { venue, symbols, origin, callMs, timeframe } = it.options;
  it.exchange ??= await createExchange(venue, origin, callMs, {
    message: (socket, message) => take(it, socket, READ[venue](message)),
    lost: (socket, why) => lost(it, socket, why),
  });
  // without the flag a failed first call would be remembered for ever
  await it.exchange.loadMarkets(true, venue === "kucoin" ? { marginables: false } : {});
  it.interval = it.exchange.timeframes[timeframe];
  for (const symbol of symbols) {
    const market = it.exchange.markets![symbol];
    const fault = market === undefined ? "it does not list it" : marketFault(market);
    if (fault !== null) throw new VenueRefusal(`Cannot follow ${symbol} on ${venue}: ${fault}`);
    it.byId.set(market.id, market);
  }
}

function marketFault({ swap, linear, active }: CcxtMarket): string | null {
  if (!swap || linear !== true) return "it is no linear perpetual";
  return active === false ? "it is not open for trading" : null;
}

/** KuCoin counts contracts, Binance base units. */
function baseVolume(volume: number, venue: VenueName, { contractSize }: CcxtMarket): number {
  return venue === "kucoin" ? volume * (contractSize ?? NaN) : volume;
}

function take(it: Venue, socket: CcxtSocket, event: WireEvent | null): boolean {
  if (event === null) return false;
  const market = it.byId.get(event.nativeId);
  if (market === undefined || it.socket !== socket || it.sink === null) return true;
  const { symbol } = market;
  if (event.kind === "funding") {
    const { rate, settlesMs, mark, eventMs: atMs } = event;
    it.sink.funding({ symbol, rate, settlesMs, mark, atMs });
  } else if (event.interval === it.interval) {
    const { isClosed, eventMs, openMs, open, high, low, close } = event;
    const volume = baseVolume(event.volume, it.options.venue, market);
    it.sink.candle({ candle: { symbol, openMs, open, high, low, close, volume }, isClosed, eventMs });
  }
  return true;
}

function lost(it: Venue, socket: CcxtSocket, why: string): void {
  if (it.socket !== socket) return;
  const { sink } = it;
  hangUp(it);
  sink?.closed(why);
}

/** A peer that is gone does not answer a close: nobody waits for it, and what it says later is nobody's. */
function hangUp(it: Venue): void {
  const { socket, exchange } = it;
  it.socket = null;
  it.sink = null;
  if (socket === null || exchange === null) return;
  if (exchange.clients[socket.url] === socket) delete exchange.clients[socket.url];
  socket.error ??= new Error("hung up");
  try {
    socket.close();
  } catch {
    // it was never opened
  }
}
