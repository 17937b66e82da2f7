import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Streak } from "./streaks.ts";

const RULE = { losses: 3, coolMs: 12 * 3_600_000, reducedTrades: 5 } as const;
const LOSS = -1n, WIN = 1n, EVEN = 0n;

Deno.test("Streak.close() begins the cool-down at the last of a row of losses and counts anew", () => {
  const table: readonly [string, readonly bigint[], readonly boolean[], number][] = [
    ["two losses", [LOSS, LOSS], [false, false], 2],
    ["three losses", [LOSS, LOSS, LOSS], [false, false, true], 0],
    ["a win between", [LOSS, LOSS, WIN, LOSS], [false, false, false, false], 1],
    ["an even trade is no loss", [LOSS, LOSS, EVEN, LOSS, LOSS], [false, false, false, false, false], 2],
    ["four losses", [LOSS, LOSS, LOSS, LOSS], [false, false, true, false], 1],
    ["six losses", [LOSS, LOSS, LOSS, LOSS, LOSS, LOSS], [false, false, true, false, false, true], 0],
    ["wins", [WIN, WIN, WIN], [false, false, false], 0],
    ["the smallest loss counts", [-1n, -1n, -1n], [false, false, true], 0],
  ];
  for (const [name, results, want, losses] of table) {
    const streak = Streak.create();
    deepStrictEqual(results.map((pnl, i) => Streak.close(streak, pnl, i, RULE)), want, name);
    strictEqual(streak.losses, losses, name);
  }
});

Deno.test("Streak.close() keeps entries off for the cool-down from the last exit, its end excluded", () => {
  const streak = Streak.create();
  for (const atMs of [100, 200, 300]) Streak.close(streak, LOSS, atMs, RULE);
  const endMs = 300 + 12 * 3_600_000;
  deepStrictEqual(streak, { losses: 0, coolUntilMs: endMs, reducedLeft: 5 });
  strictEqual(Streak.isCooling(streak, 300), true);
  strictEqual(Streak.isCooling(streak, endMs - 1), true);
  strictEqual(Streak.isCooling(streak, endMs), false);
});

Deno.test("Streak.close() leaves a running cool-down and reduced trades alone", () => {
  const streak = { losses: 0, coolUntilMs: 5_000, reducedLeft: 2 };
  Streak.close(streak, WIN, 1_000, RULE);
  Streak.close(streak, LOSS, 2_000, RULE);
  deepStrictEqual(streak, { losses: 1, coolUntilMs: 5_000, reducedLeft: 2 });
});

Deno.test("Streak.isCooling() is false before any loss", () => {
  strictEqual(Streak.isCooling(Streak.create(), 0), false);
});
