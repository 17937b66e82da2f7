import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { OrderRequest } from "../domain/mod.ts";
import { PHASE } from "../trader/mod.ts";
import { type BarText, fillsOf, play, tapeOf } from "./exchange_fixture.ts";

const { open, extreme1, extreme2, close } = PHASE;
const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];

/** Where each order type fills in the bar after its acceptance at 50,000; ticks are 0.1. */
const CASES: readonly {
  name: string;
  /** With which position the order meets the bar: steps bought or sold at 50,000 before. */
  held?: 1000 | -1000;
  order: Partial<OrderRequest>;
  bar: BarText;
  /** [phase, ticks], or null where nothing fills. */
  fills: readonly [number, number] | null;
}[] = [
  // 50,100 x 1.0002 = 50,110.02, up to 50,110.1
  { name: "a market buy", order: {}, bar: [50_100, 50_200, 50_000, 50_100], fills: [open, 501_101] },
  // 50,100 x 0.9998 = 50,089.98, down to 50,089.9
  {
    name: "a market sell",
    order: { side: -1 },
    bar: [50_100, 50_200, 50_000, 50_100],
    fills: [open, 500_899],
  },
  // candles may be finer than the tick: 50,000.03 x 1.0002 = 50,010.030006, up to 50,010.1
  {
    name: "a market buy at a price between ticks",
    order: {},
    bar: [50_000.03, 50_001, 50_000, 50_000],
    fills: [open, 500_101],
  },
  {
    name: "a limit buy that is only touched",
    order: { type: "limit", limitTicks: 499_990 },
    bar: [50_000, 50_100, 49_999, 50_000],
    fills: null,
  },
  // the low is 1 tick beyond the limit and nearer the open than the high: first extreme
  {
    name: "a limit buy traded through by one tick",
    order: { type: "limit", limitTicks: 499_990 },
    bar: [50_000, 50_100, 49_998.9, 50_000],
    fills: [extreme1, 499_990],
  },
  {
    name: "a limit sell that is only touched",
    order: { type: "limit", side: -1, limitTicks: 501_000 },
    bar: [50_000, 50_100, 49_999, 50_000],
    fills: null,
  },
  {
    name: "a limit sell traded through by one tick",
    order: { type: "limit", side: -1, limitTicks: 501_000 },
    bar: [50_000, 50_100.1, 49_950, 50_000],
    fills: [extreme2, 501_000],
  },
  // marketable when accepted: rests, and fills at its own price like any other, even where the market is better
  {
    name: "a marketable limit buy",
    order: { type: "limit", limitTicks: 502_000 },
    bar: [50_100, 50_200, 50_000, 50_100],
    fills: [open, 502_000],
  },
  // trigger 49,500.0 x 0.9998 = 49,490.1
  {
    name: "a stop sell reached exactly",
    held: 1000,
    order: { type: "stop_market", side: -1, triggerTicks: 495_000, reduceOnly: true },
    bar: [50_000, 50_100, 49_500, 50_000],
    fills: [extreme1, 494_901],
  },
  {
    name: "a stop sell one tick short",
    held: 1000,
    order: { type: "stop_market", side: -1, triggerTicks: 495_000, reduceOnly: true },
    bar: [50_000, 50_100, 49_500.1, 50_000],
    fills: null,
  },
  // fills at its trigger though the low is far beyond it
  {
    name: "a stop sell passed within the bar",
    held: 1000,
    order: { type: "stop_market", side: -1, triggerTicks: 495_000, reduceOnly: true },
    bar: [50_000, 50_100, 48_000, 50_000],
    fills: [extreme1, 494_901],
  },
  // open 49,000 x 0.9998 = 48,990.2
  {
    name: "a stop sell the open gapped beyond",
    held: 1000,
    order: { type: "stop_market", side: -1, triggerTicks: 495_000, reduceOnly: true },
    bar: [49_000, 50_100, 48_000, 50_000],
    fills: [open, 489_902],
  },
  // 50,500.0 x 1.0002 = 50,510.1; a short meets the high first
  {
    name: "a stop buy",
    held: -1000,
    order: { type: "stop_market", side: 1, triggerTicks: 505_000, reduceOnly: true },
    bar: [50_000, 50_600, 49_999, 50_000],
    fills: [extreme1, 505_101],
  },
  // a stop may open too; flat, the high is nearer the open (600 against 900)
  {
    name: "a stop buy as an entry",
    order: { type: "stop_market", side: 1, triggerTicks: 505_000 },
    bar: [50_000, 50_600, 49_100, 50_000],
    fills: [extreme1, 505_101],
  },
  {
    name: "a take-profit sell reached exactly",
    held: 1000,
    order: { type: "take_profit_market", side: -1, triggerTicks: 510_000, reduceOnly: true },
    bar: [50_000, 51_000, 49_900, 50_500],
    fills: [extreme2, 510_000],
  },
  // in the taker's favour: the open itself, 51,500.05 down to 51,500.0, no slippage
  {
    name: "a take-profit sell the open gapped beyond",
    held: 1000,
    order: { type: "take_profit_market", side: -1, triggerTicks: 510_000, reduceOnly: true },
    bar: [51_500.05, 51_600, 51_400, 51_500],
    fills: [open, 515_000],
  },
  {
    name: "a take-profit buy the open gapped beyond",
    held: -1000,
    order: { type: "take_profit_market", side: 1, triggerTicks: 490_000, reduceOnly: true },
    bar: [48_500.05, 48_600, 48_400, 48_500],
    fills: [open, 485_001],
  },
  // reached by the close alone is not possible (the extremes bound it), so a close fills what came in at an extreme
];

