import assert from "node:assert/strict";
import { indexOfSymbol } from "./symbol_index.ts";

Deno.test("indexOfSymbol() finds every symbol in lists of any length, and no other", () => {
  for (const count of [0, 1, 8, 9, 200]) {
    const symbols = Array.from({ length: count }, (_, i) => `S${i}/USDT:USDT`);
    symbols.forEach((symbol, i) => assert.equal(indexOfSymbol(symbols, symbol), i));
    assert.equal(indexOfSymbol(symbols, "X/USDT:USDT"), -1);
  }
});
