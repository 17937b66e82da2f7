/**
 * Closed trades as columns, oldest first. Bars are indices into the candles; `signalBar` is the bar whose close crossed, and
 * `net` is the profit after both fees. A position still open after the last bar is no row.
 */
export interface TradeColumns {
  length: number;
  /** 1 long, -1 short. */
  side: Int32Array;
  signalBar: Int32Array;
  entryBar: Int32Array;
  exitBar: Int32Array;
  entryPrice: Float64Array;
  exitPrice: Float64Array;
  quantity: Float64Array;
  net: Float64Array;
}

/** One closed trade. */
export interface Trade {
  readonly side: number;
  readonly signalBar: number;
  readonly entryBar: number;
  readonly exitBar: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  readonly quantity: number;
  readonly net: number;
}

const FIRST_CAPACITY = 1024;
const INTEGERS = ["side", "signalBar", "entryBar", "exitBar"] as const;
const NUMBERS = ["entryPrice", "exitPrice", "quantity", "net"] as const;

function create(capacity = FIRST_CAPACITY): TradeColumns {
  return {
    length: 0,
    side: new Int32Array(capacity),
    signalBar: new Int32Array(capacity),
    entryBar: new Int32Array(capacity),
    exitBar: new Int32Array(capacity),
    entryPrice: new Float64Array(capacity),
    exitPrice: new Float64Array(capacity),
    quantity: new Float64Array(capacity),
    net: new Float64Array(capacity),
  };
}

/** Index of a new last row, with room made where there is none; the caller writes it. */
function extend(trades: TradeColumns): number {
  if (trades.length === trades.side.length) {
    const old = { ...trades };
    Object.assign(trades, create(2 * old.length), { length: old.length });
    for (const key of INTEGERS) trades[key].set(old[key]);
    for (const key of NUMBERS) trades[key].set(old[key]);
  }
  return trades.length++;
}

function push(trades: TradeColumns, trade: Trade): void {
  const row = extend(trades);
  for (const key of INTEGERS) trades[key][row] = trade[key];
  for (const key of NUMBERS) trades[key][row] = trade[key];
}

function fromRows(rows: readonly Trade[]): TradeColumns {
  const trades = create(Math.max(1, rows.length));
  for (const row of rows) push(trades, row);
  return trades;
}

function row(trades: TradeColumns, i: number): Trade {
  return {
    side: trades.side[i],
    signalBar: trades.signalBar[i],
    entryBar: trades.entryBar[i],
    exitBar: trades.exitBar[i],
    entryPrice: trades.entryPrice[i],
    exitPrice: trades.exitPrice[i],
    quantity: trades.quantity[i],
    net: trades.net[i],
  };
}

function rows(trades: TradeColumns, from = 0, to = trades.length): Trade[] {
  return Array.from(
    { length: Math.max(0, Math.min(to, trades.length) - from) },
    (_, k) => row(trades, from + k),
  );
}

/** Sum of what the trades left, after fees. */
function net(trades: TradeColumns): number {
  let sum = 0;
  for (let i = 0; i < trades.length; i++) sum += trades.net[i];
  return sum;
}

/** Making, growing and reading trade columns. */
export const TradeColumns = { create, extend, push, fromRows, row, rows, net };
