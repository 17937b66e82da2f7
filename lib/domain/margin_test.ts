import { ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { unwrap } from "../core/mod.ts";
import { Instrument } from "./instrument.ts";
import { initialMargin, liquidationPrice, maxLeverageFor } from "./margin.ts";
import { Money } from "./money.ts";
import { parseInstrument } from "./schema.ts";
import { anEntry } from "./entry_fixture.ts";

const IT = unwrap(parseInstrument("TEST/USDT:USDT", anEntry()), "instrument");

/**
 * Maintenance margin worked out another way than by rate and deduction: each slice of the notional pays the rate of the
 * bracket it lies in. Double arithmetic, USDT.
 */
function maintenanceMargin(notional: number): number {
  let margin = 0;
  for (const [i, tier] of IT.tiers.entries()) {
    const [floor, cap] = [Money.toNumber(tier.floor), Money.toNumber(tier.cap)];
    const isLast = i === IT.tiers.length - 1;
    const slice = Math.max(0, (isLast ? notional : Math.min(notional, cap)) - floor);
    margin += slice * Number(tier.maintRateE8) / 1e8;
  }
  return margin;
}

Deno.test("liquidationPrice() is where the margin balance has come down to the maintenance margin", () => {
  const position = fc.record({
    side: fc.constantFrom(1 as const, -1 as const),
    qtySteps: fc.oneof(fc.integer({ min: 2, max: 5000 }), fc.integer({ min: 5000, max: 150_000 })),
    ticks: fc.integer({ min: 10_000, max: 900_000 }),
    leverage: fc.integer({ min: 2, max: 40 }),
    paid: fc.double({ min: 0.5, max: 1.5, noNaN: true }),
  });
  fc.assert(
    fc.property(position, ({ side, qtySteps, ticks, leverage, paid }) => {
      const cost = Instrument.notional(IT, ticks, qtySteps);
      const isolatedMargin = Money.fromNumber(Money.toNumber(initialMargin(cost, leverage)) * paid);
      const price = liquidationPrice(IT, { side, qtySteps, cost, isolatedMargin });
      const value = Instrument.quantity(IT, qtySteps) * price;
      const balance = Money.toNumber(isolatedMargin) + side * (value - Money.toNumber(cost));
      const needed = maintenanceMargin(value);
      ok(Math.abs(balance - needed) <= 1e-11 * value + 1e-7, `balance ${balance}, needed ${needed}`);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

Deno.test("liquidationPrice() by hand, in each bracket, long and short", () => {
  const at = (side: 1 | -1, qtySteps: number, costUsdt: string, marginUsdt: string) =>
    liquidationPrice(IT, {
      side,
      qtySteps,
      cost: Money.parse(costUsdt),
      isolatedMargin: Money.parse(marginUsdt),
    });
  // (45,000 - 4,500 - 0) / (1 x 0.996)
  ok(Math.abs(at(1, 1000, "45000", "4500") - 40_500 / 0.996) < 1e-8);
  // (100,000 - 10,000 - 50) / (2 x 0.995): a notional of 90,402
  ok(Math.abs(at(1, 2000, "100000", "10000") - 89_950 / 1.99) < 1e-8);
  // (1,000,000 - 100,000 - 2,550) / (20 x 0.99): a notional of 906,515
  ok(Math.abs(at(1, 20_000, "1000000", "100000") - 897_450 / 19.8) < 1e-8);
  // (45,000 + 4,500) / (1 x 1.004) = 49,302.8: still the first bracket
  ok(Math.abs(at(-1, 1000, "45000", "4500") - 49_500 / 1.004) < 1e-8);
  // (50,000 + 5,000 + 50) / (1 x 1.005) = 54,776.1: the second, though it was entered in the first
  ok(Math.abs(at(-1, 1000, "50000", "5000") - 55_050 / 1.005) < 1e-8);
});

Deno.test("liquidationPrice() is 0 when no price above zero liquidates, and throws without a position", () => {
  const cost = Money.parse("45000");
  strictEqual(liquidationPrice(IT, { side: 1, qtySteps: 1000, cost, isolatedMargin: cost }), 0);
  ok(liquidationPrice(IT, { side: -1, qtySteps: 1000, cost, isolatedMargin: cost }) > 89_000);
  throws(() => liquidationPrice(IT, { side: 1, qtySteps: 0, cost: 0n, isolatedMargin: 0n }), RangeError);
});

Deno.test("maxLeverageFor() is the bracket's, caps included; 0 beyond the last one", () => {
  for (
    const [notional, leverage] of [
      ["0", 125],
      ["50000", 125],
      ["50000.00000001", 100],
      ["500000", 100],
      ["10000000", 50],
      ["10000000.00000001", 0],
    ] as const
  ) strictEqual(maxLeverageFor(IT, Money.parse(notional)), leverage, notional);
});

Deno.test("initialMargin() rounds half to even", () => {
  strictEqual(initialMargin(100n, 3), 33n);
  strictEqual(initialMargin(5n, 2), 2n);
  strictEqual(initialMargin(7n, 2), 4n);
});
