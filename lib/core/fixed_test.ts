import { strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { divCeil, divFloor, divHalfEven, formatDecimal, parseDecimal } from "./fixed.ts";

const HALF_EVEN: readonly [bigint, bigint, bigint][] = [
  [5n, 2n, 2n],
  [7n, 2n, 4n],
  [-5n, 2n, -2n],
  [-7n, 2n, -4n],
  [5n, -2n, -2n],
  [9n, 4n, 2n],
  [11n, 4n, 3n],
  [0n, 3n, 0n],
  [6n, 3n, 2n],
];

Deno.test("divHalfEven() rounds ties to the even neighbour, on both sides of zero", () => {
  for (const [n, d, want] of HALF_EVEN) strictEqual(divHalfEven(n, d), want, `${n} / ${d}`);
});

Deno.test("divFloor(), divCeil() and divHalfEven() bracket the exact quotient", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      (n, d) => {
        const low = divFloor(n, d), high = divCeil(n, d), mid = divHalfEven(n, d);
        return low * d <= n && n < (low + 1n) * d && high * d >= n && n > (high - 1n) * d && low <= mid &&
          mid <= high &&
          2n * (n - mid * d) <= d && 2n * (mid * d - n) <= d;
      },
    ),
    { seed: 1 },
  );
});

Deno.test("parseDecimal() and formatDecimal() are inverse", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      fc.integer({ min: 0, max: 12 }),
      (value, scale) => {
        strictEqual(parseDecimal(formatDecimal(value, scale), scale), value);
      },
    ),
    { seed: 2 },
  );
  strictEqual(parseDecimal("0.0010", 3), 1n);
  strictEqual(formatDecimal(-5n, 8), "-0.00000005");
});

Deno.test("parseDecimal() refuses what it cannot keep exactly", () => {
  throws(() => parseDecimal("0.00001", 4), /more|exactly/);
  for (const text of ["", "1e5", "abc", "1.", ".5", " 1", "NaN", "+1"]) {
    throws(() => parseDecimal(text, 8), SyntaxError);
  }
});
