import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import { correlation } from "../indicators/mod.ts";
import { ReturnWindow } from "./returns.ts";

/** A window of a capacity with values pushed at times 1, 2, 3 ... */
function windowOf(capacity: number, ...values: number[]): ReturnWindow {
  const window = ReturnWindow.create(capacity);
  values.forEach((value, i) => ReturnWindow.push(window, value, i + 1, 1));
  return window;
}

Deno.test("ReturnWindow.push() keeps the last values, oldest first, and the newest close", () => {
  deepStrictEqual(windowOf(3, 1, 2), { values: new Float64Array([1, 2, 0]), count: 2, lastCloseMs: 2 });
  deepStrictEqual(windowOf(3, 1, 2, 3), { values: new Float64Array([1, 2, 3]), count: 3, lastCloseMs: 3 });
  deepStrictEqual(windowOf(3, 1, 2, 3, 4, 5), {
    values: new Float64Array([3, 4, 5]),
    count: 3,
    lastCloseMs: 5,
  });
});

Deno.test("ReturnWindow.push() starts over after a hole, so that no series is shifted against another", () => {
  const window = windowOf(3, 1, 2, 3);
  ReturnWindow.push(window, 4, 5, 1);
  deepStrictEqual([window.count, window.values[0], window.lastCloseMs], [1, 4, 5]);
  strictEqual(ReturnWindow.correlation(window, windowOf(3, 1, 2, 3, 4, 5)), NaN);
  for (const value of [5, 6]) ReturnWindow.push(window, value, value + 1, 1);
  deepStrictEqual([window.count, ...window.values], [3, 4, 5, 6]);
});

Deno.test("ReturnWindow.correlation() is Pearson's over the windows", () => {
  // a.b = 7 + 1 + 1 + 7 = 16, |a| = 2, |b| = 10
  const a = windowOf(4, 9, 1, 1, -1, -1), b = windowOf(4, 3, 7, 1, -1, -7);
  strictEqual(ReturnWindow.correlation(a, b), 0.8);
  strictEqual(ReturnWindow.correlation(a, b), correlation(a.values, b.values, 4));
  strictEqual(ReturnWindow.correlation(a, windowOf(4, 3, -7, -1, 1, 7)), -0.8);
  strictEqual(ReturnWindow.correlation(a, a), 1);
});

Deno.test("ReturnWindow.correlation() is NaN when it cannot be told", () => {
  const full = windowOf(4, 1, 1, -1, -1);
  const table: readonly [string, ReturnWindow][] = [
    ["one short of full", { ...windowOf(4, 7, 1, -1), lastCloseMs: 4 }],
    ["nothing yet", windowOf(4)],
    ["of another bar", windowOf(4, 3, 7, 1, -1, -7)],
    ["without movement", windowOf(4, 2, 2, 2, 2)],
  ];
  for (const [name, other] of table) {
    strictEqual(ReturnWindow.correlation(full, other), NaN, name);
    strictEqual(ReturnWindow.correlation(other, full), NaN, name);
  }
});

Deno.test("ReturnWindow goes on from a snapshot as if nothing had happened", () => {
  const whole = windowOf(5, 1, 4, 2, 8, 5, 7);
  let cut = windowOf(5, 1, 4, 2);
  cut = decodeState(encodeState(cut)) as ReturnWindow;
  [8, 5, 7].forEach((value, i) => ReturnWindow.push(cut, value, i + 4, 1));
  deepStrictEqual(cut, whole);
});
