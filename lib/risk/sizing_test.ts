import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import type { Instrument, MarginTier, Side } from "../domain/mod.ts";
import { anInstrument, anIntent, usdt } from "./risk_fixture.ts";
import { riskBudget, sizeByRisk } from "./sizing.ts";

Deno.test("sizeByRisk() does the arithmetic of one size", () => {
  // equity 10,123.45678901 x 0.7 % = 70.86419752307, cut to 70.86419752
  // short from 20,000.0 to 20,123.4: 1,234 ticks, each 0.0001 on a step of 0.001, are 0.1234 a step
  // 70.86419752 / 0.1234 = 574.26...: 574 steps risk 574 x 0.1234 = 70.8316 and are worth 0.574 x 20,000 = 11,480
  const intent = anIntent({ side: -1, stopTicks: 201_234 });
  deepStrictEqual(sizeByRisk(anInstrument(), intent, usdt("10123.45678901"), 0.7, 2), {
    equity: usdt("10123.45678901"),
    riskPct: 0.7,
    budget: usdt("70.86419752"),
    stopDistanceTicks: 1_234,
    qtySteps: 574,
    riskMoney: usdt("70.8316"),
    notional: usdt("11480"),
    leverage: 2,
    // 1.5 x 20,000 / 1.004
    liquidation: 29_880.478087649,
  });
});

Deno.test("riskBudget() is never above the percentage, however it is written", () => {
  const equity = usdt("100000000");
  const table: readonly [number, string][] = [
    [0.5, "500000"],
    [0.1251, "125100"], // 0.1251 x 1e6 is a hair less than 125100 in doubles
    [0.57, "570000"],
    [0.5 * 0.1, "50000"],
    [0.3 * 0.1, "30000"],
    [0.1666666, "166666"], // counted in steps of 1e-6 and cut, never rounded to 0.166667
    [0.1666669, "166666"],
    [0.0000009, "0"],
    [5, "5000000"],
  ];
  for (const [riskPct, want] of table) strictEqual(riskBudget(equity, riskPct), usdt(want), String(riskPct));
  for (const none of [0n, -1n, usdt("-100")]) strictEqual(riskBudget(none, 0.5), 0n);
});

const MONEY_MAX = 10n ** 16n; // 100 million

/** Instruments from coarse to fine: ticks of 0.00001 .. 10, steps of 0.001 .. 1000, with and without a largest order. */
const instruments = fc.record({
  tick: fc.constantFrom(1n, 5n, 25n, 100n),
  scale: fc.integer({ min: 0, max: 9 }),
  maxSteps: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: null, freq: 3 }),
}).map(({ tick, scale, maxSteps }): Instrument => ({
  ...anInstrument(),
  tickStepValue: tick * 10n ** BigInt(scale),
  maxSteps,
}));

const cases = fc.record({
  it: instruments,
  side: fc.constantFrom<Side>(1, -1),
  anchorTicks: fc.integer({ min: 2, max: 5_000_000 }),
  /** Share of the anchor, in 1e-6. */
  distancePpm: fc.integer({ min: 1, max: 999_999 }),
  equity: fc.bigInt({ min: 1n, max: MONEY_MAX }),
  /** Percent in 1e-8, so that the exact value is known. */
  riskE8: fc.integer({ min: 1_000_000, max: 500_000_000 }),
});

