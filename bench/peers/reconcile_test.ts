import assert from "node:assert/strict";
import { CandleColumns } from "../../lib/market/mod.ts";
import { explain } from "./explain.ts";
import { isEqual, reconcile } from "./reconcile.ts";
import { type Trade, TradeColumns } from "./trade_columns.ts";

const TRADE: Trade = {
  side: 1,
  signalBar: 1,
  entryBar: 2,
  exitBar: 3,
  entryPrice: 100,
  exitPrice: 110,
  quantity: 1,
  net: 9.916,
};
const SECOND: Trade = { ...TRADE, signalBar: 5, entryBar: 6, exitBar: 8, net: 1 };
const CANDLES = CandleColumns.fromRows(
  Array.from({ length: 10 }, (_, i) => [i * 60_000, 100, 111, 90, 101 + i, 1] as const),
);

function difference(theirRows: readonly Trade[], ourRows: readonly Trade[]) {
  const theirs = TradeColumns.fromRows(theirRows), ours = TradeColumns.fromRows(ourRows);
  const result = reconcile(theirs, ours);
  return { ...result, reasons: result.differences.map((one) => explain(one, { theirs, ours }, CANDLES)) };
}

Deno.test("reconcile() finds the same trades equal, however late in their digits they part", () => {
  const result = difference([{ ...TRADE, exitPrice: 110.000000001 }, SECOND], [TRADE, SECOND]);
  assert.ok(isEqual(result));
  assert.equal(result.equal, 2);
});

Deno.test("reconcile() pairs by signal bar, and tells what one side alone has", () => {
  const result = difference([SECOND], [TRADE, { ...SECOND, net: 3 }]);
  assert.equal(result.equal, 1);
  assert.deepEqual(result.differences, [{ theirs: null, ours: TRADE }]);
  assert.equal(result.netDifference, 1 - 12.916);
});

for (
  const change of [{ side: -1 }, { entryBar: 1 }, { exitBar: 4 }, { entryPrice: 100.01 }, {
    exitPrice: 109.99,
  }]
) {
  Deno.test(`reconcile() sees another ${Object.keys(change)[0]}`, () => {
    assert.equal(difference([{ ...TRADE, ...change }], [TRADE]).differences.length, 1);
  });
}

Deno.test("explain() says which price an entry took", () => {
  const { reasons } = difference([{ ...TRADE, entryBar: 1, entryPrice: 102 }], [TRADE]);
  assert.deepEqual(reasons, [
    "cross of bar 1: theirs enters at that bar's close 102, the rules at the next open 100",
  ]);
});

Deno.test("explain() shows the bar in which an exit went another way", () => {
  const { reasons } = difference([{ ...TRADE, exitPrice: 95 }], [TRADE]);
  assert.deepEqual(reasons, [
    "cross of bar 1: in bar 3 (100, 111, 90, 104) theirs ends at 95, the rules' at 110",
  ]);
});

Deno.test("explain() says what kept the other side from a trade", () => {
  const long = { ...TRADE, exitBar: 5 };
  assert.match(difference([long], [long, SECOND]).reasons[0], /their last position ended in that very bar/);
  const longer = { ...TRADE, exitBar: 7 };
  assert.match(difference([longer], [longer, SECOND]).reasons[0], /they hold a position from bar 2 to 7/);
  const late = { ...TRADE, exitBar: 6 };
  assert.match(
    difference([late, SECOND], [late]).reasons[0],
    /so do they, and turn round at the open of bar 6/,
  );
  const { reasons } = difference([SECOND], [longer]);
  assert.match(reasons[1], /the rules hold a position from bar 2 to 7, which they have not/);
  assert.match(difference([TRADE, SECOND], [TRADE]).reasons[0], /the rules see no cross there/);
  assert.match(difference([], [TRADE]).reasons[0], /they saw no cross there/);
});