for (const { name, held, order, bar, fills } of CASES) {
  Deno.test(`matchSymbol() fills ${name}: ${fills === null ? "not at all" : fills.join(" at ")}`, () => {
    const game = play(tapeOf([QUIET, QUIET, bar, QUIET]), { wallet: "100000" });
    if (held !== undefined) {
      game.to(0, close);
      game.order({ side: held > 0 ? 1 : -1 });
    }
    game.to(1, close);
    strictEqual(game.order({ ...order, clientId: "x" }).kind, "OrderAccepted");
    const found: [number, number][] = [];
    for (const phase of [open, extreme1, extreme2, close]) {
      for (const [id, ticks] of fillsOf(game.to(2, phase))) if (id === "x") found.push([phase, ticks]);
    }
    deepStrictEqual(found, fills === null ? [] : [[...fills]]);
  });
}

Deno.test("matchSymbol() fills nothing at the instant of acceptance, and everything from the next one on", () => {
  const game = play(tapeOf([QUIET, [50_000, 50_500, 49_900, 50_400], QUIET]));
  game.to(1, open);
  game.order({ clientId: "a" });
  deepStrictEqual(fillsOf(game.events), []);
  // flat, the low is nearer the open: 49,900 x 1.0002 = 49,909.98, up to 49,910.0
  deepStrictEqual(fillsOf(game.to(1, extreme1)), [["a", 499_100, 1000, true]]);
});

Deno.test("matchSymbol() takes stops, then market orders, take-profits and limits, each as accepted", () => {
  const game = play(tapeOf([QUIET, QUIET, [50_000, 51_000, 49_000, 50_000], QUIET]), { wallet: "100000" });
  game.to(0, close);
  game.order({ clientId: "entry", qtySteps: 1000 });
  game.to(2, open);
  // all of these are due at the low, which a long meets first
  game.order({ clientId: "limit", type: "limit", limitTicks: 495_000, qtySteps: 10 });
  game.order({ clientId: "profit", type: "take_profit_market", triggerTicks: 495_000, qtySteps: 10 });
  game.order({ clientId: "market", qtySteps: 10 });
  game.order({ clientId: "stop1", type: "stop_market", side: -1, triggerTicks: 492_000, qtySteps: 10 });
  game.order({ clientId: "stop2", type: "stop_market", side: -1, triggerTicks: 495_000, qtySteps: 10 });
  game.order({ clientId: "market2", qtySteps: 10 });
  const ids = fillsOf(game.to(2, extreme1)).map(([id]) => id);
  deepStrictEqual(ids, ["stop1", "stop2", "market", "market2", "profit", "limit"]);
});