Deno.test("sizeByRisk() never risks more than the budget, and one step more would", () => {
  let capped = 0, sized = 0;
  fc.assert(
    fc.property(cases, ({ it, side, anchorTicks, distancePpm, equity, riskE8 }) => {
      const distance = Math.max(1, Math.floor((anchorTicks * distancePpm) / 1e6));
      const intent = anIntent({ side, anchorTicks, stopTicks: anchorTicks - side * distance });
      const sizing = sizeByRisk(it, intent, equity, riskE8 / 1e8, 2);
      const { qtySteps, budget, riskMoney } = sizing;
      const perStep = BigInt(distance) * it.tickStepValue;

      strictEqual(Number.isSafeInteger(qtySteps) && qtySteps >= 0, true);
      strictEqual(riskMoney, BigInt(qtySteps) * perStep);
      strictEqual(riskMoney <= budget, true, "risk beyond the budget");
      // budget <= equity x risk / 100, exactly; and not short of it by more than what a step of 1e-6 % and a unit are worth
      const exactE10 = equity * BigInt(riskE8);
      strictEqual(budget * 10n ** 10n <= exactE10, true, "budget beyond its percentage");
      strictEqual(
        (budget + 1n) * 10n ** 10n > exactE10 - equity * 100n,
        true,
        "budget far below its percentage",
      );
      if (qtySteps > 0) sized += 1;
      if (it.maxSteps !== null && qtySteps === it.maxSteps) capped += 1;
      else strictEqual(riskMoney + perStep > budget, true, "one more step was affordable");
      strictEqual(sizing.notional, BigInt(anchorTicks) * BigInt(qtySteps) * it.tickStepValue);
    }),
    { seed: 7, numRuns: 10_000 },
  );
  strictEqual(
    capped > 500 && sized > 5_000,
    true,
    `${capped} capped and ${sized} sized: the cases prove little`,
  );
});

Deno.test("sizeByRisk() with a wider stop, less equity or less risk never sizes more", () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 1_000_000 }), (c, more) => {
      const { it, side, anchorTicks, equity } = c, riskPct = c.riskE8 / 1e8;
      const at = (distance: number) =>
        anIntent({ side, anchorTicks, stopTicks: anchorTicks - side * distance });
      const steps = sizeByRisk(it, at(1_000), equity, riskPct, 2).qtySteps;
      strictEqual(sizeByRisk(it, at(1_000 + more), equity, riskPct, 2).qtySteps <= steps, true);
      strictEqual(sizeByRisk(it, at(1_000), equity - BigInt(more), riskPct, 2).qtySteps <= steps, true);
      strictEqual(sizeByRisk(it, at(1_000), equity, riskPct / 2, 2).qtySteps <= steps, true);
    }),
    { seed: 8, numRuns: 2_000 },
  );
});

Deno.test("sizeByRisk() without equity sizes nothing", () => {
  for (const equity of [0n, -1n, usdt("-10000")]) {
    const { qtySteps, budget, riskMoney, notional } = sizeByRisk(anInstrument(), anIntent(), equity, 0.5, 2);
    deepStrictEqual([qtySteps, budget, riskMoney, notional], [0, 0n, 0n, 0n]);
  }
});

Deno.test("sizeByRisk() throws when the stop is not on the losing side of the anchor", () => {
  for (const side of [1, -1] as const) {
    for (const beyond of [0, 1, 5_000]) {
      const intent = anIntent({ side, stopTicks: 200_000 + side * beyond });
      throws(() => sizeByRisk(anInstrument(), intent, usdt("10000"), 0.5, 2), {
        name: "RangeError",
        message: `Cannot size ${intent.id}: stop ${intent.stopTicks} is not beyond anchor 200000`,
      });
    }
  }
});

Deno.test("sizeByRisk() caps at the venue's largest order and lowers leverage to the bracket of the value", () => {
  const tier = (cap: string, maxLeverage: number): MarginTier => ({
    floor: 0n,
    cap: usdt(cap),
    maintRateE8: 400_000n,
    maintAmount: 0n,
    maxLeverage,
  });
  const size = (change: Partial<Instrument>, leverage: number) =>
    sizeByRisk(anInstrument(undefined, change), anIntent(), usdt("10000"), 0.5, leverage);
  // 0.125 at 20,000.0 is worth 2,500: the first bracket's cap still holds it
  const tiers = [tier("2500", 10), tier("5000", 3)];
  deepStrictEqual([size({ tiers }, 20).qtySteps, size({ tiers }, 20).leverage], [125, 10]);
  deepStrictEqual([size({ tiers }, 2).qtySteps, size({ tiers }, 2).leverage], [125, 2]);
  strictEqual(size({ tiers: [tier("2499.99999999", 10), tier("5000", 3)] }, 20).leverage, 3);
  strictEqual(size({ tiers: [tier("2000", 10)] }, 20).leverage, 0, "beyond the last bracket");
  const capped = size({ maxSteps: 100 }, 2);
  deepStrictEqual([capped.qtySteps, capped.riskMoney, capped.budget], [100, usdt("40"), usdt("50")]);
});
