import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { gunzip, isGzip, MAX_TEXT_BYTES, readText } from "./gzip.ts";

const PLAIN = new TextEncoder().encode("timestamp,open\n" + "2020-01-01,1\n".repeat(200));
const PACKED = new Uint8Array(gzipSync(PLAIN));

Deno.test("gunzip() unpacks what has the magic and passes on what has not", () => {
  const unpacked = gunzip(PACKED, "a.gz");
  deepStrictEqual(unpacked.ok && new Uint8Array(unpacked.value), PLAIN);
  deepStrictEqual(gunzip(PLAIN, "a"), { ok: true, value: PLAIN });
  strictEqual(isGzip(Uint8Array.of(0x1f)), false);
});

Deno.test("gunzip() reports every truncation as one, whatever the cut", () => {
  for (let cut = 2; cut < PACKED.length; cut++) {
    const got = gunzip(PACKED.subarray(0, cut), "a.gz");
    deepStrictEqual(!got.ok && got.error, {
      kind: "gzip",
      file: "a.gz",
      row: 0,
      at: "",
      what: `the gzip data is truncated: it ends after ${cut} bytes, before its checksum`,
      todo: "Fetch the file again",
    });
  }
});

Deno.test("gunzip() reports a damaged checksum and bytes behind the end", () => {
  const flipped = PACKED.slice();
  flipped[flipped.length - 6] ^= 1;
  for (const bytes of [flipped, Uint8Array.of(...PACKED, 65, 66, 67)]) {
    const got = gunzip(bytes, "a.gz");
    match(got.ok ? "" : got.error.what, /^the gzip data is damaged: /);
  }
});

Deno.test("gunzip() refuses what unpacks beyond the limit", () => {
  // Members of one gzip stream unpack one after another: 33 times 8 MiB are more than 256 MiB.
  const member = gzipSync(new Uint8Array(8 * 1024 * 1024));
  const bomb = new Uint8Array(member.length * (MAX_TEXT_BYTES / (8 * 1024 * 1024) + 1));
  for (let at = 0; at < bomb.length; at += member.length) bomb.set(member, at);
  const got = gunzip(bomb, "bomb.gz");
  strictEqual(!got.ok && got.error.what, "the file is larger than 256 MiB unpacked");
});

Deno.test("readText() drops a byte order mark and names what is no text", () => {
  deepStrictEqual(readText(Uint8Array.of(0xef, 0xbb, 0xbf, 65), "a"), { ok: true, value: "A" });
  const table: readonly [string, Uint8Array, string][] = [
    ["nothing", new Uint8Array(0), "the file is empty"],
    ["blanks", new TextEncoder().encode(" \r\n\n"), "the file is empty"],
    ["packed nothing", new Uint8Array(gzipSync(new Uint8Array(0))), "the file is empty"],
    ["zip", Uint8Array.of(0x50, 0x4b, 3, 4, 0xff), "the zip archive is cut short: it has no end record"],
    [
      "parquet",
      Uint8Array.of(0x50, 0x41, 0x52, 0x31, 0xff),
      "this is a Parquet file, which is not read here",
    ],
    ["noise", Uint8Array.of(0xff, 0xfe, 0x80), "the bytes are not UTF-8 text"],
  ];
  for (const [name, bytes, want] of table) {
    const got = readText(bytes, "a");
    strictEqual(got.ok ? "" : got.error.what, want, name);
  }
});
