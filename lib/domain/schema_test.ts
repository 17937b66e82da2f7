import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { parseInstrument } from "./schema.ts";
import { anEntry } from "./entry_fixture.ts";

const SYMBOL = "TEST/USDT:USDT";
const FIRST = { floor: "0", cap: "50000", maintMarginRate: "0.004", maintAmount: "0", maxLeverage: "125" };

Deno.test("parseInstrument() reads an entry into integers", () => {
  const parsed = parseInstrument(
    SYMBOL,
    anEntry({ minQty: "0.002", maxQty: "1000", minNotional: "5", tiers: [FIRST] }),
  );
  deepStrictEqual(parsed, {
    ok: true,
    value: {
      symbol: SYMBOL,
      nativeId: "TESTUSDT",
      settle: "USDT",
      tickMantissa: 1,
      tickPow10: 10,
      stepMantissa: 1,
      stepPow10: 1000,
      tickStepValue: 10_000n, // 0.1 x 0.001 = 0.0001 USDT
      minSteps: 2,
      maxSteps: 1_000_000,
      minNotional: 500_000_000n,
      makerRateE8: 20_000n,
      takerRateE8: 50_000n,
      fundingIntervalMs: 28_800_000,
      tiers: [{
        floor: 0n,
        cap: 5_000_000_000_000n,
        maintRateE8: 400_000n,
        maintAmount: 0n,
        maxLeverage: 125,
      }],
    },
  });
});

Deno.test("parseInstrument() leaves out the filters an entry does not have, and takes odd sizes", () => {
  const parsed = parseInstrument(
    SYMBOL,
    anEntry({ tickSize: "0.0250", stepSize: "10", contractSize: "0.01" }),
  );
  ok(parsed.ok);
  const { minSteps, maxSteps, minNotional, tickMantissa, tickPow10, tickStepValue } = parsed.value;
  deepStrictEqual([minSteps, maxSteps, minNotional], [1, null, null]);
  deepStrictEqual([tickMantissa, tickPow10], [25, 1000]);
  strictEqual(tickStepValue, 250_000n); // 0.025 x 10 x 0.01 = 0.0025 USDT
});

for (
  const [name, change, says] of [
    ["an unknown key", { marketTakeBound: "0.05" }, /marketTakeBound/],
    ["an inverse contract", { linear: false }, /linear: only linear contracts are supported/],
    ["a number that is no text", { tickSize: 0.1 }, /tickSize/],
    ["a number with an exponent", { tickSize: "1e-5" }, /tickSize: a plain decimal in quotes/],
    ["a negative fee", { makerFeeBps: "-1" }, /makerFeeBps/],
    ["a missing tick", { tickSize: undefined }, /tickSize/],
    ["a tick of zero", { tickSize: "0" }, /size must be positive/],
    ["tick x step finer than 1e-8", { tickSize: "0.00001", stepSize: "0.0001" }, /is finer/],
    [
      "tick x step x contract finer than 1e-8",
      { tickSize: "0.0001", stepSize: "0.001", contractSize: "0.01" },
      /is finer/,
    ],
    ["no brackets", { tiers: [] }, /tiers/],
    ["brackets that do not begin at 0", { tiers: [{ ...FIRST, floor: "1" }] }, /tier 1 starts at 1/],
    [
      "brackets with a hole",
      { tiers: [FIRST, { ...FIRST, floor: "60000", cap: "100000" }] },
      /tiers must be contiguous from 0: tier 2 starts at 60000/,
    ],
    ["an unknown key in a bracket", { tiers: [{ ...FIRST, bracket: 1 }] }, /tiers\.0.*bracket/],
    ["a funding interval of no hours", { fundingIntervalHours: 0 }, /fundingIntervalHours/],
  ] as const
) {
  Deno.test(`parseInstrument() refuses ${name}`, () => {
    const parsed = parseInstrument(SYMBOL, anEntry(change));
    ok(!parsed.ok);
    match(parsed.error, /^Instrument TEST\/USDT:USDT refused: /);
    match(parsed.error, says);
  });
}

const REGISTRY = "../shared/data/instruments/binance_usdm.json";
const isPresent = existsSync(REGISTRY);

Deno.test({
  name:
    "parseInstrument() takes all 17 symbols of the registry file (skipped where ../shared/data is absent)",
  ignore: !isPresent,
  fn() {
    const entries = Object.entries(JSON.parse(readFileSync(REGISTRY, "utf8")) as Record<string, unknown>);
    strictEqual(entries.length, 17);
    for (const [symbol, entry] of entries) {
      const parsed = parseInstrument(symbol, entry);
      ok(parsed.ok, parsed.ok ? "" : parsed.error);
      const { tiers, tickStepValue } = parsed.value;
      ok(tickStepValue > 0n);
      for (let i = 1; i < tiers.length; i++) {
        // the deduction makes the maintenance margin continuous where a bracket begins
        const at = (k: number) => tiers[i].floor * tiers[k].maintRateE8 / 100_000_000n - tiers[k].maintAmount;
        strictEqual(at(i), at(i - 1), `${symbol} bracket ${i + 1}`);
      }
    }
  },
});
