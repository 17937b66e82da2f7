import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PHASE, type VenueEvent } from "../trader/mod.ts";
import { availableBalance } from "./margin.ts";
import { type BarText, fillsOf, play, START_MS, SYMBOL, tapeOf } from "./exchange_fixture.ts";

const { open, extreme1, extreme2, close } = PHASE;
const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];

function lastFill(events: readonly VenueEvent[]) {
  const event = events.findLast((e) => e.kind === "OrderFilled");
  if (event?.kind !== "OrderFilled") throw new Error("nothing filled");
  return event;
}

Deno.test("bookFill() books an order that fills over three instants, to the last unit", () => {
  // 10 % of 4 base units are 400 steps a fill; a long meets the low first
  const game = play(tapeOf([QUIET, [50_100, 50_300, 50_000, 50_200, 4]]));
  game.to(0, close);
  game.order({ clientId: "a", qtySteps: 1000 });
  // open 50,100 x 1.0002 = 50,110.02 -> 501,101 ticks; x 400 steps x 10,000 units = 2,004,404,000,000
  // fee 5 bps = 1,002,202,000; margin 1/10 = 200,440,400,000
  const first = lastFill(game.to(1, open));
  deepStrictEqual([first.fill.fee, first.isolatedMargin], [1_002_202_000n, 200_440_400_000n]);
  // low 50,000 x 1.0002 = 50,010 -> 500,100 ticks; x 400 x 10,000 = 2,000,400,000,000
  // fee 1,000,200,000; margin + 200,040,000,000
  const second = lastFill(game.to(1, extreme1));
  deepStrictEqual([second.fill.fee, second.isolatedMargin], [1_000_200_000n, 400_480_400_000n]);
  // high 50,300 x 1.0002 = 50,310.06 -> 503,101 ticks; x 200 x 10,000 = 1,006,202,000,000
  // fee 503,101,000; margin + 100,620,200,000
  const third = lastFill(game.to(1, extreme2));
  deepStrictEqual(third, {
    kind: "OrderFilled",
    fill: {
      fillId: "3",
      clientId: "a",
      symbol: SYMBOL,
      side: 1,
      priceTicks: 503_101,
      qtySteps: 200,
      liquidity: "taker",
      fee: 503_101_000n,
      realizedPnl: 0n,
      atMs: START_MS + 3_600_000 + 2_400_000,
      positionStepsAfter: 1000,
    },
    complete: true,
    isolatedMargin: 501_100_600_000n,
    // 1,000,000,000,000 - 1,002,202,000 - 1,000,200,000 - 503,101,000
    walletBalance: 997_494_497_000n,
  });
  // cost 2,004,404,000,000 + 2,000,400,000,000 + 1,006,202,000,000
  deepStrictEqual(game.state.positions[0], { side: 1, qtySteps: 1000, cost: 5_011_006_000_000n });
  strictEqual(availableBalance(game.state), 997_494_497_000n - 501_100_600_000n);
});

Deno.test("bookFill() releases isolated margin in proportion, half-even, and all of it at flat", () => {
  const game = play(tapeOf([
    QUIET,
    [50_000, 50_090, 50_000, 50_090],
    [50_090, 50_200, 50_090, 50_200],
    [50_200, 50_200, 50_200, 50_200],
  ]));
  game.to(0, close);
  game.order({ qtySteps: 4 });
  game.to(1, close);
  game.order({ qtySteps: 3 });
  game.to(2, close);
  // 4 at 500,100 (50,000 x 1.0002): 20,004,000,000; 3 at 501,001 (50,090 x 1.0002 = 50,100.018): 15,030,030,000
  deepStrictEqual(game.state.positions[0], { side: 1, qtySteps: 7, cost: 35_034_030_000n });
  strictEqual(game.state.isolatedMargin[0], 3_503_403_000n);
  game.order({ side: -1, qtySteps: 3, reduceOnly: true });
  // 3 at 501,899 (50,200 x 0.9998 = 50,189.96): 15,056,970,000
  // share of cost 35,034,030,000 x 3 / 7 = 15,014,584,285.71 -> 15,014,584,286; profit 42,385,714
  // margin released 3,503,403,000 x 3 / 7 = 1,501,458,428.57 -> 1,501,458,429; left 2,001,944,571
  const part = lastFill(game.to(3, open));
  deepStrictEqual([part.fill.realizedPnl, part.isolatedMargin], [42_385_714n, 2_001_944_571n]);
  game.order({ side: -1, qtySteps: 4, reduceOnly: true });
  // 4 at 501,899: 20,075,960,000 - what is left of the cost 20,019,445,714
  const rest = lastFill(game.to(3, extreme1));
  deepStrictEqual([rest.fill.realizedPnl, rest.isolatedMargin], [56_514_286n, 0n]);
  deepStrictEqual(game.state.positions[0], { side: 1, qtySteps: 0, cost: 0n });
});

