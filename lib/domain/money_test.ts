import { strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { Money, MONEY_ONE, MONEY_SCALE } from "./money.ts";

Deno.test("Money.parse() and format() keep every unit of 1e-8", () => {
  for (
    const [text, amount] of [
      ["0", 0n],
      ["1", MONEY_ONE],
      ["0.00000001", 1n],
      ["-12.5", -1_250_000_000n],
      ["123456789012345.12345678", 12_345_678_901_234_512_345_678n],
    ] as const
  ) {
    strictEqual(Money.parse(text), amount);
    strictEqual(Money.format(amount), text);
  }
  strictEqual(Money.parse("1.100"), 110_000_000n);
  strictEqual(10n ** BigInt(MONEY_SCALE), MONEY_ONE);
});

Deno.test("Money.parse() refuses what it cannot keep exactly", () => {
  throws(() => Money.parse("0.000000001"), RangeError);
  for (const text of ["", "1e5", "1,5", ".5", "+1", " 1"]) throws(() => Money.parse(text), SyntaxError);
});

Deno.test("Money.timesRate() rounds half to even on both sides of zero", () => {
  for (
    const [amount, rateE8, result] of [
      [10_000_000_000n, 50_000n, 5_000_000n], // 100 USDT at 5 bps
      [1n, 50_000_000n, 0n], // 0.5
      [3n, 50_000_000n, 2n], // 1.5
      [5n, 50_000_000n, 2n], // 2.5
      [-1n, 50_000_000n, 0n],
      [-3n, 50_000_000n, -2n],
      [-5n, 50_000_000n, -2n],
      [7n, 30_000_000n, 2n], // 2.1
      [-9n, 30_000_000n, -3n], // -2.7
      [5n, 0n, 0n],
    ] as const
  ) strictEqual(Money.timesRate(amount, rateE8), result, `${amount} x ${rateE8}`);
});

Deno.test("Money.fromNumber() takes the nearest amount and refuses what is not finite", () => {
  strictEqual(Money.fromNumber(0.1), 10_000_000n);
  strictEqual(Money.fromNumber(-12.345678901), -1_234_567_890n);
  strictEqual(Money.toNumber(Money.fromNumber(0.3)), 0.3);
  for (const value of [NaN, Infinity, -Infinity]) throws(() => Money.fromNumber(value), RangeError);
});

Deno.test("Money.abs() and min()", () => {
  strictEqual(Money.abs(-3n), 3n);
  strictEqual(Money.abs(3n), 3n);
  strictEqual(Money.min(-3n, 2n), -3n);
  strictEqual(Money.min(2n, -3n), -3n);
});

Deno.test("Money: parse() undoes format() for any amount", () => {
  fc.assert(fc.property(fc.bigInt(), (amount) => Money.parse(Money.format(amount)) === amount), { seed: 1 });
});
