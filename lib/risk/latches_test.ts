import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import { type Latch, LATCHES, Latches, PORTFOLIO_SCOPE, systemScope } from "./latches.ts";

const KILL: Latch = { scope: PORTFOLIO_SCOPE, name: "kill", cause: "by hand" };
const PAUSE: Latch = { scope: "AAA", name: "operator", cause: "by hand" };

Deno.test("Latches.set() adds a latch once and keeps its first cause", () => {
  const set = Latches.set(Latches.set([], KILL), PAUSE);
  deepStrictEqual(set, [KILL, PAUSE]);
  strictEqual(Latches.set(set, { ...KILL, cause: "again" }), set);
});

Deno.test("Latches.set() tells the same name in other scopes apart, and leaves the old set as it was", () => {
  const before = [KILL];
  deepStrictEqual(Latches.set(before, { ...KILL, scope: "AAA" }).length, 2);
  deepStrictEqual(before, [KILL]);
});

Deno.test("Latches.clear() takes back one latch of one scope", () => {
  const set = [KILL, PAUSE, { ...PAUSE, scope: "BBB" }];
  deepStrictEqual(Latches.clear(set, "AAA", "operator"), [KILL, { ...PAUSE, scope: "BBB" }]);
  strictEqual(Latches.clear(set, "AAA", "kill"), set);
  strictEqual(Latches.clear(set, "CCC", "operator"), set);
  strictEqual(set.length, 3);
});

Deno.test("Latches.holds() is for every symbol in the portfolio's scope, for those of a system in its, else for one", () => {
  const halt: Latch = { ...PAUSE, scope: systemScope("rr") };
  const cases: [Latch, symbol: string, system: string, boolean][] = [
    [KILL, "AAA", "rr", true],
    [PAUSE, "AAA", "rr", true],
    [PAUSE, "BBB", "rr", false],
    [PAUSE, PORTFOLIO_SCOPE, "rr", false],
    [halt, "AAA", "rr", true],
    [halt, "BBB", "rr", true],
    [halt, "AAA", "tc", false],
  ];
  for (const [latch, symbol, system, is] of cases) strictEqual(Latches.holds(latch, symbol, system), is);
});

Deno.test("LATCHES are the reasons that stop entries, and a set of them survives a snapshot", () => {
  deepStrictEqual(LATCHES, [
    "starting",
    "stale",
    "unreconciled",
    "kill",
    "stop_file",
    "operator",
    "breaker",
    "quarantine",
    "store",
  ]);
  const set = LATCHES.map((name) => ({ ...KILL, name }));
  deepStrictEqual(decodeState(encodeState(set)), set);
});