Deno.test("bookFill() flips: closes, realises, and takes margin for what it opens on the other side", () => {
  const game = play(tapeOf([QUIET, QUIET, QUIET]), { wallet: "20000" });
  game.to(0, close);
  game.order({ qtySteps: 1000 });
  game.to(1, close);
  game.order({ side: -1, qtySteps: 1500 });
  const { fill, isolatedMargin, walletBalance } = lastFill(game.to(2, open));
  // bought 1,000 at 500,100: cost 5,001,000,000,000, fee 2,500,500,000
  // sold 1,500 at 499,900 (50,000 x 0.9998): 7,498,500,000,000, fee 3,749,250,000
  // realised on 1,000: 4,999,000,000,000 - 5,001,000,000,000 = -2,000,000,000
  deepStrictEqual([fill.fee, fill.realizedPnl, fill.positionStepsAfter], [
    3_749_250_000n,
    -2_000_000_000n,
    -500,
  ]);
  strictEqual(isolatedMargin, 249_950_000_000n); // 500 x 499,900 x 10,000 / 10
  strictEqual(walletBalance, 2_000_000_000_000n - 2_500_500_000n - 3_749_250_000n - 2_000_000_000n);
  deepStrictEqual(game.state.positions[0], { side: -1, qtySteps: 500, cost: 2_499_500_000_000n });
});

Deno.test("bookFill() charges the maker's fee on limits", () => {
  const game = play(tapeOf([QUIET, [50_000, 50_000, 49_900, 50_000]]));
  game.to(0, close);
  game.order({ clientId: "a", type: "limit", limitTicks: 499_990 });
  const { fill } = lastFill(game.to(1, extreme2));
  deepStrictEqual(fillsOf(game.events), [["a", 499_990, 1000, true]]);
  // 499,990 x 1,000 x 10,000 = 4,999,900,000,000; 2 bps
  deepStrictEqual([fill.liquidity, fill.fee], ["maker", 999_980_000n]);
});

Deno.test("an open entry holds back margin and fee until it fills or is cancelled", () => {
  const game = play(tapeOf([QUIET, [50_000, 50_000, 49_900, 50_000, 4], QUIET]));
  game.to(0, close);
  game.order({ clientId: "a", type: "limit", limitTicks: 499_990, qtySteps: 1000 });
  // 4,999,900,000,000 / 10 + 5 bps = 499,990,000,000 + 2,499,950,000
  strictEqual(availableBalance(game.state), 1_000_000_000_000n - 502_489_950_000n);
  game.to(1, extreme2);
  // 400 of 1,000 steps filled: 2/5 of it is released, 199,996,000,000 went into the position, the maker's fee is paid
  strictEqual(game.state.orders[0][0].reserved, 301_493_970_000n);
  strictEqual(
    availableBalance(game.state),
    1_000_000_000_000n - 399_992_000n - 199_996_000_000n - 301_493_970_000n,
  );
  game.send({ kind: "CancelOrder", symbol: SYMBOL, clientId: "a" });
  strictEqual(availableBalance(game.state), 1_000_000_000_000n - 399_992_000n - 199_996_000_000n);
});
