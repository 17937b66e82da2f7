import assert from "node:assert/strict";
import fc from "fast-check";
import { type PivotKind, Pivots, type PivotsState } from "./pivots.ts";
import { PROPERTY, randomBars, sampleBars } from "./testkit_test.ts";

interface Found {
  kind: PivotKind;
  bar: number;
  price: number;
  confirmedAt: number;
}

/** Every pivot as the streaming state reports it, in order of confirmation. */
function stream(high: ArrayLike<number>, low: ArrayLike<number>, k: number): Found[] {
  const state = Pivots.create(k);
  const found: Found[] = [];
  for (let i = 0; i < high.length; i++) {
    const bits = Pivots.update(state, high[i], low[i]);
    for (const [bit, kind] of [[1, "high"], [2, "low"]] as const) {
      if ((bits & bit) === 0) continue;
      const slot = Pivots.last(state, kind, k);
      found.push({ kind, bar: state[kind].bars[slot], price: state[kind].prices[slot], confirmedAt: i });
    }
  }
  return found;
}

/** The definition, read off the whole series. */
function batch(high: ArrayLike<number>, low: ArrayLike<number>, k: number): Found[] {
  const found: Found[] = [];
  for (let bar = k; bar + k < high.length; bar++) {
    const others = Array.from({ length: 2 * k + 1 }, (_, j) => bar - k + j).filter((j) => j !== bar);
    if (others.every((j) => high[j] < high[bar])) {
      found.push({ kind: "high", bar, price: high[bar], confirmedAt: bar + k });
    }
    if (others.every((j) => low[j] > low[bar])) {
      found.push({ kind: "low", bar, price: low[bar], confirmedAt: bar + k });
    }
  }
  return found;
}

const ticks = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 4 })), {
  maxLength: 60,
  size: "max",
});

Deno.test("prop: Pivots.update() equals the definition and never repaints", () => {
  fc.assert(
    fc.property(ticks, fc.integer({ min: 1, max: 4 }), fc.nat(60), (bars, k, cut) => {
      const low = bars.map(([base]) => base);
      const high = bars.map(([base, range]) => base + range);
      const whole = stream(high, low, k);
      assert.deepEqual(whole, batch(high, low, k));
      const prefix = stream(high.slice(0, cut), low.slice(0, cut), k);
      assert.deepEqual(prefix, whole.filter((pivot) => pivot.confirmedAt < cut));
    }),
    PROPERTY,
  );
});

Deno.test("Pivots.update() equals the definition on sample bars", () => {
  for (const { name, bars } of sampleBars()) {
    const found = stream(bars.high, bars.low, 2);
    assert.deepEqual(found, batch(bars.high, bars.low, 2), name);
    assert.ok(found.length > bars.length / 10, `${name}: ${found.length} pivots`);
  }
});

Deno.test("Pivots.update() takes no plateau for a pivot", () => {
  assert.deepEqual(stream([1, 3, 3, 1, 1], [0, 0, 0, 0, 0], 1), []);
});

/** Highs peak at bars 2 (price 9), 6 (7) and 10 (8); lows at 4 (1), 8 (2). The last bar is 12. */
function threePeaks(): PivotsState {
  const middles = [5, 6, 8, 4, 2, 4, 6, 5, 3, 5, 7, 5, 4];
  const state = Pivots.create(2, 8);
  for (const middle of middles) Pivots.update(state, middle + 1, middle - 1);
  return state;
}

Deno.test("Pivots.last() gives the newest confirmed pivot if it is young enough", () => {
  const state = threePeaks();
  const high = Pivots.last(state, "high", 2);
  assert.deepEqual([Pivots.priceAt(state, "high", high), Pivots.ageAt(state, "high", high)], [8, 2]);
  assert.equal(Pivots.last(state, "high", 1), -1);
  assert.equal(Pivots.priceAt(state, "low", Pivots.last(state, "low", 4)), 2);
  assert.equal(Pivots.last(state, "low", 3), -1);
  assert.ok(Number.isNaN(Pivots.priceAt(state, "low", -1)) && Number.isNaN(Pivots.ageAt(state, "low", -1)));
});

const BEYOND: {
  name: string;
  kind: PivotKind;
  direction: 1 | -1;
  level: number;
  age: number;
  price: number;
}[] = [
  { name: "the newest above", kind: "high", direction: 1, level: 6, age: 12, price: 8 },
  {
    name: "an older one where the newest is not above",
    kind: "high",
    direction: 1,
    level: 8,
    age: 12,
    price: 9,
  },
  { name: "none where it is too old", kind: "high", direction: 1, level: 8, age: 9, price: NaN },
  { name: "one exactly as old as allowed", kind: "high", direction: 1, level: 8, age: 10, price: 9 },
  { name: "none at the level itself", kind: "high", direction: 1, level: 9, age: 12, price: NaN },
  { name: "the newest below", kind: "low", direction: -1, level: 3, age: 12, price: 2 },
  { name: "an older one below", kind: "low", direction: -1, level: 2, age: 12, price: 1 },
  { name: "a swing high below a level", kind: "high", direction: -1, level: 8, age: 12, price: 7 },
];
for (const { name, kind, direction, level, age, price } of BEYOND) {
  Deno.test(`Pivots.lastBeyond() gives ${name}`, () => {
    const state = threePeaks();
    assert.equal(Pivots.priceAt(state, kind, Pivots.lastBeyond(state, kind, direction, level, age)), price);
  });
}

Deno.test("Pivots.lastBeyond() forgets pivots beyond its capacity, and only those", () => {
  const { high, low, length } = randomBars("capacity", 3000);
  const small = Pivots.create(2, 21);
  const large = Pivots.create(2, 3000);
  for (let i = 0; i < length; i++) {
    Pivots.update(small, high[i], low[i]);
    Pivots.update(large, high[i], low[i]);
    // Capacity 60 / (2 + 1) + 1 holds every pivot of the last 60 bars.
    const level = (high[i] + low[i]) / 2;
    const near = Pivots.priceAt(small, "high", Pivots.lastBeyond(small, "high", 1, level, 60));
    assert.equal(near, Pivots.priceAt(large, "high", Pivots.lastBeyond(large, "high", 1, level, 60)));
  }
  assert.equal(small.high.count, large.high.count);
  assert.equal(Pivots.lastBeyond(small, "high", 1, 0, 3000) >= 0, true);
  assert.equal(Pivots.lastBeyond(small, "high", 1, Infinity, 3000), -1);
});

Deno.test("Pivots.update() refuses a bar with a missing price", () => {
  assert.throws(() => Pivots.update(Pivots.create(2), 12, NaN), {
    name: "RangeError",
    message: "Cannot update Pivots as a bar's prices must be finite: current values are high 12, low NaN",
  });
});
