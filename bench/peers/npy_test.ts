import assert from "node:assert/strict";
import { CandleColumns } from "../../lib/market/mod.ts";
import { decodeNpy, encodeNpy } from "./npy.ts";

const CANDLES = CandleColumns.fromRows([[60_000, 1.5, 3, 0.1, 2, 10], [120_000, 2, 2, 2, 2, 0]]);

Deno.test("encodeNpy() writes what decodeNpy() reads, to the last bit", () => {
  for (const candles of [CANDLES, CandleColumns.create(0)]) {
    assert.ok(CandleColumns.equals(decodeNpy(encodeNpy(candles)), candles));
  }
});

Deno.test("encodeNpy() writes NumPy's header: magic, version 1.0, a length, and numbers on a multiple of 64", () => {
  const bytes = encodeNpy(CANDLES);
  assert.equal(bytes.length, 128 + 2 * 6 * 8);
  assert.deepEqual([...bytes.subarray(0, 10)], [0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, 118, 0]);
  const header = new TextDecoder().decode(bytes.subarray(10, 128));
  assert.equal(header.trimEnd(), "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 6), }");
  assert.ok(header.endsWith("\n"));
  assert.equal(new DataView(bytes.buffer).getFloat64(128 + 8, true), 1.5);
});

Deno.test("decodeNpy() refuses other bytes, and a file cut short", () => {
  assert.throws(() => decodeNpy(new TextEncoder().encode("no numbers here")), /no .npy file/);
  assert.throws(() => decodeNpy(encodeNpy(CANDLES).subarray(0, 200)), /expected float64 rows of six/);
});
