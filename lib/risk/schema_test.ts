import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { riskConfig } from "./schema.ts";

/** "path: message" of everything refused. */
function faults(config: unknown): string[] {
  const parsed = riskConfig.safeParse(config);
  return parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`);
}

Deno.test("riskConfig has the defaults of the regime-router's portfolio rules", () => {
  deepStrictEqual(riskConfig.parse({}), {
    risk_per_trade_pct: 0.5,
    max_total_open_risk_pct: 2,
    max_open_positions: 3,
    max_same_direction: 2,
    max_correlation: 0.8,
    correlation_bars: 180,
    daily_stop_pct: 2,
    weekly_stop_pct: 5,
    monthly_stop_pct: 8,
    losing_streak: 3,
    cool_down_hours: 12,
    reduced_risk_factor: 0.5,
    reduced_risk_trades: 5,
    max_gross_exposure_pct: 200,
    leverage: 2,
    max_leverage: 2,
    liquidation_distance_stops: 4,
    liquidation_buffer_pct: 5,
    stale_after_bars: 1.5,
  });
});

Deno.test("riskConfig refuses unknown keys", () => {
  deepStrictEqual(faults({ risk_per_trade: 1 }), [': Unrecognized key: "risk_per_trade"']);
});

Deno.test("riskConfig refuses unsafe combinations at the value that is too large", () => {
  const table: readonly [Record<string, number>, string[]][] = [
    [{ leverage: 3 }, ["leverage: must not exceed max_leverage (2)"]],
    [{ leverage: 3, max_leverage: 3 }, []],
    [{ max_leverage: 1 }, ["leverage: must not exceed max_leverage (1)"]],
    [{ risk_per_trade_pct: 2.1 }, ["risk_per_trade_pct: must not exceed max_total_open_risk_pct (2)"]],
    [{ risk_per_trade_pct: 2 }, []],
    [{ daily_stop_pct: 5.1 }, ["daily_stop_pct: must not exceed weekly_stop_pct (5)"]],
    [{ daily_stop_pct: 5 }, []],
    [{ weekly_stop_pct: 8.1 }, ["weekly_stop_pct: must not exceed monthly_stop_pct (8)"]],
    [{ weekly_stop_pct: 8 }, []],
    [{ leverage: 3, weekly_stop_pct: 9 }, [
      "leverage: must not exceed max_leverage (2)",
      "weekly_stop_pct: must not exceed monthly_stop_pct (8)",
    ]],
  ];
  for (const [config, want] of table) deepStrictEqual(faults(config), want, JSON.stringify(config));
});

Deno.test("riskConfig refuses values out of their range, naming the key", () => {
  const table: Record<string, readonly unknown[]> = {
    risk_per_trade_pct: [0, -1, 5.1, NaN, Infinity, "0.5", null],
    max_total_open_risk_pct: [0, 100.1],
    max_open_positions: [0, 1.5, -1],
    max_same_direction: [0, 1.5],
    max_correlation: [-0.1, 1.1, NaN],
    correlation_bars: [19, 180.5],
    daily_stop_pct: [0, -2, Infinity],
    weekly_stop_pct: [0],
    monthly_stop_pct: [0],
    losing_streak: [0, 1.5],
    cool_down_hours: [-1],
    reduced_risk_factor: [0, 1.1],
    reduced_risk_trades: [-1, 1.5],
    max_gross_exposure_pct: [0],
    leverage: [0, 1.5],
    max_leverage: [0, 1.5, 126],
    liquidation_distance_stops: [0.9],
    liquidation_buffer_pct: [-1],
    stale_after_bars: [0],
  };
  deepStrictEqual(Object.keys(table), Object.keys(riskConfig.parse({})));
  for (const [key, values] of Object.entries(table)) {
    for (const value of values) {
      const found = faults({ [key]: value });
      strictEqual(found.some((fault) => fault.startsWith(`${key}: `)), true, `${key} = ${value}: ${found}`);
    }
  }
});
