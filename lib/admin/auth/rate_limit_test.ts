import assert from "node:assert/strict";
import { addressKey, createRateLimit } from "./rate_limit.ts";

Deno.test("take() gives so many at once, then one at a time, to each key apart", () => {
  const clock = { nowMs: 0 };
  const limit = createRateLimit(6, 100, () => clock.nowMs);
  assert.deepEqual(Array.from({ length: 7 }, () => limit.take("a")), [0, 0, 0, 0, 0, 0, 10_000]);
  assert.equal(limit.take("b"), 0);
  clock.nowMs = 9_999;
  assert.equal(limit.take("a"), 1);
  clock.nowMs = 10_000;
  assert.equal(limit.take("a"), 0);
  assert.equal(limit.take("a"), 10_000);
  clock.nowMs = 10_000_000;
  assert.deepEqual(Array.from({ length: 7 }, () => limit.take("a")), [0, 0, 0, 0, 0, 0, 10_000]);
});

Deno.test("take() keeps no more keys than allowed, and forgets the one used longest ago", () => {
  const limit = createRateLimit(1, 3, () => 0);
  for (const key of ["a", "b", "c", "a", "d"]) limit.take(key);
  assert.equal(limit.size(), 3);
  assert.ok(limit.take("a") > 0, "a was used lately and is remembered");
  assert.equal(limit.take("b"), 0, "b was forgotten");
});

Deno.test("take() is not fooled by a clock that goes back", () => {
  const clock = { nowMs: 60_000 };
  const limit = createRateLimit(1, 3, () => clock.nowMs);
  assert.equal(limit.take("a"), 0);
  clock.nowMs = 0;
  assert.ok(limit.take("a") > 0);
  clock.nowMs = 60_000;
  assert.equal(limit.take("a"), 0);
});

const ADDRESSES: [string, string][] = [
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:1:2::9", "2001:db8:1:2::/64"],
  ["2001:db8::9", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
];

Deno.test("addressKey() counts an IPv6 network as one", () => {
  for (const [address, key] of ADDRESSES) assert.equal(addressKey(address), key);
});
