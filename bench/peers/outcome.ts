import { type Trade, TradeColumns } from "./trade_columns.ts";

/** What one run of one contender answers: the JSON of kit/outcome.py. */
export interface Outcome {
  readonly version: string;
  /** How many it was run over, from the first. */
  readonly bars: number;
  /** Of each repeat of the backtest alone, by the wall. */
  readonly seconds: readonly number[];
  /** The same in time of the processor. */
  readonly cpuSeconds: readonly number[];
  /** Most memory its process ever held. */
  readonly peakMib: number;
  /** Initial equity and what the closed trades left. */
  readonly equity: number;
  readonly trades: TradeColumns;
}

type Column = readonly number[];

/** Reads an outcome's text; `signalLag` is how many bars a contender's entry comes after its signal. Throws on bad text. */
export function parseOutcome(text: string, signalLag: number): Outcome {
  const raw = JSON.parse(text) as Omit<Outcome, "trades"> & { trades: Record<keyof Trade, Column> };
  const { side, entryBar, exitBar, entryPrice, exitPrice, quantity, net } = raw.trades;
  const rows = side.map((one, i): Trade => ({
    side: one,
    signalBar: entryBar[i] - signalLag,
    entryBar: entryBar[i],
    exitBar: exitBar[i],
    entryPrice: entryPrice[i],
    exitPrice: exitPrice[i],
    quantity: quantity[i],
    net: net[i],
  }));
  return { ...raw, trades: TradeColumns.fromRows(rows) };
}

/** Bars a second of its best repeat, by the processor's time: others may use the machine meanwhile. */
export function speedOf({ bars, cpuSeconds }: Outcome): number {
  return bars / Math.min(...cpuSeconds);
}
