import { at, numberOf, rowsOf, textOf, type WireEvent, type WireRow } from "./wire.ts";

/** Streams of a symbol: its candles, and the mark price each second, which is also how we see that the socket lives. */
export function binanceStreams(nativeId: string, interval: string): string[] {
  const id = nativeId.toLowerCase();
  return [`${id}@kline_${interval}`, `${id}@markPrice@1s`];
}

/**
 * A message of the market streams (developers.binance.com, USDT-M "Kline" and "Mark Price"): kline with k.x = the bar is
 * over, and markPriceUpdate with r = rate of the next settlement, T = its time. Null for anything else.
 */
export function readBinance(message: unknown): WireEvent | null {
  const eventMs = numberOf(at(message, "E"));
  if (at(message, "e") === "kline") {
    const k = at(message, "k");
    return {
      kind: "candle",
      nativeId: textOf(at(k, "s")),
      interval: textOf(at(k, "i")),
      isClosed: at(k, "x") === true,
      eventMs,
      openMs: numberOf(at(k, "t")),
      ...{ open: numberOf(at(k, "o")), high: numberOf(at(k, "h")), low: numberOf(at(k, "l")) },
      ...{ close: numberOf(at(k, "c")), volume: numberOf(at(k, "v")) },
    };
  }
  if (at(message, "e") !== "markPriceUpdate") return null;
  const rate = numberOf(at(message, "r")), settlesMs = numberOf(at(message, "T"));
  return {
    kind: "funding",
    nativeId: textOf(at(message, "s")),
    eventMs,
    // dated futures say r "" and T 0
    rate: at(message, "r") === "" || Number.isNaN(rate) ? null : rate,
    settlesMs: settlesMs > 0 ? settlesMs : null,
    mark: numberOf(at(message, "p")),
  };
}

/** A page of GET /fapi/v1/klines: [open time, open, high, low, close, volume, close time, ...], oldest first. */
export function readBinancePage(body: unknown): WireRow[] {
  return rowsOf(body).map((row) => ({
    openMs: numberOf(row[0]),
    ...{ open: numberOf(row[1]), high: numberOf(row[2]), low: numberOf(row[3]), close: numberOf(row[4]) },
    volume: numberOf(row[5]),
  }));
}
