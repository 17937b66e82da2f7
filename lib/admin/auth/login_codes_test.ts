import assert from "node:assert/strict";
import { randomBytes } from "../parts.ts";
import { createLoginCodes } from "./login_codes.ts";

function setUp() {
  const clock = { nowMs: 5_000 };
  return { clock, codes: createLoginCodes(randomBytes, () => clock.nowMs, 60_000) };
}

Deno.test("use() takes a code once, however it is typed", () => {
  const { codes } = setUp();
  const { code } = codes.issue();
  assert.match(code, /^[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}$/);
  assert.ok(codes.use(` ${code.toLowerCase().replace("-", " ")}`));
  assert.ok(!codes.use(code));
});

Deno.test("use() takes no code that has expired or was never issued", () => {
  const { clock, codes } = setUp();
  const { code, expiresAtMs } = codes.issue();
  assert.equal(expiresAtMs, 65_000);
  assert.ok(!codes.use("AAAAA-AAAAA"));
  assert.ok(!codes.use(""));
  clock.nowMs = expiresAtMs;
  assert.ok(!codes.use(code));
});

Deno.test("issue() keeps sixteen codes, the oldest goes first", () => {
  const { codes } = setUp();
  const issued = Array.from({ length: 17 }, () => codes.issue().code);
  assert.equal(new Set(issued).size, 17);
  assert.deepEqual(issued.map((code) => codes.use(code)), [false, ...Array.from({ length: 16 }, () => true)]);
});
