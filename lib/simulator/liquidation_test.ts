import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { PHASE, type VenueEvent } from "../trader/mod.ts";
import { type BarText, fillsOf, type Play, play, tapeOf } from "./exchange_fixture.ts";

const { open, extreme1, extreme2, close } = PHASE;
const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];

/**
 * A long of 1,000 steps bought at 500,100 ticks with 10x, before `bar`: cost 50,010, margin 5,001, fee 25.005.
 * Bracket 1 (rate 0.004, nothing deducted): (50,010 - 5,001) / (1 x (1 - 0.004)) = 45,009 / 0.996 = 45,189.759036...,
 * a notional below 50,000, so bracket 1 it is.
 */
function longBefore(bar: BarText, next: BarText = QUIET): Play {
  const game = play(tapeOf([QUIET, QUIET, bar, next]));
  game.to(0, close);
  game.order({ clientId: "entry" });
  game.to(1, close);
  return game;
}

function liquidated(events: readonly VenueEvent[]) {
  const event = events.find((e) => e.kind === "PositionLiquidated");
  return event?.kind === "PositionLiquidated" ? event : null;
}

const STOP = { clientId: "stop", type: "stop_market", side: -1, reduceOnly: true } as const;

Deno.test("a long is liquidated at its price: the whole isolated margin is lost, no fee", () => {
  const game = longBefore([50_000, 50_100, 45_189.7, 47_000]);
  const event = liquidated(game.to(2, extreme1))!;
  ok(Math.abs(event.price - 45_189.7590361446) < 1e-9, String(event.price));
  // 10,000 - 25.005 - 5,001
  deepStrictEqual([event.side, event.qtySteps, event.lost, event.walletBalance], [
    1,
    1000,
    500_100_000_000n,
    497_399_500_000n,
  ]);
  deepStrictEqual(game.state.positions[0], { side: 1, qtySteps: 0, cost: 0n });
  deepStrictEqual([game.state.isolatedMargin[0], game.state.liquidationPrice[0]], [0n, 0]);
  deepStrictEqual(game.to(3, close), []);
});

Deno.test("a long is kept one tick above its liquidation price", () => {
  strictEqual(liquidated(longBefore([50_000, 50_100, 45_189.8, 47_000]).to(2, close)), null);
});

Deno.test("a position is liquidated at exactly its price, long and short", () => {
  for (const side of [1, -1] as const) {
    const start = (bar: BarText) => {
      const game = play(tapeOf([QUIET, QUIET, bar]));
      game.to(0, close);
      game.order({ side });
      game.to(1, close);
      return game;
    };
    const limit = start(QUIET).state.liquidationPrice[0];
    const at = start([50_000, Math.max(50_000, limit), Math.min(50_000, limit), 50_000]);
    strictEqual(liquidated(at.to(2, extreme1))?.price, limit);
  }
});

Deno.test("a short is liquidated in the bracket of its notional at that price", () => {
  const game = play(tapeOf([QUIET, [50_000, 54_800, 49_000, 50_000]]));
  game.to(0, close);
  game.order({ clientId: "entry", side: -1 });
  game.to(1, open);
  // sold at 499,900: cost 49,990, margin 4,999. Bracket 1: 54,989 / 1.004 = 54,769.9 is above its cap of 50,000.
  // Bracket 2 (rate 0.005, 50 deducted): (4,999 + 50 + 49,990) / 1.005 = 55,039 / 1.005 = 54,765.174129...
  ok(Math.abs(game.state.liquidationPrice[0] - 54_765.1741293532) < 1e-9);
  const event = liquidated(game.to(1, extreme1))!;
  deepStrictEqual([event.side, event.lost], [-1, 499_900_000_000n]);
});

Deno.test("a stop nearer than the liquidation price fills first within a bar", () => {
  const game = longBefore([50_000, 50_100, 44_000, 47_000]);
  game.order({ ...STOP, triggerTicks: 460_000 });
  const events = game.to(2, extreme1);
  deepStrictEqual(fillsOf(events), [["stop", 459_908, 1000, true]]); // 46,000 x 0.9998 = 45,990.8
  strictEqual(liquidated(events), null);
});

Deno.test("what the volume share leaves of a nearer stop is liquidated", () => {
  const game = longBefore([50_000, 50_100, 44_000, 47_000, 4]);
  game.order({ ...STOP, triggerTicks: 460_000 });
  const events = game.to(2, extreme1);
  deepStrictEqual(fillsOf(events), [["stop", 459_908, 400, false]]);
  const event = liquidated(events)!;
  deepStrictEqual([event.qtySteps, event.lost], [600, 300_060_000_000n]); // 5,001 x 600 / 1,000
  // the rest of the stop, a market order by now, finds nothing to reduce at the next instant
  deepStrictEqual(game.to(2, extreme2).map((e) => e.kind), ["OrderExpired"]);
});

Deno.test("a stop beyond the liquidation price comes too late and expires", () => {
  const game = longBefore([50_000, 50_100, 44_000, 47_000]);
  game.order({ ...STOP, triggerTicks: 451_000 });
  deepStrictEqual(game.to(2, extreme1).map((e) => e.kind), ["PositionLiquidated", "OrderExpired"]);
});

Deno.test("at an open that gapped beyond the liquidation price liquidation wins over the stop", () => {
  const game = longBefore([45_000, 50_100, 44_000, 47_000]);
  game.order({ ...STOP, triggerTicks: 460_000 });
  deepStrictEqual(game.to(2, open).map((e) => e.kind), ["PositionLiquidated", "OrderExpired"]);
});

Deno.test("at an open that gapped beyond the stop alone the stop fills at the open", () => {
  const game = longBefore([45_500, 50_100, 44_000, 47_000]);
  game.order({ ...STOP, triggerTicks: 460_000 });
  deepStrictEqual(fillsOf(game.to(2, open)), [["stop", 454_909, 1000, true]]); // 45,500 x 0.9998 = 45,490.9
});

Deno.test("other orders stay when a position is liquidated", () => {
  const game = longBefore([50_000, 50_100, 44_000, 47_000], [47_000, 51_000, 46_000, 50_000]);
  game.order({
    clientId: "target",
    type: "take_profit_market",
    side: -1,
    triggerTicks: 505_000,
    reduceOnly: true,
  });
  game.order({ clientId: "dip", type: "limit", limitTicks: 430_000, qtySteps: 10 });
  deepStrictEqual(game.to(2, close).map((e) => e.kind), ["PositionLiquidated"]);
  strictEqual(game.state.orders[0].length, 2);
  deepStrictEqual(game.to(3, close).map((e) => e.kind), ["OrderExpired"]);
});
