import type { ChartView, MarkView, RegimeSpanView, StopSpanView } from "../../lib/admin/mod.ts";
import { Instrument, Side } from "../../lib/domain/mod.ts";
import type { EventOf, StoreReader } from "../../lib/store/mod.ts";
import { instrumentOf } from "./amounts.ts";

/** Fills, orders and changes of regime looked at for one chart: more is not to be told apart on a screen. */
const LOOKED_AT = 400;

type Fill = EventOf<"FillBooked">;

export interface ChartRequest {
  readonly symbol: string;
  readonly bars: number;
  readonly barMs: number;
  readonly instruments: readonly Instrument[];
}

/** The latest bars of a symbol, and what was done on them. Throws RangeError for an unknown symbol. */
export function chartView(
  reader: StoreReader,
  { symbol, bars, barMs, instruments }: ChartRequest,
): ChartView {
  const it = instrumentOf(instruments, symbol);
  const rows = reader.candles(symbol, bars);
  const fromMs = rows[0]?.openMs ?? 0, toMs = (rows.at(-1)?.openMs ?? 0) + barMs;
  const fills = reader.fillsPage({ symbol, limit: LOOKED_AT }).rows.toReversed();
  return {
    ...{ symbol, timeframe: timeframeText(barMs), precision: Instrument.priceDecimals(it) },
    candles: rows.map(({ openMs, open, high, low, close, volume }) => ({
      ...{ time: seconds(openMs), open, high, low, close, volume },
    })),
    marks: fills.filter(({ fill }) => fill.atMs >= fromMs).map((fill) => markOf(fill, it)),
    stops: stopSpans(reader, { symbol, fills, it, toMs }).filter(({ to }) => to >= seconds(fromMs)),
    regimes: regimeSpans(reader, { symbol, fromMs, toMs }),
  };
}

function markOf({ fill, leg }: Fill, it: Instrument): MarkView {
  const kind = leg === "entry"
    ? "entry"
    : leg.startsWith("target")
    ? "target"
    : leg === "stop"
    ? "stop"
    : "exit";
  const price = Instrument.price(it, fill.priceTicks);
  return { time: seconds(fill.atMs), kind, side: Side.order(fill.side), price, text: `${leg} ${price}` };
}

interface StopRequest {
  readonly symbol: string;
  readonly fills: readonly Fill[];
  readonly it: Instrument;
  readonly toMs: number;
}

/**
 * Each stop from the entry it protects to the position's end. Fills have the market's time, which orders have not where it
 * is played faster than it was.
 */
function stopSpans(reader: StoreReader, { symbol, fills, it, toMs }: StopRequest): StopSpanView[] {
  const stops = reader.ordersPage({ symbol, limit: LOOKED_AT }).rows
    .filter(({ leg, triggerTicks }) => (leg === "stop" || leg === "guard") && triggerTicks !== null);
  return stops.toReversed().flatMap(({ intentId, triggerTicks }): StopSpanView[] => {
    const own = fills.filter((fill) => fill.intentId === intentId);
    const first = own[0], last = own.at(-1);
    if (first === undefined || last === undefined) return [];
    const isOver = last.fill.positionStepsAfter === 0;
    return [{
      ...{ from: seconds(first.fill.atMs), to: seconds(isOver ? last.fill.atMs : toMs) },
      price: Instrument.price(it, triggerTicks!),
    }];
  });
}

interface SpanRequest {
  readonly symbol: string;
  readonly fromMs: number;
  readonly toMs: number;
}

function regimeSpans(reader: StoreReader, { symbol, fromMs, toMs }: SpanRequest): RegimeSpanView[] {
  const changes = reader.latestEvents(LOOKED_AT, ["RegimeChanged"]).toReversed()
    .map(({ body }) => body as EventOf<"RegimeChanged">)
    .filter((change) => change.symbol === symbol);
  return changes.map(({ regime, atMs }, i) => ({
    ...{ from: seconds(Math.max(fromMs, atMs)), to: seconds(changes[i + 1]?.atMs ?? toMs), regime },
  })).filter(({ from, to }) => to > from);
}

const seconds = (ms: number): number => Math.floor(ms / 1_000);

function timeframeText(barMs: number): string {
  const minutes = barMs / 60_000;
  if (minutes < 60) return `${minutes}m`;
  return minutes < 1_440 ? `${minutes / 60}h` : `${minutes / 1_440}d`;
}
