import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { unwrap } from "../core/mod.ts";
import { Instrument } from "./instrument.ts";
import { Position } from "./position.ts";
import { parseInstrument } from "./schema.ts";
import { anEntry } from "./entry_fixture.ts";

// tick 0.1, step 0.001: one tick on one step is worth 10,000 units
const IT = unwrap(parseInstrument("TEST/USDT:USDT", anEntry()), "instrument");
const LONG: Position = { side: 1, qtySteps: 700, cost: 3_500_000_000_001n };

for (
  const { name, from, side, steps, ticks, position, closed, realized } of [
    {
      name: "opens a short",
      from: Position.flat,
      side: -1,
      steps: 300,
      ticks: 500_000,
      position: { side: -1, qtySteps: 300, cost: 1_500_000_000_000n },
      closed: 0,
      realized: 0n,
    },
    {
      name: "adds",
      from: LONG,
      side: 1,
      steps: 100,
      ticks: 510_000,
      position: { side: 1, qtySteps: 800, cost: 4_010_000_000_001n },
      closed: 0,
      realized: 0n,
    },
    // share of the cost 3,500,000,000,001 x 300 / 700 = 1,500,000,000,000.43 -> 1,500,000,000,000
    {
      name: "closes a part in profit",
      from: LONG,
      side: -1,
      steps: 300,
      ticks: 510_000,
      position: { side: 1, qtySteps: 400, cost: 2_000_000_000_001n },
      closed: 300,
      realized: 30_000_000_000n,
    },
    {
      name: "closes a part of a short at a loss",
      from: { side: -1, qtySteps: 700, cost: 3_500_000_000_000n },
      side: 1,
      steps: 350,
      ticks: 510_000,
      position: { side: -1, qtySteps: 350, cost: 1_750_000_000_000n },
      closed: 350,
      realized: -35_000_000_000n,
    },
    {
      name: "closes all",
      from: LONG,
      side: -1,
      steps: 700,
      ticks: 500_000,
      position: Position.flat,
      closed: 700,
      realized: -1n,
    },
    {
      name: "flips",
      from: LONG,
      side: -1,
      steps: 1000,
      ticks: 510_000,
      position: { side: -1, qtySteps: 300, cost: 1_530_000_000_000n },
      closed: 700,
      realized: 69_999_999_999n, // 3,570,000,000,000 - 3,500,000,000,001
    },
  ] as const
) {
  Deno.test(`Position.apply() ${name}`, () => {
    deepStrictEqual(Position.apply(IT, from, side, steps, ticks), {
      position,
      closedSteps: closed,
      realizedPnl: realized,
    });
  });
}

Deno.test("Position.apply() never makes or loses a unit: profit = cash + cost of what is held, at any time", () => {
  const fill = fc.tuple(
    fc.constantFrom(1, -1),
    fc.integer({ min: 1, max: 5000 }),
    fc.integer({ min: 1, max: 1e6 }),
  );
  fc.assert(
    fc.property(fc.array(fill, { minLength: 1, maxLength: 60 }), (fills) => {
      let position = Position.flat, cash = 0n, realized = 0n, steps = 0;
      for (const [side, qtySteps, ticks] of fills) {
        const before = position;
        const change = Position.apply(IT, position, side as 1 | -1, qtySteps, ticks);
        position = change.position;
        realized += change.realizedPnl;
        cash -= BigInt(side) * Instrument.notional(IT, ticks, qtySteps);
        steps += side * qtySteps;
        strictEqual(Position.signedSteps(position) + 0, steps + 0);
        strictEqual(realized, cash + BigInt(position.side) * position.cost);
        ok(position.cost >= 0n && (position.qtySteps > 0 || position.cost === 0n));
        ok(change.closedSteps <= Math.min(before.qtySteps, qtySteps));
      }
    }),
    { numRuns: 300, seed: 2 },
  );
});

Deno.test("Position.averagePrice() and unrealizedPnl() value what is held", () => {
  strictEqual(Position.averagePrice(IT, Position.flat), 0);
  strictEqual(Position.unrealizedPnl(IT, Position.flat, 50_000), 0n);
  const position: Position = { side: -1, qtySteps: 1000, cost: 5_000_000_000_000n };
  strictEqual(Position.averagePrice(IT, position), 50_000);
  strictEqual(Position.unrealizedPnl(IT, position, 49_900), 10_000_000_000n);
  strictEqual(Position.unrealizedPnl(IT, { ...position, side: 1 }, 49_900), -10_000_000_000n);
  // between ticks: 49,999.95 is 499,999.5 ticks
  strictEqual(Position.unrealizedPnl(IT, position, 49_999.95), 5_000_000n);
});
