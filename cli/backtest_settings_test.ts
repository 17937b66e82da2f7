import { deepStrictEqual, throws } from "node:assert/strict";
import { settingsOf } from "./backtest_settings.ts";
import { Refusal } from "./exit.ts";

const CASES: readonly (readonly [name: string, written: readonly string[], values: unknown])[] = [
  ["nothing", [], {}],
  ["a path of the system", ["risk.leverage=2"], { system: { risk: { leverage: 2 } } }],
  ["a path from a section", ["simulator.slippage_bps=3.5"], { simulator: { slippage_bps: 3.5 } }],
  ["the system by its name", ["system.min_bars=60"], { system: { min_bars: 60 } }],
  ["several under one section", ["a.b=1", "a.c=x"], { system: { a: { b: 1, c: "x" } } }],
  ["the last of two", ["a=1", "a=2"], { system: { a: 2 } }],
  ["a section in place of a value", ["a=1", "a.b=2"], { system: { a: { b: 2 } } }],
  ["values as YAML has them", ["a=true", "b=null", "c=[1, 2]", "d=text=more"], {
    system: { a: true, b: null, c: [1, 2], d: "text=more" },
  }],
  ["a symbol's own value", ["symbols.BTC/USDT:USDT.enabled=false"], {
    system: { symbols: { "BTC/USDT:USDT": { enabled: false } } },
  }],
];

for (const [name, written, values] of CASES) {
  Deno.test(`settingsOf() reads ${name}`, () => deepStrictEqual(settingsOf(written), values));
}

for (const wrong of ["", "a", "=1", ".a=1", "a.=1", "a..b=1", "a=[", "a={"]) {
  Deno.test(`settingsOf() refuses "${wrong}"`, () => throws(() => settingsOf([wrong]), Refusal));
}
