import assert from "node:assert/strict";
import { isSameSecret, randomText } from "./secret_text.ts";

Deno.test("isSameSecret() tells equal texts from all others, whatever their lengths", () => {
  assert.ok(isSameSecret("abc", "abc"));
  for (const other of ["", "ab", "abcd", "abC", "abc\0"]) assert.ok(!isSameSecret("abc", other), other);
});

Deno.test("randomText() uses each of 32 characters equally", () => {
  const text = randomText((length) => Uint8Array.from({ length }, (_, i) => i), 256);
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  assert.equal(counts.size, 32);
  assert.ok([...counts.values()].every((count) => count === 8));
});
