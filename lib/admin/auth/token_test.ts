import assert from "node:assert/strict";
import { randomBytes } from "../parts.ts";
import { chooseToken, isLoopback, tokenFault } from "./token.ts";

Deno.test("tokenFault() refuses what could be guessed or does not fit a header, without repeating it", () => {
  assert.equal(tokenFault("0123456789abcdef"), null);
  for (const token of ["", "short", "a token with spaces", "sixteen-chars-ü!", "0123456789abcdef\r\n"]) {
    const fault = tokenFault(token);
    assert.match(fault ?? "", /^Admin token refused: /, token);
    assert.ok(token === "" || !fault!.includes(token), token);
  }
});

Deno.test("isLoopback() knows this machine's own addresses", () => {
  for (const host of ["127.0.0.1", "127.1.2.3", "localhost", "::1", "[::1]"]) {
    assert.ok(isLoopback(host), host);
  }
  for (const host of ["0.0.0.0", "10.0.0.1", "::", "localhost.example"]) assert.ok(!isLoopback(host), host);
});

Deno.test("chooseToken() makes one up on loopback alone", () => {
  const local = { host: "127.0.0.1", name: "DASHBOARD_TOKEN", random: randomBytes };
  const given = "a-token-of-the-tests";
  assert.deepEqual(chooseToken(given, local), { ok: true, value: { token: given, isMadeUp: false } });
  for (const none of [undefined, ""]) {
    const first = chooseToken(none, local), second = chooseToken(none, local);
    assert.ok(first.ok && second.ok && first.value.isMadeUp);
    assert.equal(tokenFault(first.value.token), null);
    assert.notEqual(first.value.token, second.value.token);
    assert.deepEqual(chooseToken(none, { ...local, host: "0.0.0.0" }), {
      ok: false,
      error:
        "Admin server refused: it would listen on 0.0.0.0, beyond this machine, without a token; set DASHBOARD_TOKEN",
    });
  }
  assert.ok(!chooseToken("short", local).ok);
});
