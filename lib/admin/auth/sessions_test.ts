import assert from "node:assert/strict";
import { createSessions } from "./sessions.ts";

function setUp(token = "a-token-of-the-tests") {
  const clock = { nowMs: 1_000_000 };
  let next = 0;
  const random = (length: number) => new Uint8Array(length).fill(next++);
  const spec = { token, lifeMs: 60_000, random, nowMs: () => clock.nowMs };
  return { clock, spec, sessions: createSessions(spec) };
}

Deno.test("read() knows a login until it expires", async () => {
  const { clock, sessions } = setUp();
  const { session, cookie } = await sessions.open();
  assert.deepEqual(await sessions.read(cookie), session);
  clock.nowMs += 59_999;
  assert.ok(sessions.isOpen(session));
  clock.nowMs += 1;
  assert.equal(await sessions.read(cookie), null);
  assert.ok(!sessions.isOpen(session));
});

Deno.test("read() knows a login after a restart with the same token, and none after a change of it", async () => {
  const { spec, sessions } = setUp();
  const { session, cookie } = await sessions.open();
  assert.deepEqual(await createSessions(spec).read(cookie), session);
  assert.equal(await createSessions({ ...spec, token: "another-token-of-tests" }).read(cookie), null);
});

Deno.test("read() refuses a cookie of which any character was changed", async () => {
  const { sessions } = setUp();
  const { cookie } = await sessions.open();
  for (let i = 0; i < cookie.length - 1; i++) {
    if (cookie[i] === ".") continue;
    const changed = cookie.slice(0, i) + (cookie[i] === "1" ? "2" : "1") + cookie.slice(i + 1);
    assert.equal(await sessions.read(changed), null, changed);
  }
  for (const text of ["", ".", "a.b.c", `${cookie}.x`, cookie.slice(1)]) {
    assert.equal(await sessions.read(text), null, text);
  }
});

Deno.test("close() ends one login and no other", async () => {
  const { sessions } = setUp();
  const first = await sessions.open(), second = await sessions.open();
  sessions.close(first.session);
  assert.equal(await sessions.read(first.cookie), null);
  assert.deepEqual(await sessions.read(second.cookie), second.session);
});
