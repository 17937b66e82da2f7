import assert from "node:assert/strict";
import { SYMBOL, UNITS } from "./facts_fixture.ts";
import {
  durationText,
  holdingText,
  moneyText,
  pctText,
  priceText,
  resultText,
  rText,
  ticksText,
} from "./units.ts";

Deno.test("moneyText() rounds to cents from one unit up, and is exact below", () => {
  const cases: [bigint, string][] = [
    [0n, "0 USDT"],
    [1n, "0.00000001 USDT"],
    [-12_345_678n, "-0.12345678 USDT"],
    [99_999_999n, "0.99999999 USDT"],
    [100_000_000n, "1.00 USDT"],
    [123_456_789_012n, "1234.57 USDT"],
    [-123_456_789_012n, "-1234.57 USDT"],
    [100_500_000n, "1.00 USDT"],
  ];
  for (const [amount, text] of cases) assert.equal(moneyText(amount, UNITS), text);
  assert.deepEqual([resultText(100_000_000n, UNITS), resultText(-1n, UNITS), resultText(0n, UNITS)], [
    ...["+1.00 USDT", "-0.00000001 USDT", "0 USDT"],
  ]);
});

Deno.test("durationText() uses the two largest units", () => {
  const cases: [number, string][] = [
    [0, "0 ms"],
    [999, "999 ms"],
    [1_000, "1 s"],
    [2_149, "2.1 s"],
    [60_000, "1 min"],
    [3_599_999, "59 min"],
    [18_720_000, "5 h 12 min"],
    [90_000_000, "1 d 1 h"],
  ];
  for (const [ms, text] of cases) assert.equal(durationText(ms), text);
});

Deno.test("prices and sizes carry their unit, and no noise of doubles", () => {
  assert.equal(ticksText(SYMBOL, 612_347, UNITS), "61234.7 USDT");
  assert.equal(priceText(SYMBOL, 0.1 + 0.2, UNITS), "0.3 USDT");
  assert.deepEqual([12, -12, 0].map((steps) => holdingText(SYMBOL, steps, UNITS)), [
    ...["long 0.012 BTC", "short 0.012 BTC", "nothing"],
  ]);
  assert.deepEqual([pctText(2.0049), rText(1.005), rText(-1), rText(0)], ["2 %", "+1 R", "-1 R", "0 R"]);
});
