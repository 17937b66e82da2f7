import { at, numberOf, rowsOf, textOf, type WireEvent, type WireRow } from "./wire.ts";

/** Topics of a contract: its candles, and mark price each second with the funding rate. */
export function kucoinTopics(nativeId: string, interval: string): string[] {
  return [`/contractMarket/limitCandle:${nativeId}_${interval}`, `/contract/instrument:${nativeId}`];
}

const CANDLE_TOPIC_REGEXP = /^\/contractMarket\/limitCandle:(.+)_([^_]+)$/;

/**
 * A message of the futures' public topics. Candles are [open time in s, open, close, high, low, turnover, volume in lots]; the
 * venue never says that one is over. Null for anything else.
 */
export function readKucoin(message: unknown): WireEvent | null {
  if (at(message, "type") !== "message") return null;
  const topic = textOf(at(message, "topic")), subject = at(message, "subject"), data = at(message, "data");
  const match = CANDLE_TOPIC_REGEXP.exec(topic);
  if (match !== null && subject === "candle.stick") {
    const row = at(data, "candles");
    return {
      ...{ kind: "candle", nativeId: match[1], interval: match[2], isClosed: false },
      eventMs: numberOf(at(data, "time")),
      openMs: numberOf(at(row, 0)) * 1_000,
      ...{ open: numberOf(at(row, 1)), close: numberOf(at(row, 2)), high: numberOf(at(row, 3)) },
      ...{ low: numberOf(at(row, 4)), volume: numberOf(at(row, 6)) },
    };
  }
  const nativeId = topic.startsWith("/contract/instrument:")
    ? topic.slice("/contract/instrument:".length)
    : "";
  const eventMs = numberOf(at(data, "timestamp"));
  const plain = { kind: "funding", nativeId, eventMs, rate: null, settlesMs: null, mark: null } as const;
  if (nativeId === "") return null;
  if (subject === "mark.index.price") return { ...plain, mark: numberOf(at(data, "markPrice")) };
  return subject === "funding.rate" ? { ...plain, rate: numberOf(at(data, "fundingRate")) } : null;
}

/** A page of GET /api/v1/kline/query: {data: [[open time in ms, open, high, low, close, lots], ...]}, oldest first. */
export function readKucoinPage(body: unknown): WireRow[] {
  return rowsOf(at(body, "data")).map((row) => ({
    openMs: numberOf(row[0]),
    ...{ open: numberOf(row[1]), high: numberOf(row[2]), low: numberOf(row[3]), close: numberOf(row[4]) },
    volume: numberOf(row[5]),
  }));
}
