import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Checks } from "../domain/mod.ts";
import { evaluate } from "./evaluate.ts";
import { LATCHES, PORTFOLIO_SCOPE } from "./latches.ts";
import { anInput, held, judge, LIMITS, NOW, returnsOf, SYMBOLS, usdt } from "./risk_fixture.ts";
import { RULES } from "./rules.ts";
import { ReturnWindow } from "../portfolio/mod.ts";

/** What one rule noted. */
function checkOf(name: string, change: Parameters<typeof judge>[0]) {
  const { checks, failed } = judge(change);
  return { ...checks.find((check) => check.name === name)!, failed };
}

Deno.test("evaluate() approves with the sizing's quantity, leverage and risk", () => {
  const { verdict } = judge();
  if (!verdict.approved) throw new Error(verdict.deniedBy);
  const { intent, ...approval } = verdict.approval;
  // 10,000 x 0.5 % / (20,000 - 19,600) = 0.125
  deepStrictEqual(approval, { qtySteps: 125, leverage: 2, riskMoney: usdt("50") });
  strictEqual(intent.id, anInput().intent.id);
});

Deno.test("evaluate() notes every rule, whatever the verdict", () => {
  const names = RULES.map((rule) => rule.name);
  deepStrictEqual(judge().checks.map((check) => check.name), names);
  const denied = judge({ nowMs: NOW + 1e9 });
  deepStrictEqual(denied.checks.map((check) => check.name), names);
});

Deno.test("evaluate() names the first of several failures", () => {
  const late = { nowMs: NOW + 1e9 };
  const { verdict, failed } = judge({ ...late, intent: { leverage: 3 }, instrument: { minSteps: 126 } });
  deepStrictEqual(failed, ["stale", "max_leverage", "min_quantity"]);
  strictEqual(!verdict.approved && verdict.deniedBy, "stale");
});

Deno.test("evaluate() forgets what the checks held before", () => {
  const checks = Checks.create();
  Checks.add(checks, "other", 1, 0, false);
  strictEqual(evaluate(anInput(), LIMITS.risk_per_trade_pct, checks).approved, true);
  strictEqual(checks.count, RULES.length);
});

Deno.test("evaluate() has room for every latch at once", () => {
  const latches = [PORTFOLIO_SCOPE, SYMBOLS[0]].flatMap((scope) =>
    LATCHES.map((name) => ({ scope, name, cause: "" }))
  );
  const { checks, verdict } = judge({ latches });
  strictEqual(!verdict.approved && verdict.deniedBy, "latch.starting");
  strictEqual(checks.length, RULES.length - 1 + 2 * LATCHES.length);
});

for (const name of LATCHES) {
  Deno.test(`evaluate() denies by latch ${name} of the portfolio or of the symbol, and no other's`, () => {
    const judged = (scope: string) => judge({ latches: [{ scope, name, cause: "a test" }] }).failed;
    deepStrictEqual(judged(PORTFOLIO_SCOPE), [`latch.${name}`]);
    deepStrictEqual(judged(SYMBOLS[0]), [`latch.${name}`]);
    deepStrictEqual(judged(SYMBOLS[1]), []);
  });
}

Deno.test("evaluate() sizes on the equity that open losses leave, never on open profit", () => {
  const wins = judge({ holdings: { 1: held(1, { cost: usdt("20"), qtySteps: 1, markPrice: 2_000_000 }) } });
  strictEqual(wins.verdict.sizing.equity, usdt("10000"));
  // 1 short from 20,000 at 22,000: 2,000 lost, 40 of 8,000 may be risked
  const short = held(-1, { qtySteps: 1000, cost: usdt("20000"), markPrice: 22_000, stopTicks: 200_000 });
  const loses = judge({ holdings: { 1: short } });
  strictEqual(loses.verdict.sizing.equity, usdt("8000"));
  strictEqual(loses.verdict.sizing.qtySteps, 100);
});

Deno.test("evaluate() of an account without equity denies and sizes nothing", () => {
  for (const wallet of ["0", "-0.00000001"]) {
    const { verdict, failed } = judge({ wallet });
    strictEqual(verdict.sizing.qtySteps, 0, wallet);
    strictEqual(!verdict.approved && verdict.deniedBy, "min_quantity", wallet);
    const alsoFailed = ["total_open_risk", "gross_exposure", "liquidation_distance", "liquidation_buffer"];
    deepStrictEqual(alsoFailed.filter((name) => !failed.includes(name)), [], wallet);
  }
});

Deno.test("evaluate() throws on an intent whose stop is not on its losing side", () => {
  throws(() => judge({ intent: { stopTicks: 200_000 } }), RangeError);
});

Deno.test("evaluate() denies below the least notional and does not round up", () => {
  // risk allows 0.125 x 20,000 = 2,500, one step more would be 2,520
  const { verdict, failed } = judge({ instrument: { minNotional: usdt("2520") } });
  deepStrictEqual(failed, ["min_notional"]);
  strictEqual(verdict.sizing.qtySteps, 125);
  deepStrictEqual(judge({ instrument: { minNotional: null } }).failed, []);
});

Deno.test("evaluate() lets a caller risk less than the limit and never more", () => {
  strictEqual(judge({ riskPct: 0.25 }).verdict.sizing.qtySteps, 62);
  deepStrictEqual(judge({ riskPct: 0.25 }).failed, []);
  deepStrictEqual(judge({ riskPct: 1 }).failed, ["risk_per_trade"]);
});

