import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PHASE } from "../trader/mod.ts";
import { type BarText, play, START_MS, SYMBOL, tapeOf } from "./exchange_fixture.ts";

const QUIET: BarText = [50_000, 50_000, 50_000, 50_000];

Deno.test("ConfigureSymbol sets the leverage within the bracket of what is held, and says which is in force", () => {
  const game = play(tapeOf([QUIET, QUIET]), { wallet: "100000", leverage: 0 });
  const configure = (leverage: number, symbol = SYMBOL) => {
    const [answer] = game.send({ kind: "ConfigureSymbol", symbol, leverage });
    return answer.kind === "SymbolConfigured" ? answer.leverage : null;
  };
  strictEqual(game.state.leverage[0], 0, "0 is refused and none is in force");
  deepStrictEqual([configure(126), configure(2.5), configure(-1)], [0, 0, 0]);
  deepStrictEqual([configure(125), configure(10), configure(10), configure(126)], [125, 10, 10, 10]);
  strictEqual(configure(10, "NONE/USDT:USDT"), 0);
  game.to(0, PHASE.open);
  game.order({ qtySteps: 1100 });
  game.to(0, PHASE.close);
  // 1.1 x 50,000 = 55,000 USDT are in the second bracket, which has 100x
  strictEqual(configure(101), 10);
  strictEqual(configure(100), 100);
  strictEqual(configure(99), 100, "no lower leverage while a position is open");
});

Deno.test("ConfigureSymbol does not lower the leverage under an open entry, which has its margin held back", () => {
  const game = play(tapeOf([QUIET]));
  game.to(0, PHASE.open);
  game.order({ clientId: "a", type: "limit", limitTicks: 499_000 });
  const configure = (leverage: number) => {
    game.send({ kind: "ConfigureSymbol", symbol: SYMBOL, leverage });
    return game.state.leverage[0];
  };
  strictEqual(configure(5), 10);
  game.send({ kind: "CancelOrder", symbol: SYMBOL, clientId: "a" });
  strictEqual(configure(5), 5);
});

Deno.test("CancelOrder takes an open order away, and is refused for one that is not open", () => {
  const game = play(tapeOf([QUIET, QUIET]));
  game.to(0, PHASE.close);
  game.order({ clientId: "a", type: "limit", limitTicks: 499_000, qtySteps: 10 });
  game.order({ clientId: "b", qtySteps: 10 });
  const cancel = (clientId: string, symbol = SYMBOL) =>
    game.send({ kind: "CancelOrder", symbol, clientId })[0].kind;
  strictEqual(cancel("a"), "OrderCancelled");
  strictEqual(cancel("a"), "CancelRejected");
  game.to(1, PHASE.open);
  deepStrictEqual([cancel("b"), cancel("never"), cancel("b", "NONE/USDT:USDT")], [
    "CancelRejected",
    "CancelRejected",
    "CancelRejected",
  ]);
});

Deno.test("QueryAccount tells wallet, positions with their margin, and open orders as they were sent", () => {
  const game = play(tapeOf([QUIET, QUIET]));
  game.to(0, PHASE.close);
  game.order({ clientId: "a", qtySteps: 100 });
  game.to(1, PHASE.open);
  game.order({
    clientId: "b",
    type: "stop_market",
    side: -1,
    triggerTicks: 490_000,
    reduceOnly: true,
    qtySteps: 100,
  });
  deepStrictEqual(game.send({ kind: "QueryAccount" }), [{
    kind: "AccountReported",
    // 100 x 500,100 x 10,000 = 500,100,000,000; fee 250,050,000
    walletBalance: 999_749_950_000n,
    positions: [{
      symbol: SYMBOL,
      side: 1,
      qtySteps: 100,
      cost: 500_100_000_000n,
      isolatedMargin: 50_010_000_000n,
    }],
    openOrders: [{
      clientId: "b",
      symbol: SYMBOL,
      side: -1,
      type: "stop_market",
      qtySteps: 100,
      limitTicks: null,
      triggerTicks: 490_000,
      reduceOnly: true,
      closePosition: false,
    }],
    atMs: START_MS + 3_600_000,
  }]);
});

Deno.test("QueryPrice quotes the last instant's price, 0 where there is none yet", () => {
  const game = play(tapeOf([[50_000, 50_400, 49_900, 50_300]]));
  const quote = (symbol = SYMBOL) => {
    const [answer] = game.send({ kind: "QueryPrice", symbol, purpose: "guard" });
    return answer.kind === "PriceQuoted" ? [answer.price, answer.purpose] : null;
  };
  deepStrictEqual(quote(), [0, "guard"]);
  const seen = [PHASE.open, PHASE.extreme1, PHASE.extreme2, PHASE.close, PHASE.bar].map((phase) => {
    game.to(0, phase);
    return quote()![0];
  });
  deepStrictEqual(seen, [50_000, 49_900, 50_400, 50_300, 50_300]);
  deepStrictEqual(quote("NONE/USDT:USDT"), [0, "guard"]);
});
