import assert from "node:assert/strict";
import { parseOutcome, speedOf } from "./outcome.ts";
import { TradeColumns } from "./trade_columns.ts";

const TEXT = JSON.stringify({
  version: "1.0",
  bars: 100,
  seconds: [3, 2],
  cpuSeconds: [1, 0.5],
  peakMib: 10,
  equity: 10_001,
  trades: {
    ...{ side: [1, -1], entryBar: [2, 6], exitBar: [3, 8], entryPrice: [10, 20] },
    ...{ exitPrice: [11, 19], quantity: [1, 1], net: [0.5, 0.5] },
  },
});

Deno.test("parseOutcome() dates a signal by the contender's lag", () => {
  for (const lag of [0, 1]) {
    const { trades } = parseOutcome(TEXT, lag);
    assert.deepEqual(TradeColumns.rows(trades).map(({ signalBar }) => signalBar), [2 - lag, 6 - lag]);
    assert.equal(TradeColumns.net(trades), 1);
  }
});

Deno.test("speedOf() takes the best repeat by the processor's time", () => {
  assert.equal(speedOf(parseOutcome(TEXT, 1)), 200);
});

Deno.test("TradeColumns.push() grows beyond its first room and loses nothing", () => {
  const trades = TradeColumns.create(1), { trades: given } = parseOutcome(TEXT, 1);
  const rows = [...TradeColumns.rows(given), ...TradeColumns.rows(given)];
  for (const row of rows) TradeColumns.push(trades, row);
  assert.deepEqual(TradeColumns.rows(trades), rows);
});
