import assert from "node:assert/strict";
import { knobsOf, patched, valuesOf } from "./knobs.ts";
import { ownKnobs, specWith } from "./knob_paths.ts";
import { systemConfig } from "./schema.ts";
import { specOf, SYMBOL } from "./symbol/series_fixture.ts";

const parse = (change: Record<string, unknown> = {}) =>
  systemConfig.parse({ id: "test", tag: "TT", ...change });
const RISK = "system.risk.risk_per_trade_pct";
const PULLBACK = "system.strategies.trend_pullback.stop_buffer_atr";

Deno.test("knobsOf() is the risk of a trade, and the stop of each strategy that is on", () => {
  assert.deepEqual(knobsOf(parse()).map(({ path, value, min, max, unit }) => [path, value, min, max, unit]), [
    [RISK, 0.5, 0.01, 2, "% of equity"],
    [PULLBACK, 0.1, 0, 10, "x ATR"],
    ["system.strategies.range_reversion.stop_buffer_atr", 0.1, 0, 10, "x ATR"],
  ]);
  const off = { trend_pullback: { enabled: false }, range_reversion: { enabled: false } };
  assert.deepEqual(knobsOf(parse({ strategies: off })).map(({ path }) => path), [RISK]);
  const wide = parse({ risk: { max_total_open_risk_pct: 50, risk_per_trade_pct: 0.001 } });
  assert.deepEqual(knobsOf(wide).map(({ min, max }) => [min, max])[0], [0.001, 5]);
});

Deno.test("a knob's bounds are those of the schema: both are taken, nothing beyond them is", () => {
  for (const config of [parse(), parse({ risk: { max_total_open_risk_pct: 50 } })]) {
    const knobs = knobsOf(config), now = valuesOf(knobs);
    for (const { path, min, max } of knobs) {
      for (const value of [min, max]) {
        assert.ok(patched(config, now, { [path]: value }).ok, `${path} ${value}`);
      }
      for (const value of [min - 1e-6, max + 1e-6]) {
        assert.ok(!patched(config, now, { [path]: value }).ok, `${path} ${value}`);
      }
      // the schema itself has the same most
      const keys = path.split(".").slice(1);
      const section = keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), max + 1e-6);
      assert.ok(
        !systemConfig.safeParse({ id: "test", tag: "TT", ...section as object }).success || path === RISK,
      );
    }
  }
});

Deno.test("specWith() gives a symbol the values that hold, but for those its overrides settle", () => {
  const spec = specOf();
  assert.equal(specWith(spec, {}), spec);
  const changed = specWith(spec, { [PULLBACK]: 0.4, [RISK]: 1 });
  assert.equal(changed.strategies.trend_pullback.stop_buffer_atr, 0.4);
  assert.equal(changed.strategies.range_reversion.stop_buffer_atr, 0.1);
  assert.equal(spec.strategies.trend_pullback.stop_buffer_atr, 0.1);
  const overrides = { strategies: { trend_pullback: { stop_buffer_atr: 0.2 } } };
  const own = specOf({ symbols: { [SYMBOL]: { overrides } } });
  assert.deepEqual(own.ownKnobs, [PULLBACK]);
  assert.equal(specWith(own, { [PULLBACK]: 0.4 }).strategies.trend_pullback.stop_buffer_atr, 0.2);
  assert.deepEqual(ownKnobs(parse({ symbols: { [SYMBOL]: { overrides } } }).symbols, "B/USDT:USDT"), []);
});
