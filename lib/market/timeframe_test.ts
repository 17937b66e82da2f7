import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  detectTimeframeMs,
  dividesDay,
  formatSpan,
  parseTimeframe,
  timeframeMs,
  timeframeOfMs,
  TIMEFRAMES,
} from "./timeframe.ts";

Deno.test("timeframeMs() gives lengths that divide a day and come back by timeframeOfMs()", () => {
  deepStrictEqual(TIMEFRAMES.map((name) => timeframeMs(name) / 60_000), [1, 5, 15, 30, 60, 120, 240, 1440]);
  for (const name of TIMEFRAMES) {
    strictEqual(dividesDay(timeframeMs(name)), true, name);
    strictEqual(timeframeOfMs(timeframeMs(name)), name);
    strictEqual(formatSpan(timeframeMs(name)), name);
    deepStrictEqual(parseTimeframe(name), { ok: true, value: name });
  }
  strictEqual(timeframeOfMs(8 * 3_600_000), undefined);
});

Deno.test("parseTimeframe() refuses other names with the list", () => {
  for (const text of ["", "1H", "8h", "toString", " 1h"]) {
    const got = parseTimeframe(text);
    strictEqual(
      !got.ok && got.error,
      `Cannot read a timeframe: current value is "${text}", use one of 1m 5m 15m 30m 1h 2h 4h 1d`,
    );
  }
});

Deno.test("dividesDay() wants whole ms that tile 24 h", () => {
  for (const ms of [0, -3_600_000, NaN, Infinity, 0.5, 7 * 3_600_000, 7 * 86_400_000]) {
    strictEqual(dividesDay(ms), false, String(ms));
  }
  for (const ms of [1000, 8 * 3_600_000, 86_400_000]) strictEqual(dividesDay(ms), true, String(ms));
});

Deno.test("detectTimeframeMs() is not swayed by holes, duplicates and stray rows", () => {
  const table: readonly [string, readonly number[], number | undefined][] = [
    ["even", [0, 5, 10, 15], 5],
    ["a hole", [0, 5, 10, 90, 95], 5],
    ["a duplicate", [0, 5, 5, 10], 5],
    ["a stray row", [0, 5, 6, 10, 15, 20], 5],
    ["disorder", [0, 5, 90, 10, 15], 5],
    ["two rows", [0, 7], 7],
    ["a tie takes the shorter", [0, 7, 10], 3],
    ["one row", [0], undefined],
    ["none", [], undefined],
    ["downwards", [9, 5, 1], undefined],
  ];
  for (const [name, times, want] of table) {
    strictEqual(detectTimeframeMs(Float64Array.from(times)), want, name);
  }
});
