import assert from "node:assert/strict";
import { type CandleSide, isEngulfing, isStrongClose } from "./candle_shapes.ts";

const ENGULFING: { name: string; bars: [number, number, number, number]; long: boolean; short: boolean }[] = [
  { name: "a green body over a smaller red one", bars: [10, 9, 8.5, 11], long: true, short: false },
  { name: "a red body over a smaller green one", bars: [9, 10, 10.5, 8], long: false, short: true },
  { name: "a green body that only meets both ends", bars: [10, 9, 9, 10], long: true, short: false },
  { name: "a green body that stops short of the open", bars: [10, 9, 8.9, 9.9], long: false, short: false },
  { name: "a green body that starts inside", bars: [10, 9, 9.1, 11], long: false, short: false },
  { name: "a green body over a green one", bars: [9, 10, 8, 11], long: false, short: false },
  { name: "a green body over a bar without body", bars: [10, 10, 9, 11], long: false, short: false },
  { name: "a bar without body", bars: [10, 9, 9, 9], long: false, short: false },
];
for (const { name, bars, long, short } of ENGULFING) {
  Deno.test(`isEngulfing() of ${name}: long ${long}, short ${short}`, () => {
    assert.equal(isEngulfing(...bars, 1), long);
    assert.equal(isEngulfing(...bars, -1), short);
  });
}

const STRONG: { name: string; bar: [number, number, number, number]; side: CandleSide; is: boolean }[] = [
  { name: "a rise that closes near its high", bar: [101, 110, 100, 109], side: 1, is: true },
  { name: "the same bar for the short side", bar: [101, 110, 100, 109], side: -1, is: false },
  { name: "a fall that closes near its low", bar: [109, 110, 100, 101], side: -1, is: true },
  { name: "a body of exactly 60 %", bar: [100.2, 101, 100, 100.8], side: 1, is: true },
  { name: "a body of 59 %", bar: [100.21, 101, 100, 100.8], side: 1, is: false },
  { name: "a close at exactly 25 % from the high", bar: [100, 101, 100, 100.75], side: 1, is: true },
  { name: "a close 26 % from the high", bar: [100, 101, 100, 100.74], side: 1, is: false },
  { name: "a bar without range", bar: [100, 100, 100, 100], side: 1, is: false },
];
for (const { name, bar, side, is } of STRONG) {
  Deno.test(`isStrongClose() of ${name} is ${is}`, () => assert.equal(isStrongClose(...bar, side), is));
}

Deno.test("isStrongClose() takes its bounds as arguments and always wants a body", () => {
  assert.equal(isStrongClose(100.5, 101, 100, 101, 1, 0.5, 0), true);
  assert.equal(isStrongClose(101, 101, 100, 101, 1, 0, 0.25), false);
});
