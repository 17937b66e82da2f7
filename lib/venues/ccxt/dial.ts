import { binanceStreams } from "./binance_wire.ts";
import type { CcxtExchange, CcxtMarket, CcxtSocket } from "./exchanges.ts";
import { kucoinTopics } from "./kucoin_wire.ts";

/** Who dials. */
export interface Dialler {
  /** The socket that is about to connect. */
  made(socket: CcxtSocket): void;
  /** Whether it is still wanted. */
  isCurrent(socket: CcxtSocket): boolean;
  /** Its connection or a subscription failed. */
  lost(socket: CcxtSocket, why: string): void;
}

/** KuCoin takes 100 messages of a client in 10 s; up to so many topics go at once, the rest at the pace below. */
const QUICK_TOPICS = 40;
const TOPIC_PAUSE_MS = 125;

/**
 * Connects to the market streams (since 2026-04 their own path; another path would connect and stay silent) and subscribes to
 * everything in one message. Resolves when connected; a refused subscription comes later as lost().
 */
export async function dialBinance(
  exchange: CcxtExchange,
  markets: readonly CcxtMarket[],
  interval: string,
  dialler: Dialler,
): Promise<void> {
  const url = `${exchange.getWsUrl("future", "market")}/${exchange.stream("future", "candles")}`;
  // a socket that exists before it is watched is dialled without ccxt's own backoff: ours is enough
  const socket = exchange.client(url);
  dialler.made(socket);
  const params = markets.flatMap(({ id }) => binanceStreams(id, interval));
  const id = exchange.requestId(url);
  const watched = exchange.watchMultiple(url, params, { method: "SUBSCRIBE", params, id }, params, { id });
  await untilConnected(socket, watched, dialler);
}

/** Fetches a fresh token (they last a day, and ccxt would keep one for ever), connects and subscribes topic by topic. */
export async function dialKucoin(
  exchange: CcxtExchange,
  markets: readonly CcxtMarket[],
  interval: string,
  dialler: Dialler,
): Promise<void> {
  delete (exchange.options.urls as Record<string, unknown> | undefined)?.publicFutures;
  const url = await exchange.negotiate(false, true);
  const socket = exchange.client(url);
  dialler.made(socket);
  const topics = markets.flatMap(({ id }) => kucoinTopics(id, interval));
  const watch = (topic: string) => exchange.subscribe(url, topic, topic);
  const watched = topics.slice(0, QUICK_TOPICS).map(watch);
  for (const it of watched) it.catch((error) => dialler.lost(socket, words(error)));
  await untilConnected(socket, Promise.race(watched), dialler);
  void subscribeRest(exchange, topics.slice(QUICK_TOPICS), watch, socket, dialler);
}

async function subscribeRest(
  exchange: CcxtExchange,
  topics: readonly string[],
  watch: (topic: string) => Promise<unknown>,
  socket: CcxtSocket,
  dialler: Dialler,
): Promise<void> {
  for (const topic of topics) {
    await exchange.sleep(TOPIC_PAUSE_MS);
    if (!dialler.isCurrent(socket)) return;
    watch(topic).catch((error) => dialler.lost(socket, words(error)));
  }
}

/** What is watched never resolves, for its messages come to us; it rejects when the socket or a subscription fails. */
async function untilConnected(
  socket: CcxtSocket,
  watched: Promise<unknown>,
  dialler: Dialler,
): Promise<void> {
  watched.catch((error) => dialler.lost(socket, words(error)));
  await Promise.race([socket.connected, watched]);
}

const words = (error: unknown): string =>
  `the socket failed: ${error instanceof Error ? error.message : String(error)}`;
