import type { VenueName } from "../port.ts";

/** A socket of ccxt, as much of it as is used. */
export interface CcxtSocket {
  readonly url: string;
  /** Settles when the connection stands. */
  readonly connected: Promise<unknown>;
  error: unknown;
  close(): unknown;
}

/** An exchange of ccxt, as much of it as is used. */
export interface CcxtExchange {
  readonly options: Record<string, unknown>;
  clients: Record<string, CcxtSocket>;
  readonly markets: Record<string, CcxtMarket> | undefined;
  readonly timeframes: Readonly<Record<string, string>>;
  readonly last_response_headers: Readonly<Record<string, string>> | undefined;
  readonly has: Record<string, unknown>;
  loadMarkets(reload: boolean, params?: object): Promise<unknown>;
  fetchTime(): Promise<number | undefined>;
  fapiPublicGetKlines(query: object): Promise<unknown>;
  futuresPublicGetKlineQuery(query: object): Promise<unknown>;
  fapiPublicGetFundingInfo(): Promise<unknown>;
  futuresPublicGetContractsRiskLimitSymbol(query: object): Promise<unknown>;
  client(url: string): CcxtSocket;
  close(): Promise<void>;
  sleep(ms: number): Promise<void>;
  watchMultiple(
    url: string,
    hashes: string[],
    message: object,
    subscribeHashes: string[],
    about: object,
  ): Promise<unknown>;
  getWsUrl(type: string, category: string): string;
  stream(type: string, hash: string): string;
  requestId(url?: string): number;
  negotiate(isPrivate: boolean, isFutures: boolean): Promise<string>;
  subscribe(url: string, messageHash: string, topic: string): Promise<unknown>;
}

/** A market of ccxt, as much of it as is used. */
export interface CcxtMarket {
  readonly id: string;
  readonly symbol: string;
  readonly quote: string;
  readonly settle: string | undefined;
  readonly swap: boolean;
  readonly linear: boolean | undefined;
  readonly active: boolean | undefined;
  readonly contractSize: number | undefined;
  readonly maker: number | undefined;
  readonly taker: number | undefined;
  readonly info: Readonly<Record<string, unknown>>;
}

/** What happens on ccxt's sockets. */
export interface SocketEar {
  /** Every decoded message; true if it was taken and ccxt need not look at it. */
  message(socket: CcxtSocket, message: unknown): boolean;
  lost(socket: CcxtSocket, why: string): void;
}

// deno-lint-ignore no-explicit-any -- ccxt types its sockets and messages as any
type Loose = any;

function withEar(Base: Loose, ear: SocketEar): Loose {
  return class extends Base {
    handleMessage(socket: Loose, message: Loose) {
      if (!ear.message(socket, message)) super.handleMessage(socket, message);
    }
    onError(socket: Loose, error: Loose) {
      super.onError(socket, error);
      ear.lost(socket, `the socket broke: ${error?.message ?? error}`);
    }
    onClose(socket: Loose, event: Loose) {
      super.onClose(socket, event);
      ear.lost(socket, `the venue closed the socket (code ${event?.code ?? "none"})`);
    }
  };
}

/** Loads the library that speaks with venues, which takes a second: before anybody waits for it. */
export async function loadVenueLibrary(): Promise<void> {
  await import("ccxt");
}

/**
 * An exchange of ccxt whose socket messages come to us first. ccxt keeps the addresses, tokens, pings and REST; the messages we
 * read ourselves, because its candles lose the flag that says a bar is over, and its caches grow with what nobody reads.
 * The package is heavy (all 104 exchanges, about 90 MB a process) and shows no door to one exchange, so it is loaded only when a
 * feed begins.
 */
export async function createExchange(
  venue: VenueName,
  origin: string | null,
  callMs: number,
  ear: SocketEar,
): Promise<CcxtExchange> {
  const { default: ccxt } = await import("ccxt");
  const Base = venue === "binance" ? ccxt.pro.binanceusdm : ccxt.pro.kucoinfutures;
  const config = {
    timeout: callMs,
    // the feed has one budget of its own; a second queue in here would only make answers late
    enableRateLimit: false,
    options: venue === "binance" ? { fetchCurrencies: false, fetchMargins: false } : { uta: false, hf: true },
    ...(origin === null
      ? {}
      : { urls: { api: venue === "binance" ? binanceUrls(origin) : kucoinUrls(origin) } }),
  };
  const exchange = new (withEar(Base, ear))(config) as CcxtExchange;
  // currencies are a private call that is not ours to make
  exchange.has.fetchCurrencies = false;
  return exchange;
}

function binanceUrls(origin: string) {
  const rest = Object.fromEntries(
    [["fapiPublic", 1], ["fapiPublicV2", 2], ["fapiPublicV3", 3]].map((
      [name, v],
    ) => [name, `${origin}/fapi/v${v}`]),
  );
  return {
    ...rest,
    fapiData: `${origin}/futures/data`,
    ws: { future: `${origin.replace(/^http/, "ws")}/ws` },
  };
}

function kucoinUrls(origin: string) {
  const names = ["public", "private", "futuresPublic", "futuresPrivate", "uta", "utaPrivate", "utaV2"];
  return Object.fromEntries(names.map((name) => [name, origin]));
}