Deno.test("matchSymbol() goes on with a stop's rest as a market order at the next instants", () => {
  // 10 % of 4 base units are 400 steps a fill
  const game = play(tapeOf([QUIET, QUIET, [50_000, 50_300, 49_400, 49_700, 4], QUIET]));
  game.to(0, close);
  game.order({ clientId: "entry" });
  game.to(1, close);
  game.order({ clientId: "stop", type: "stop_market", side: -1, triggerTicks: 495_000, reduceOnly: true });
  // the trigger, 49,500 x 0.9998 = 49,490.1
  deepStrictEqual(fillsOf(game.to(2, extreme1)), [["stop", 494_901, 400, false]]);
  // the high, 50,300 x 0.9998 = 50,289.94, down to 50,289.9
  deepStrictEqual(fillsOf(game.to(2, extreme2)), [["stop", 502_899, 400, false]]);
  // the close, 49,700 x 0.9998 = 49,690.06, down to 49,690.0
  deepStrictEqual(fillsOf(game.to(2, close)), [["stop", 496_900, 200, true]]);
});

Deno.test("matchSymbol() triggers a stop but fills nothing while the volume share is below one step", () => {
  // 10 % of 0.0099 base units are 0.99 of a step
  const game = play(tapeOf([QUIET, QUIET, [50_000, 50_300, 49_400, 49_700, 0.0099], QUIET]));
  game.to(0, close);
  game.order({ clientId: "entry" });
  game.to(1, close);
  game.order({ clientId: "stop", type: "stop_market", side: -1, triggerTicks: 495_000, reduceOnly: true });
  deepStrictEqual(game.to(2, close), []);
  strictEqual(game.state.orders[0][0].triggered, true);
  // back at 50,000 it goes on as a market order: 50,000 x 0.9998 = 49,990.0
  deepStrictEqual(fillsOf(game.to(3, open)), [["stop", 499_900, 1000, true]]);
});

Deno.test("matchSymbol() clamps a reduce-only order to the position and expires what is left of it", () => {
  const game = play(tapeOf([QUIET, QUIET, [50_000, 50_000, 49_000, 49_500]]));
  game.to(0, close);
  game.order({ clientId: "entry", qtySteps: 600 });
  game.to(1, close);
  game.order({
    clientId: "stop",
    type: "stop_market",
    side: -1,
    triggerTicks: 495_000,
    reduceOnly: true,
    qtySteps: 900,
  });
  const events = game.to(2, extreme1);
  deepStrictEqual(fillsOf(events), [["stop", 494_901, 600, false]]);
  deepStrictEqual(events.map((event) => event.kind), ["OrderFilled", "OrderExpired"]);
  deepStrictEqual(game.state.orders[0], []);
});

Deno.test("matchSymbol() expires a reduce-only order that comes due without a position", () => {
  const game = play(tapeOf([QUIET, QUIET, [50_000, 50_600, 49_400, 49_500], QUIET]));
  game.to(0, close);
  game.order({ clientId: "entry" });
  game.to(1, close);
  game.order({ clientId: "stop", type: "stop_market", side: -1, triggerTicks: 495_000, reduceOnly: true });
  game.order({
    clientId: "target",
    type: "take_profit_market",
    side: -1,
    triggerTicks: 505_000,
    reduceOnly: true,
  });
  deepStrictEqual(fillsOf(game.to(2, extreme1)).map(([id]) => id), ["stop"]);
  strictEqual(game.state.orders[0].length, 1, "the target rests on until its price comes");
  const [expired] = game.to(2, extreme2);
  deepStrictEqual([expired.kind, "clientId" in expired && expired.clientId], ["OrderExpired", "target"]);
});

Deno.test("matchSymbol() sizes a closePosition order when it triggers", () => {
  const game = play(tapeOf([QUIET, QUIET, QUIET, [50_000, 50_600, 49_400, 49_500, 4], QUIET]), {
    wallet: "100000",
  });
  game.to(0, close);
  game.order({ clientId: "entry", qtySteps: 300 });
  game.to(1, close);
  game.order({
    clientId: "stop",
    type: "stop_market",
    side: -1,
    triggerTicks: 495_000,
    closePosition: true,
    qtySteps: 0,
  });
  game.order({ clientId: "more", qtySteps: 300 });
  game.to(2, close);
  // 600 steps by then, 400 of them within the bar's volume share
  deepStrictEqual(fillsOf(game.to(3, extreme1)), [["stop", 494_901, 400, false]]);
  deepStrictEqual(fillsOf(game.to(3, extreme2)), [["stop", 505_898, 200, true]]); // 50,600 x 0.9998 = 50,589.88
});
