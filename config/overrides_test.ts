import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";
import { unwrap } from "../lib/core/mod.ts";
import { parseInstrument } from "../lib/domain/mod.ts";
import { traderSpec } from "../lib/trader/mod.ts";
import { load } from "./shipped_fixture.ts";

const origins = ["BTC", "ETH", "LTC"].map((base) => ({
  historySource: "",
  instrument: unwrap(
    parseInstrument(`${base}/USDT:USDT`, {
      ...{ id: `${base}USDT`, quote: "USDT", settle: "USDT", linear: true, contractSize: "1" },
      ...{ tickSize: "0.1", stepSize: "0.001", makerFeeBps: "2", takerFeeBps: "5", fundingIntervalHours: 8 },
      tiers: [{ floor: "0", cap: "1000", maintMarginRate: "0.01", maintAmount: "0", maxLeverage: "10" }],
    }),
    "test instrument",
  ),
}));

const specs = (yaml: string) => traderSpec(load(yaml).config.system, origins, "run");

Deno.test("overrides of a symbol change that symbol alone, and of it only what they say", () => {
  const plain = specs("");
  const own = specs(`
system:
  symbols:
    ETH/USDT:USDT:
      overrides:
        regime: { adx_trend: 30 }
        strategies: { trend_pullback: { reward_risk_min: 3 } }
        exits: { break_even: { enabled: true } }
`);
  const [, eth] = own.symbols, [, plainEth] = plain.symbols;
  deepStrictEqual([own.symbols[0], own.symbols[2]], [plain.symbols[0], plain.symbols[2]]);
  notDeepStrictEqual(eth, plainEth);
  deepStrictEqual(eth, {
    ...plainEth,
    regime: { ...plainEth!.regime, adx_trend: 30 },
    strategies: {
      ...plainEth!.strategies,
      trend_pullback: { ...plainEth!.strategies.trend_pullback, reward_risk_min: 3 },
    },
    exits: { ...plainEth!.exits, break_even: { ...plainEth!.exits.break_even, enabled: true } },
  });
  // the portfolio has the whole configuration, for what may be changed while it runs
  const { config: _own, ...portfolio } = own.portfolio;
  const { config: _plain, ...plainPortfolio } = plain.portfolio;
  deepStrictEqual([portfolio, own.orders], [plainPortfolio, plain.orders]);
});

Deno.test("a value of the system reaches every symbol that does not override it", () => {
  const { symbols } = specs(`
system:
  regime: { confirmations: 7 }
  symbols: { BTC/USDT:USDT: { overrides: { regime: { confirmations: 1 } } } }
`);
  deepStrictEqual(symbols.map(({ regime }) => regime.confirmations), [1, 7, 7]);
});
