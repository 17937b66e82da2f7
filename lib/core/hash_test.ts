import { strictEqual } from "node:assert/strict";
import { createHasher, sha256Base32, sha256Hex } from "./hash.ts";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

Deno.test("sha256Hex() gives the value of FIPS 180-2's first example", () => {
  strictEqual(sha256Hex("abc"), ABC);
  const hasher = createHasher();
  hasher.update("a");
  hasher.update("bc");
  strictEqual(hasher.hex(), ABC);
});

Deno.test("sha256Base32() is the RFC 4648 text of the digest's first bits", () => {
  // ba 78 16 bf 8f -> 10111 01001 11100 00001 01101 01111 11100 01111
  strictEqual(sha256Base32("abc", 8), "XJ4BNP4P");
  strictEqual(sha256Base32("abc", 20).slice(0, 8), "XJ4BNP4P");
  strictEqual(sha256Base32("abc", 51).length, 51);
});
