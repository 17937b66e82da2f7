import assert from "node:assert/strict";
import { REGIME, type Regime } from "../regime/mod.ts";
import { createRouter, route } from "./router.ts";
import { routerConfig, strategiesConfig } from "./schema.ts";

const NAMES = ["NO_TRADE", "TREND", "RANGE", "BREAKOUT"] as const;

/** Where every regime leads, as names of strategies or reasons in brackets. */
function routesOf(router: unknown, strategies: unknown): string[] {
  const made = createRouter(routerConfig.parse(router), strategiesConfig.parse(strategies));
  return NAMES.map((name) => {
    const { strategy, reason } = route(made, REGIME[name]);
    return strategy === null ? `(${reason})` : strategy.name;
  });
}

Deno.test("route() leads to the strategies of the defaults, with breakouts off", () => {
  const expected = ["(no_trade_regime)", "trend_pullback", "range_reversion", "(strategy_disabled)"];
  assert.deepEqual(routesOf({}, {}), expected);
});

Deno.test("route() follows the configuration", () => {
  assert.deepEqual(
    routesOf({ RANGE: null }, { squeeze_breakout: { enabled: true }, trend_pullback: { enabled: false } }),
    ["(no_trade_regime)", "(strategy_disabled)", "(no_strategy)", "squeeze_breakout"],
  );
  assert.deepEqual(routesOf({ BREAKOUT: "trend_pullback" }, {})[REGIME.BREAKOUT], "trend_pullback");
});

Deno.test("route() hands out the strategy's configuration", () => {
  const strategies = strategiesConfig.parse({ range_reversion: { back_bars: 5 } });
  const { config } = route(createRouter(routerConfig.parse({}), strategies), REGIME.RANGE);
  assert.equal(config, strategies.range_reversion);
});

Deno.test("route() knows no strategy for an unknown regime", () => {
  const router = createRouter(routerConfig.parse({}), strategiesConfig.parse({}));
  assert.deepEqual(route(router, 9 as Regime), { strategy: null, config: null, reason: "unknown_regime" });
});
