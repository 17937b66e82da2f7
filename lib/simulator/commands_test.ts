import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PHASE } from "../trader/mod.ts";
import { anOrder, type BarText, type Play, play, START_MS, SYMBOL, tapeOf } from "./exchange_fixture.ts";

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
      filledSteps: 0,
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

/** What the exchange says of an order: its status and what it has filled, or "unknown". */
function asked(game: Play, clientId: string, symbol = SYMBOL): string {
  const [answer] = game.send({ kind: "QueryOrder", symbol, clientId });
  if (answer.kind !== "OrderReported") return answer.kind === "OrderUnknown" ? "unknown" : answer.kind;
  const fills = answer.fills.map((fill) => fill.qtySteps).join("+");
  return `${answer.status} ${answer.filledSteps} ${fills}`.trimEnd();
}

Deno.test("QueryOrder tells of an order from its acceptance on, with its fills, and knows none that was refused", () => {
  // 100,000 steps of volume: a fill takes 10,000 at most
  const game = play(tapeOf([[50, 50, 50, 50, 100], [50, 50, 50, 50, 100], [50, 50, 50, 50, 100]]));
  game.to(0, PHASE.close);
  game.order({ clientId: "a", qtySteps: 25_000 });
  game.order({ clientId: "refused", qtySteps: 1 });
  strictEqual(asked(game, "a"), "acknowledged 0");
  deepStrictEqual([asked(game, "refused"), asked(game, "a", "NONE/USDT:USDT")], ["unknown", "unknown"]);
  game.to(1, PHASE.open);
  strictEqual(asked(game, "a"), "partially_filled 10000 10000");
  game.to(1, PHASE.extreme2);
  strictEqual(asked(game, "a"), "filled 25000 10000+10000+5000");
  game.order({ clientId: "stop", side: -1, type: "stop_market", triggerTicks: 490, reduceOnly: true });
  game.send({ kind: "CancelOrder", symbol: SYMBOL, clientId: "stop" });
  strictEqual(asked(game, "stop"), "cancelled 0");
});

Deno.test("QueryOrder tells of the order that used a client id last, as an id is free once its order is over", () => {
  const game = play(tapeOf([QUIET, QUIET]));
  game.to(0, PHASE.open);
  game.order({ clientId: "a", qtySteps: 10 });
  game.to(0, PHASE.extreme1);
  strictEqual(asked(game, "a"), "filled 10 10");
  strictEqual(game.order({ clientId: "a", qtySteps: 20 }).kind, "OrderAccepted");
  strictEqual(asked(game, "a"), "acknowledged 0");
  const again = game.order({ clientId: "a", qtySteps: 20 });
  strictEqual(again.kind === "OrderRejected" && again.code, "-4116");
  game.to(0, PHASE.extreme2);
  strictEqual(asked(game, "a"), "filled 20 20");
});

Deno.test("QueryOrder is answered for 24 hours and for the last 1,000 orders of a symbol", () => {
  const game = play(tapeOf(Array.from({ length: 30 }, () => QUIET)));
  game.to(0, PHASE.open);
  const cancelled = (clientId: string) => {
    game.order({ clientId, type: "limit", limitTicks: 499_000, qtySteps: 10 });
    game.send({ kind: "CancelOrder", symbol: SYMBOL, clientId });
  };
  cancelled("a");
  game.to(24, PHASE.open);
  cancelled("b");
  strictEqual(asked(game, "a"), "cancelled 0", "24 hours are within");
  game.to(24, PHASE.extreme1);
  cancelled("c");
  deepStrictEqual([asked(game, "a"), asked(game, "b")], ["unknown", "cancelled 0"]);
  for (let i = 0; i < 999; i++) cancelled(`d${i}`);
  deepStrictEqual([asked(game, "b"), asked(game, "c")], ["unknown", "cancelled 0"]);
  strictEqual(game.state.ended[0].length, 1000);
});

for (
  const { name, sentAtMs, code } of [
    { name: "on time", sentAtMs: START_MS - 5000, code: "" },
    { name: "a moment too late", sentAtMs: START_MS - 5001, code: "-1021" },
    { name: "by a clock a second ahead", sentAtMs: START_MS + 1000, code: "" },
    { name: "by a clock further ahead", sentAtMs: START_MS + 1001, code: "-1021" },
  ]
) {
  Deno.test(`SubmitOrder that arrives ${name} is ${code === "" ? "taken" : "refused"}`, () => {
    const game = play(tapeOf([QUIET]));
    game.to(0, PHASE.open);
    const order = anOrder("a", { qtySteps: 10 });
    const [answer] = game.send({ kind: "SubmitOrder", order, sentAtMs, recvWindowMs: 5000 });
    strictEqual(answer.kind === "OrderRejected" ? answer.code : "", code);
    strictEqual(asked(game, "a"), code === "" ? "acknowledged 0" : "unknown");
  });
}
