import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState } from "../core/mod.ts";
import { aggregate, Aggregator } from "./aggregate.ts";
import { CandleColumns, type CandleRow } from "./columns.ts";

const T = Date.UTC(2020, 0, 1), H = 3_600_000;

/** Bars at these hours whose figures differ from bar to bar. */
function bars(...hours: number[]): CandleColumns {
  return CandleColumns.fromRows(
    hours.map((h): CandleRow => [T + h * H, 10 + h, 20 + (h * 7) % 5, 5 - (h * 3) % 4, 11 + h, h]),
  );
}

function opens(columns: CandleColumns): number[] {
  return [...columns.openMs].map((ms) => (ms - T) / H);
}

Deno.test("aggregate() takes first open, highest high, lowest low, last close and all volume", () => {
  const got = aggregate(bars(0, 1, 2, 3), 4 * H);
  strictEqual(got.length, 1);
  deepStrictEqual(CandleColumns.row(got, 0), [T, 10, 24, 2, 14, 6]);
});

Deno.test("aggregate() drops every bucket that misses a bar", () => {
  const table: readonly [string, readonly number[], readonly number[]][] = [
    ["whole", [0, 1, 2, 3, 4, 5, 6, 7], [0, 4]],
    ["start inside a bucket", [1, 2, 3, 4, 5, 6, 7], [4]],
    ["end inside a bucket", [0, 1, 2, 3, 4, 5, 6], [0]],
    ["hole inside", [0, 1, 3, 4, 5, 6, 7], [4]],
    ["hole at the end of a bucket", [0, 1, 2, 4, 5, 6, 7], [4]],
    ["hole at the start of a bucket", [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11], [0, 8]],
    ["hole of a whole day less a bar", [0, 1, 2, 27, 28, 29, 30, 31], [28]],
    ["nothing", [], []],
  ];
  for (const [name, hours, want] of table) {
    deepStrictEqual(opens(aggregate(bars(...hours), 4 * H, H)), want, name);
  }
});

Deno.test("aggregate() into the same timeframe changes nothing", () => {
  const columns = bars(0, 1, 2, 5, 6);
  strictEqual(CandleColumns.equals(aggregate(columns, H), columns), true);
});

Deno.test("aggregate() gives nothing where the timeframe cannot be told", () => {
  strictEqual(aggregate(bars(0), 4 * H).length, 0);
});

Deno.test("Aggregator.update() continues from a snapshot as if nothing had happened", () => {
  const columns = bars(...Array.from({ length: 48 }, (_, i) => i + 1));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 47 }), fc.constantFrom(2, 3, 4, 8, 24), (cut, hours) => {
      let state = Aggregator.create(H, hours * H);
      const seen: CandleRow[] = [];
      for (let i = 0; i < columns.length; i++) {
        if (i === cut) state = decodeState(encodeState(state)) as Aggregator;
        if (Aggregator.update(state, columns, i)) {
          seen.push([state.openMs, state.open, state.high, state.low, state.close, state.volume]);
        }
      }
      return CandleColumns.equals(CandleColumns.fromRows(seen), aggregate(columns, hours * H));
    }),
    { seed: 20, numRuns: 60 },
  );
});

Deno.test("aggregate() of an aggregate equals the direct one", () => {
  const columns = bars(...Array.from({ length: 100 }, (_, i) => i + 5));
  for (const [middle, target] of [[2, 4], [4, 8], [2, 24], [8, 24]]) {
    const twice = aggregate(aggregate(columns, middle * H), target * H);
    strictEqual(CandleColumns.equals(twice, aggregate(columns, target * H)), true, `${middle} ${target}`);
  }
});

Deno.test("Aggregator.create() wants a multiple, and divisors of a day", () => {
  for (const [base, target] of [[4 * H, H], [2 * H, 3 * H], [H, 7 * H], [H, 168 * H], [0, H], [H, NaN]]) {
    throws(() => Aggregator.create(base, target), RangeError, `${base} ${target}`);
  }
  throws(() => Aggregator.create(H, 7 * H), {
    message: /^Cannot aggregate as .*: current values are 1h into 7h$/,
  });
});

Deno.test("Aggregator.update() throws on repeated, earlier and misaligned bars", () => {
  for (const openMs of [T, T - H, T + H / 2, T + 1.5 * H, NaN]) {
    const state = Aggregator.create(H, 4 * H);
    const bars = CandleColumns.fromRows([[T, 1, 1, 1, 1, 1], [openMs, 1, 1, 1, 1, 1]]);
    Aggregator.update(state, bars, 0);
    throws(() => Aggregator.update(state, bars, 1), {
      name: "RangeError",
      message: /^Cannot aggregate/,
    });
  }
});
