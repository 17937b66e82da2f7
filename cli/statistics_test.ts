import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Money } from "../lib/domain/mod.ts";
import type { StoreReader } from "../lib/store/mod.ts";
import { maxDrawdownPct, runStatistics } from "./statistics.ts";

const NOTHING = {
  roundTrips: () => [],
  cashFlows: () => [],
  equityCurve: () => [],
  countDecisionsByVerdict: () => ({ no_trade: 0, holding: 0, approved: 0, denied: 0 }),
  fills: () => [],
  funding: () => [],
};

/** A store that holds what a test says and nothing else. */
const storeOf = (rows: { readonly [K in keyof StoreReader]?: () => unknown }): StoreReader =>
  ({ ...NOTHING, ...rows }) as unknown as StoreReader;

const trips = (...results: (readonly [net: string, r: number])[]) =>
  storeOf({ roundTrips: () => results.map(([net, r]) => ({ netPnl: Money.parse(net), r })) });

Deno.test("runStatistics() adds up wins and losses by hand", () => {
  const s = runStatistics(trips(["30", 0.6], ["-20", -0.4], ["0", 0], ["15.5", 0.31], ["-10", -0.2]));
  strictEqual(s.trades, 5);
  strictEqual(s.wins, 2);
  strictEqual(s.profitFactor, 45.5 / 30);
  strictEqual(s.netPnl, 15.5);
  ok(Math.abs(s.expectancyR - 0.31 / 5) < 1e-12, `${s.expectancyR}`);
});

const FACTORS: readonly (readonly [string, (readonly [string, number])[], number])[] = [
  ["without a loss", [["5", 1]], Infinity],
  ["without a win", [["-5", -1]], 0],
  ["without a trade", [], NaN],
  ["of trades that came to nothing", [["0", 0]], NaN],
];
for (const [name, results, factor] of FACTORS) {
  Deno.test(`runStatistics() gives the profit factor ${name} as ${factor}`, () => {
    strictEqual(runStatistics(trips(...results)).profitFactor, factor);
  });
}

Deno.test("runStatistics() sorts money by why it moved", () => {
  const flow = (kind: string, amount: string) => ({ kind, amount: Money.parse(amount) });
  const s = runStatistics(storeOf({
    cashFlows: () => [
      flow("transfer", "1000"),
      flow("fee", "-1.25"),
      flow("fee", "-0.75"),
      flow("funding", "0.3"),
      flow("funding", "-0.5"),
      flow("realized", "7"),
      flow("liquidation", "-9"),
    ],
    equityCurve: () => ["1000", "1200", "900", "1100"].map((text) => ({ equity: Money.parse(text) })),
    fills: () => [1, 2, 3],
    funding: () => [1],
  }));
  deepStrictEqual(
    [s.fees, s.funding, s.liquidations, s.finalEquity, s.fills, s.fundings],
    [2, -0.2, 1, 1100, 3, 1],
  );
  strictEqual(s.maxDrawdownPct, 25);
});

Deno.test("runStatistics() of an empty store has no trades and no equity", () => {
  const s = runStatistics(storeOf({}));
  deepStrictEqual([s.trades, s.netPnl, s.finalEquity, s.maxDrawdownPct, s.expectancyR], [0, 0, 0, 0, NaN]);
});

const CURVES: readonly (readonly [string, number[], number])[] = [
  ["a curve that only rises", [1, 2, 3], 0],
  ["no curve", [], 0],
  ["the deepest fall, not the last", [100, 150, 75, 200, 180], 50],
  ["a fall from the first point", [100, 80, 90], 20],
  ["a fall in steps, from the peak", [100, 200, 190, 150, 195], 25],
];
for (const [name, equity, worst] of CURVES) {
  Deno.test(`maxDrawdownPct() of ${name} is ${worst}`, () => strictEqual(maxDrawdownPct(equity), worst));
}