Deno.test("evaluate() denies leverage beyond the venue's bracket or the limit", () => {
  const brackets = anInput().instruments[0].tiers.map((tier) => ({ ...tier, maxLeverage: 1 }));
  const weak = checkOf("max_leverage", { instrument: { tiers: brackets }, intent: { leverage: 2 } });
  deepStrictEqual([weak.value, weak.limit, weak.failed], [2, 1, ["max_leverage"]]);
  // beyond the last bracket nothing may be held: 2,500 > 1,000
  const [first] = brackets;
  const none = checkOf("max_leverage", { instrument: { tiers: [{ ...first, cap: usdt("1000") }] } });
  deepStrictEqual([none.limit, none.pass], [0, false]);
});

/** Returns of the intent's symbol and three others; with those of the second they correlate by `rho` 0.8 or -0.8. */
const OWN = returnsOf(1, 1, -1, -1), ALIKE = returnsOf(7, 1, -1, -7), MIRRORED = returnsOf(-7, -1, 1, 7);
const OTHER = returnsOf(1, -1, 1, -1);

Deno.test("evaluate() holds correlation against positions in the same effective direction alone", () => {
  const table: readonly [string, 1 | -1, ReturnWindow, number, string[]][] = [
    ["alike, same side", 1, ALIKE, 0.8, ["correlation"]],
    ["alike, opposite sides", -1, ALIKE, -0.8, []],
    ["mirrored, same side", 1, MIRRORED, -0.8, []],
    ["mirrored, opposite sides", -1, MIRRORED, 0.8, ["correlation"]],
    ["unrelated", 1, OTHER, 0, []],
  ];
  const limits = { ...LIMITS, max_correlation: 0.7 };
  for (const [name, side, window, rho, failed] of table) {
    for (const holding of [held(side), { pendingSide: side, pendingSteps: 1 }]) {
      const got = checkOf("correlation", {
        limits,
        holdings: { 1: holding },
        returns: [OWN, window, OTHER, OTHER],
      });
      deepStrictEqual([Math.abs(got.value! - rho) < 1e-15, got.failed], [true, failed], name);
    }
  }
});

Deno.test("evaluate() holds a short against correlation as it does a long", () => {
  const intent = { side: -1, stopTicks: 204_000 } as const, limits = { ...LIMITS, max_correlation: 0.7 };
  const judged = (side: 1 | -1, window: ReturnWindow) =>
    judge({ intent, limits, holdings: { 1: held(side) }, returns: [OWN, window, OTHER, OTHER] }).failed;
  deepStrictEqual(judged(-1, ALIKE), ["correlation"]);
  deepStrictEqual(judged(1, ALIKE), []);
  deepStrictEqual(judged(1, MIRRORED), ["correlation"]);
});

Deno.test("evaluate() looks at the most correlated of all positions", () => {
  const limits = { ...LIMITS, max_correlation: 0.7 };
  const got = checkOf("correlation", {
    limits,
    holdings: { 1: held(1), 2: held(-1), 3: held(-1) },
    returns: [OWN, OTHER, MIRRORED, ALIKE],
  });
  strictEqual(got.value, 0.8);
  strictEqual(got.pass, false);
});

Deno.test("evaluate() denies where a correlation cannot be told, and only with a position there", () => {
  const windows: readonly [string, ReturnWindow][] = [
    ["not full", ReturnWindow.create(4)],
    ["of another bar", { ...ALIKE, lastCloseMs: NOW - 1 }],
    ["without movement", returnsOf(1, 1, 1, 1)],
  ];
  for (const [name, window] of windows) {
    // the known one comes first and last, so that neither order hides the unknown
    for (const at of [1, 2, 3]) {
      const returns = [OWN, OTHER, OTHER, OTHER];
      returns[at] = window;
      const holdings = { 1: held(-1), 2: held(1), 3: held(-1) };
      const got = checkOf("correlation", { holdings, returns, limits: { ...LIMITS, max_open_positions: 9 } });
      deepStrictEqual([got.value, got.failed], [null, ["correlation"]], `${name} at ${at}`);
      deepStrictEqual(judge({ returns }).failed, [], `${name} at ${at}, nothing held`);
    }
  }
});

Deno.test("evaluate() takes the liquidation price from the bracket that holds the position's value there", () => {
  // 10 at 19,910 with leverage 2: (199,100 / 2 - 50) / (10 x 0.995) = 10,000, worth 100,000 there: second bracket;
  // 19,910 - 10,000 = 9,910 is 4 x 2,477.5, and 10 x 2,477.5 is 0.5 % of 4,955,000
  const intent = { anchorTicks: 199_100, stopTicks: 174_325 };
  const { verdict } = judge({ wallet: "4955000", intent });
  strictEqual(verdict.sizing.qtySteps, 10_000);
  strictEqual(checkOf("liquidation_distance", { wallet: "4955000", intent }).value, 4);
});

Deno.test("evaluate() measures liquidation above a short and not at all where no price liquidates", () => {
  // maintenance 25 %: 20,000 x 1.5 / 1.25 = 24,000, four times 1,000 away; (24,000 - 21,000) / 20,000 = 15 %
  const [tier] = anInput().instruments[0].tiers;
  const tiers = [{ ...tier, maintRateE8: 25_000_000n }];
  const short = { instrument: { tiers }, intent: { side: -1, stopTicks: 210_000 } } as const;
  strictEqual(checkOf("liquidation_distance", short).value, 4);
  strictEqual(checkOf("liquidation_buffer", short).value, 15);
  deepStrictEqual(judge(short).failed, []);
  const beyond = { ...short, intent: { side: -1, stopTicks: 210_001 } } as const;
  deepStrictEqual(judge(beyond).failed, ["liquidation_distance"]);
  const free = checkOf("liquidation_distance", { limits: { ...LIMITS, leverage: 1 } });
  deepStrictEqual([free.value, free.pass, free.failed], [null, true, []], "a long that paid for itself");
});
