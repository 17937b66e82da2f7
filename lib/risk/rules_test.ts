import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { LossPeriods } from "../portfolio/mod.ts";
import { type Change, held, HOUR, judge, LIMITS, NOW, returnsOf, SYMBOLS, usdt } from "./risk_fixture.ts";
import { RULES } from "./rules.ts";

const DAY = 24 * HOUR;

/** Loss periods that began with 10,000 USDT on a Monday the first and see an equity `afterMs` later. */
function periodsAt(afterMs: number, equity: string): LossPeriods {
  const periods = LossPeriods.create(), limits = [2, 5, 8];
  LossPeriods.observe(periods, NOW, usdt("10000"), limits);
  LossPeriods.observe(periods, NOW + afterMs, usdt(equity), limits);
  return periods;
}

const long = held(1), short = held(-1);

/** 16 / (2 x 10) = 0.8 with [1, 1, -1, -1]. */
const ALIKE = returnsOf(7, 1, -1, -7);
const OWN = returnsOf(1, 1, -1, -1), OTHER = returnsOf(1, -1, 1, -1);

/** 5 % of 19,920 above 10,000, where a long with leverage 2 is liquidated: 0.5 x 19,920 / 0.996. */
const BUFFER = { ...LIMITS, liquidation_distance_stops: 1 };

/** Of each rule: a case at its limit, which passes, and the next one beyond, which fails by this rule alone. */
const TABLE: readonly [rule: string, deniedBy: string, at: Change, beyond: Change][] = [
  [
    "latch",
    "latch.operator",
    { latches: [{ scope: SYMBOLS[1], name: "operator", cause: "" }] },
    { latches: [{ scope: SYMBOLS[0], name: "operator", cause: "" }] },
  ],
  ["stale", "stale", { nowMs: NOW + 1.5 * HOUR }, { nowMs: NOW + 1.5 * HOUR + 1 }],
  [
    "daily_stop",
    "daily_stop",
    { periods: periodsAt(HOUR, "9800.00000001") },
    { periods: periodsAt(HOUR, "9800") },
  ],
  [
    "weekly_stop",
    "weekly_stop",
    { periods: periodsAt(DAY, "9500.00000001") },
    { periods: periodsAt(DAY, "9500") },
  ],
  [
    "monthly_stop",
    "monthly_stop",
    { periods: periodsAt(7 * DAY, "9200.00000001") },
    { periods: periodsAt(7 * DAY, "9200") },
  ],
  [
    "cool_down",
    "cool_down",
    { streak: { losses: 0, coolUntilMs: NOW, reducedLeft: 0 } },
    { streak: { losses: 0, coolUntilMs: NOW + 1, reducedLeft: 0 } },
  ],
  ["one_per_symbol", "one_per_symbol", {}, { holdings: { 0: { pendingSide: 1, pendingSteps: 1 } } }],
  [
    "max_open_positions",
    "max_open_positions",
    { holdings: { 1: short, 2: short } },
    { holdings: { 1: short, 2: short, 3: { pendingSide: -1 } } },
  ],
  [
    "same_direction",
    "same_direction",
    { holdings: { 1: long, 2: short } },
    { holdings: { 1: long, 2: { pendingSide: 1, pendingSteps: 1 } } },
  ],
  [
    "correlation",
    "correlation",
    { holdings: { 1: long }, returns: [OWN, ALIKE, OTHER, OTHER] },
    {
      holdings: { 1: long },
      returns: [OWN, ALIKE, OTHER, OTHER],
      limits: { ...LIMITS, max_correlation: 0.8 - 1e-15 },
    },
  ],
  ["max_leverage", "max_leverage", { intent: { leverage: 2 } }, { intent: { leverage: 3 } }],
  ["min_quantity", "min_quantity", { instrument: { minSteps: 125 } }, { instrument: { minSteps: 126 } }],
  [
    "min_notional",
    "min_notional",
    { instrument: { minNotional: usdt("2500") } },
    { instrument: { minNotional: usdt("2500.00000001") } },
  ],
  // 0.125 x 400 = 50 is 0.5 %; the next step, 50.4, is what a caller gets who sizes with 0.504 %
  ["risk_per_trade", "risk_per_trade", { riskPct: 0.5 }, { riskPct: 0.504 }],
  [
    "total_open_risk",
    "total_open_risk",
    { holdings: { 1: { pendingSide: 1, pendingSteps: 3, pendingRiskPerStep: usdt("50") } } },
    { holdings: { 1: { pendingSide: 1, pendingSteps: 1, pendingRiskPerStep: usdt("150.00000001") } } },
  ],
  // 17,500 at 20,000.0 and 2,500 of the intent are 200 % of 10,000
  [
    "gross_exposure",
    "gross_exposure",
    { holdings: { 1: held(1, { qtySteps: 875, cost: usdt("17500") }) } },
    { holdings: { 1: held(1, { qtySteps: 875, cost: usdt("17500"), markPrice: 20_000.1 }) } },
  ],
  // 2,500 / 2 and a taker fee of 5 bps: 1,251.25
  [
    "free_margin",
    "free_margin",
    { holdings: { 1: held(1, { isolatedMargin: usdt("8748.75") }) } },
    { holdings: { 1: held(1, { isolatedMargin: usdt("8748.75000001") }) } },
  ],
  // 19,920 - 10,000 is 4 x 2,480
  [
    "liquidation_distance",
    "liquidation_distance",
    { intent: { anchorTicks: 199_200, stopTicks: 174_400 } },
    { intent: { anchorTicks: 199_200, stopTicks: 174_399 } },
  ],
  // 10,996 - 10,000 is 5 % of 19,920
  [
    "liquidation_buffer",
    "liquidation_buffer",
    { limits: BUFFER, intent: { anchorTicks: 199_200, stopTicks: 109_960 } },
    { limits: BUFFER, intent: { anchorTicks: 199_200, stopTicks: 109_959 } },
  ],
];

/** A loss that reaches one of these has stopped, so the passing case is a unit of money short of it. */
const STOPS = ["daily_stop", "weekly_stop", "monthly_stop"];

for (const [rule, deniedBy, at, beyond] of TABLE) {
  Deno.test(`evaluate() passes ${rule} at its limit and denies just beyond it by that name alone`, () => {
    const passing = judge(at);
    deepStrictEqual(passing.failed, []);
    strictEqual(passing.verdict.approved, true);
    const own = passing.checks.find((check) => check.name === rule)!;
    if (!STOPS.includes(rule)) strictEqual(own.value, own.limit, "the case is exactly at the limit");

    const { verdict, failed } = judge(beyond);
    deepStrictEqual(failed, [deniedBy]);
    strictEqual(verdict.approved, false);
    strictEqual(verdict.approved === false && verdict.deniedBy, deniedBy);
  });
}

Deno.test("RULES are all in the table above, in the order in which they name a denial", () => {
  deepStrictEqual(TABLE.map(([rule]) => rule), RULES.map((rule) => rule.name));
});
