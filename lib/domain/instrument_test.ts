import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { unwrap } from "../core/mod.ts";
import { Instrument } from "./instrument.ts";
import { parseInstrument } from "./schema.ts";
import { anEntry } from "./entry_fixture.ts";

function withGrid(tickSize: string, stepSize: string): Instrument {
  return unwrap(parseInstrument("TEST/USDT:USDT", anEntry({ tickSize, stepSize })), "instrument");
}

const GRIDS = [
  withGrid("0.1", "0.001"),
  withGrid("0.5", "0.001"),
  withGrid("0.00001", "1"),
  withGrid("25", "0.01"),
  withGrid("0.0025", "0.1"),
];
const anyGrid = fc.constantFrom(...GRIDS);

Deno.test("Instrument: a price of whole ticks comes back as those ticks, whichever way it is rounded", () => {
  fc.assert(
    fc.property(anyGrid, fc.integer({ min: 1, max: 100_000_000 }), (it, ticks) => {
      const price = Instrument.price(it, ticks);
      strictEqual(Instrument.ticksDown(it, price), ticks);
      strictEqual(Instrument.ticksUp(it, price), ticks);
      strictEqual(Instrument.ticksNearest(it, price), ticks);
    }),
    { numRuns: 2000, seed: 3 },
  );
});

Deno.test("Instrument: a quantity of whole steps comes back as those steps", () => {
  fc.assert(
    fc.property(anyGrid, fc.integer({ min: 0, max: 100_000_000 }), (it, steps) => {
      strictEqual(Instrument.stepsDown(it, Instrument.quantity(it, steps)), steps);
    }),
    { numRuns: 2000, seed: 4 },
  );
});

Deno.test("Instrument.ticksDown() and ticksUp() enclose a price between ticks", () => {
  fc.assert(
    fc.property(
      anyGrid,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (it, ticks, part) => {
        const price = ((ticks + part) * it.tickMantissa) / it.tickPow10;
        strictEqual(Instrument.ticksDown(it, price), ticks);
        strictEqual(Instrument.ticksUp(it, price), ticks + 1);
      },
    ),
    { numRuns: 1000, seed: 5 },
  );
});

Deno.test("Instrument: prices are the doubles nearest to what a file would say", () => {
  strictEqual(Instrument.price(GRIDS[0], 3), 0.3);
  strictEqual(Instrument.price(GRIDS[0], 469_823), 46_982.3);
  strictEqual(Instrument.price(GRIDS[2], 7), 0.00007);
  strictEqual(Instrument.price(GRIDS[4], 3), 0.0075);
  strictEqual(Instrument.ticksUp(GRIDS[0], 0.1 + 0.2), 3); // 0.30000000000000004 is noise, not a tick more
  strictEqual(Instrument.stepsDown(GRIDS[0], 0.3 - 0.1), 200); // 0.19999999999999998 is no step less
});

Deno.test("Instrument.notional() is price x quantity, exactly", () => {
  // 50,000.1 x 0.007 = 350.0007
  strictEqual(Instrument.notional(GRIDS[0], 500_001, 7), 35_000_070_000n);
  fc.assert(
    fc.property(
      anyGrid,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
      (it, t, s) => {
        const value = Number(Instrument.notional(it, t, s)) / 1e8;
        const expected = Instrument.price(it, t) * Instrument.quantity(it, s);
        ok(Math.abs(value - expected) <= 1e-12 * expected);
      },
    ),
    { numRuns: 500, seed: 6 },
  );
});

Deno.test("Instrument: priceText() and quantityText() are exact decimals of ticks and steps", () => {
  const cases: readonly (readonly [ticks: number, price: string, quantity: string])[] = [
    [0, "0", "0"],
    [1, "0.1", "0.001"],
    [420_001, "42000.1", "420.001"],
    [-25_000, "-2500", "-25"],
    [Number.MAX_SAFE_INTEGER, "900719925474099.1", "9007199254740.991"],
  ];
  const it = withGrid("0.1", "0.001");
  for (const [n, price, quantity] of cases) {
    strictEqual(Instrument.priceText(it, n), price);
    strictEqual(Instrument.quantityText(it, n), quantity);
  }
  strictEqual(Instrument.priceDecimals(it), 1);
});
