import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { crc32, deflateRawSync } from "node:zlib";
import { parseCandles } from "./candle_file.ts";
import { isZip, unzip } from "./zip.ts";

const CSV =
  "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume," +
  "ignore\n1704067200000,42314.00,42603.20,42289.60,42503.50,8459.477,1704070799999,359091411.30790,102684,4484.281," +
  "190359193.19530,0\n";
const TEXT = new TextEncoder().encode(CSV), MAX = 1_000_000;

/** An archive of one file, as Binance's public data comes. */
function archive(
  content: Uint8Array,
  { method = 8, count = 1, name = "BTCUSDT-1h-2024-01.csv" } = {},
): Uint8Array {
  const packed = method === 8 ? new Uint8Array(deflateRawSync(content)) : content,
    file = new TextEncoder().encode(name);
  const bytes = new Uint8Array(30 + file.length + packed.length + 46 + file.length + 22),
    view = new DataView(bytes.buffer);
  const central = 30 + file.length + packed.length, end = central + 46 + file.length;
  const u16 = (at: number, value: number) => view.setUint16(at, value, true);
  const u32 = (at: number, value: number) => view.setUint32(at, value, true);
  u32(0, 0x04034b50), u16(8, method), u16(26, file.length);
  bytes.set(file, 30), bytes.set(packed, 30 + file.length);
  u32(central, 0x02014b50), u16(central + 10, method), u32(central + 16, crc32(content));
  u32(central + 20, packed.length), u32(central + 24, content.length), u16(central + 28, file.length);
  bytes.set(file, central + 46);
  u32(end, 0x06054b50),
    u16(end + 8, count),
    u16(end + 10, count),
    u32(end + 12, 46 + file.length),
    u32(end + 16, central);
  return bytes;
}

for (const method of [0, 8]) {
  Deno.test(`unzip() gives the one file of an archive of method ${method}`, () => {
    const got = unzip(archive(TEXT, { method }), "a.zip", MAX);
    deepStrictEqual(got.ok && got.value, TEXT);
  });
}

Deno.test("parseCandles() reads a month of Binance's public data as it is fetched", () => {
  const parsed = parseCandles(archive(TEXT), "BTCUSDT-1h-2024-01.zip");
  deepStrictEqual(parsed.ok && [parsed.value.length, parsed.value.close[0]], [1, 42503.5]);
});

const REFUSED: readonly (readonly [string, Uint8Array, string])[] = [
  ["several files", archive(TEXT, { count: 2 }), "the zip archive holds 2 files"],
  ["another method", archive(TEXT, { method: 12 }), "the zip archive is packed by method 12"],
  ["the first half", archive(TEXT).subarray(0, 200), "the zip archive is cut short: it has no end record"],
  [
    "nothing but a beginning",
    Uint8Array.of(0x50, 0x4b, 3, 4),
    "the zip archive is cut short: it has no end record",
  ],
];
for (const [name, bytes, what] of REFUSED) {
  Deno.test(`unzip() refuses ${name}`, () => {
    const got = unzip(bytes, "a.zip", MAX);
    strictEqual(got.ok ? "" : got.error.what, what);
  });
}

Deno.test("unzip() refuses what unpacks beyond the limit", () => {
  const got = unzip(archive(new Uint8Array(2 * MAX)), "a.zip", MAX);
  strictEqual(got.ok ? "" : got.error.kind, "size");
});

Deno.test("unzip() gives the same file or refuses, whichever byte is changed, and never throws", () => {
  const sound = archive(TEXT);
  let refused = 0;
  for (let place = 0; place < sound.length; place++) {
    const bytes = sound.slice();
    bytes[place] ^= 0x41;
    if (!isZip(bytes)) continue;
    const got = unzip(bytes, "a.zip", MAX);
    if (!got.ok) refused++;
    else deepStrictEqual(got.value, TEXT, `byte ${place}`);
  }
  ok(refused > 150, `${refused} of ${sound.length} refused`);
});
