import { Instrument } from "../lib/domain/mod.ts";
import type { PositionRow } from "../lib/notify/mod.ts";
import { type EventOf, MAX_LIMIT, type OpenPosition, type StoreReader } from "../lib/store/mod.ts";
import type { RoundTrip } from "../lib/trader/mod.ts";
import { eventsBetween, type ReportDay } from "./daily_report_day.ts";

type Moved = EventOf<"PositionChanged">;
const MOVED: readonly string[] = ["PositionChanged"];
/** Looked at, newest first, for the last moves before a day's end; the whole journal is where that is not enough. */
const LOOKED_BACK = 1_000;

/** Positions at the end of a day, by symbol: the open ones of now, and for those that have moved since, their last move before. */
export function positionsAt(
  reader: StoreReader,
  day: ReportDay,
  instruments: readonly Instrument[],
): PositionRow[] {
  const { lastId, toMs } = day;
  // nothing tells any more what they were
  if (lastId === null) return [];
  const movedSince = new Set(eventsBetween(reader, lastId, Infinity, MOVED).map(symbolOf));
  const rows = reader.openPositions().filter(({ symbol }) => !movedSince.has(symbol)).map(rowOfOpen);
  const trips = movedSince.size === 0 ? [] : closedSince(reader, toMs);
  for (const move of lastMoves(reader, lastId, movedSince)) {
    if (move.qtySteps !== 0) rows.push(rowOfMove(move, instruments, trips));
  }
  return rows.map((row) => withPrice(row, reader.candles(row.symbol, 1, toMs)[0]?.close ?? null))
    .sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

const symbolOf = ({ body }: { readonly body: unknown }): string => (body as Moved).symbol;

/** The last move of each of these symbols up to an event. */
function lastMoves(reader: StoreReader, lastId: number, symbols: ReadonlySet<string>): readonly Moved[] {
  if (symbols.size === 0) return [];
  const newest = reader.latestEvents(Math.min(MAX_LIMIT, LOOKED_BACK), MOVED);
  const looked = newest.filter(({ id }) => id <= lastId).toReversed();
  const isEnough = newest.length < LOOKED_BACK ||
    new Set(looked.map(symbolOf).filter((it) => symbols.has(it))).size === symbols.size;
  const events = isEnough ? looked : eventsBetween(reader, 0, lastId, MOVED);
  const last = new Map(events.map((event) => [symbolOf(event), event.body as Moved]));
  return [...last.values()].filter(({ symbol }) => symbols.has(symbol));
}

function rowOfOpen(position: OpenPosition): PositionRow {
  const { symbol, side, qty, averagePrice, stopPrice, liquidationPrice, entry } = position;
  return {
    ...{ symbol, side, qty: qty.replace(/^-/, ""), averagePrice: priceText(Number(averagePrice)), stopPrice },
    liquidationPrice: liquidationPrice === null ? null : priceText(Number(liquidationPrice)),
    ...{ lastPrice: null, unrealizedPnl: null },
    openedAt: entry === null ? null : new Date(entry.openedAtMs).toISOString(),
  };
}

function rowOfMove(
  move: Moved,
  instruments: readonly Instrument[],
  trips: readonly RoundTrip[],
): PositionRow {
  const { symbol, qtySteps, averagePrice, stopTicks, liquidationPrice } = move;
  const it = instruments.find((instrument) => instrument.symbol === symbol);
  const steps = Math.abs(qtySteps);
  const stop = it === undefined ? `${stopTicks} ticks` : String(Instrument.price(it, stopTicks ?? 0));
  const openedAtMs = trips.find((trip) => trip.symbol === symbol)?.openedAtMs;
  return {
    ...{ symbol, side: qtySteps > 0 ? "long" : "short" },
    qty: it === undefined ? `${steps} steps` : String(Instrument.quantity(it, steps)),
    ...{ averagePrice: priceText(averagePrice), stopPrice: stopTicks === null ? null : stop },
    liquidationPrice: liquidationPrice > 0 ? priceText(liquidationPrice) : null,
    ...{ lastPrice: null, unrealizedPnl: null },
    openedAt: openedAtMs === undefined ? null : new Date(openedAtMs).toISOString(),
  };
}

/** Trips that were open at a moment, the oldest first. */
function closedSince(reader: StoreReader, atMs: number): RoundTrip[] {
  const { rows } = reader.roundTripsPage({ limit: LOOKED_BACK });
  return rows.filter(({ openedAtMs, closedAtMs }) => openedAtMs < atMs && closedAtMs > atMs).toReversed();
}

/** What it would have come to at the last price, before fees. */
function withPrice(row: PositionRow, lastPrice: number | null): PositionRow {
  const qty = Number(row.qty);
  if (lastPrice === null) return row;
  const profit = (row.side === "long" ? 1 : -1) * (lastPrice - Number(row.averagePrice)) * qty;
  const unrealizedPnl = Number.isFinite(profit) ? profit.toFixed(2) : null;
  return { ...row, lastPrice: String(lastPrice), unrealizedPnl };
}

/** Averages have more digits than a price. */
const priceText = (price: number): string => String(Number(price.toPrecision(8)));
