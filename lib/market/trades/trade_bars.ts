import { CandleColumns, type CandleRow } from "../columns.ts";
import { type DataFault, isoAt } from "../data_fault.ts";
import { DAY_MS, formatSpan } from "../timeframe.ts";

/** One aggregate trade: consecutive ids, quantity in base units. */
export interface AggTrade {
  readonly id: number;
  readonly price: number;
  readonly quantity: number;
  readonly atMs: number;
}

/** Where a trade stands, for its faults. */
export interface TradePlace {
  readonly file: string;
  readonly row: number;
}

/** Bars in the making: owned by one reader, changed in place by addTrade. */
export interface TradeBars {
  readonly timeframeMs: number;
  readonly rows: CandleRow[];
  readonly faults: DataFault[];
  trades: number;
  lastId: number;
  lastMs: number;
  /** The open bucket; openMs is -1 before the first trade. */
  openMs: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** Most decimals of a quantity so far: sums are rounded to them, as the venue's own volumes are. */
  decimals: number;
}

/** No trades yet. */
export function createTradeBars(timeframeMs: number): TradeBars {
  const zero = { open: 0, high: 0, low: 0, close: 0, volume: 0, decimals: 0 };
  return { timeframeMs, rows: [], faults: [], trades: 0, lastId: -1, lastMs: -1, openMs: -1, ...zero };
}

/**
 * Takes the next trade. Ids must follow each other, so that a bar without trades is known to be one (it becomes a flat bar
 * without volume, as the venue gives it) and a missing trade shows.
 */
export function addTrade(bars: TradeBars, trade: AggTrade, place: TradePlace): void {
  if (bars.trades > 0) checkOrder(bars, trade, place);
  const bucketMs = trade.atMs - trade.atMs % bars.timeframeMs;
  if (bars.openMs < 0) begin(bars, bucketMs, trade.price);
  while (bucketMs > bars.openMs) {
    closeBar(bars);
    begin(
      bars,
      bars.openMs + bars.timeframeMs,
      bars.openMs + bars.timeframeMs === bucketMs ? trade.price : bars.close,
    );
  }
  if (trade.price > bars.high) bars.high = trade.price;
  if (trade.price < bars.low) bars.low = trade.price;
  bars.close = trade.price;
  bars.volume += trade.quantity;
  bars.lastId = trade.id;
  bars.lastMs = Math.max(bars.lastMs, trade.atMs);
  bars.trades++;
}

function checkOrder({ lastId, lastMs, faults }: TradeBars, { id, atMs }: AggTrade, place: TradePlace): void {
  const report = (kind: DataFault["kind"], what: string, todo: string) =>
    faults.push({ kind, ...place, at: isoAt(atMs), what, todo });
  if (id > lastId + 1) {
    const what = `${id - lastId - 1} trades missing, ids ${lastId + 1} to ${id - 1}`;
    report("gap", what, "Give every file in order of time, and fetch what is missing");
  } else if (id <= lastId) {
    report(
      id === lastId ? "duplicate" : "disorder",
      `trade ${id} after ${lastId}`,
      "Give files in order of time, each once",
    );
  } else if (atMs < lastMs) {
    report(
      "disorder",
      `the time is before that of the trade above (${isoAt(lastMs)})`,
      "Fetch the file again",
    );
  }
}

function begin(bars: TradeBars, openMs: number, price: number): void {
  bars.openMs = openMs;
  bars.open =
    bars.high =
    bars.low =
    bars.close =
      price;
  bars.volume = 0;
}

function closeBar(bars: TradeBars): void {
  const { openMs, open, high, low, close, volume, decimals } = bars;
  bars.rows.push([openMs, open, high, low, close, Number(volume.toFixed(decimals))]);
}

/**
 * The bars, and what was left out in words. The first and the last bucket may have begun before the first trade and gone on
 * after the last: they are kept only where they begin and end a UTC day, as the venue's daily and monthly files do.
 */
export function finishTradeBars(
  bars: TradeBars,
): { readonly candles: CandleColumns; readonly notes: readonly string[] } {
  const { timeframeMs, rows } = bars, notes: string[] = [];
  if (bars.openMs >= 0) closeBar(bars);
  const last = rows.at(-1);
  if (last !== undefined && (last[0] + timeframeMs) % DAY_MS !== 0) {
    rows.pop();
    notes.push(`the last bar (${isoAt(last[0])}) left out: the trades may not reach its end`);
  }
  if (rows.length > 0 && rows[0][0] % DAY_MS !== 0) {
    notes.push(`the first bar (${isoAt(rows[0][0])}) left out: the trades may not begin with it`);
    rows.shift();
  }
  notes.unshift(`${bars.trades} trades made ${rows.length} bars of ${formatSpan(timeframeMs)}`);
  return { candles: CandleColumns.fromRows(rows), notes };
}
