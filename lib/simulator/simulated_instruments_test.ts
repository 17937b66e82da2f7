import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parseInstrument } from "../domain/mod.ts";
import { CHARACTERS } from "./market_characters.ts";
import { MOST_SIMULATED, SIMULATED_INSTRUMENTS, simulatedInstruments } from "./simulated_instruments.ts";

Deno.test("SIMULATED_INSTRUMENTS are registry entries with brackets whose maintenance margin is continuous", () => {
  const entries = Object.entries(SIMULATED_INSTRUMENTS);
  strictEqual(entries.length, CHARACTERS.length);
  for (const [symbol, entry] of entries) {
    const parsed = parseInstrument(symbol, entry);
    ok(parsed.ok, parsed.ok ? "" : parsed.error);
    const { tiers } = parsed.value;
    for (let i = 1; i < tiers.length; i++) {
      const at = (k: number) => tiers[i].floor * tiers[k].maintRateE8 / 100_000_000n - tiers[k].maintAmount;
      strictEqual(at(i), at(i - 1), `${symbol} bracket ${i + 1}`);
      ok(tiers[i].maxLeverage < tiers[i - 1].maxLeverage && tiers[i].maintRateE8 > tiers[i - 1].maintRateE8);
      ok(Number(tiers[i].maintRateE8) / 1e8 < 1 / tiers[i].maxLeverage);
    }
  }
  deepStrictEqual(simulatedInstruments().map((it) => it.symbol), Object.keys(SIMULATED_INSTRUMENTS));
});

Deno.test("simulatedInstruments() goes on with further series of the eight", () => {
  const many = simulatedInstruments(MOST_SIMULATED);
  deepStrictEqual(many.slice(0, 8), simulatedInstruments());
  strictEqual(new Set(many.map((it) => it.symbol)).size, MOST_SIMULATED);
  deepStrictEqual(many.slice(7, 9).map((it) => it.symbol), ["HOTEL/USDT:USDT", "ALFA2/USDT:USDT"]);
  strictEqual(many.at(-1)!.symbol, "HOTEL25/USDT:USDT");
});
