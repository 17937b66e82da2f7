import assert from "node:assert/strict";
import { createTestAdmin } from "./app_fixture.ts";
import { adminConfig } from "./schema.ts";

Deno.test("adminConfig has a default for everything: on, and for this machine alone", () => {
  const config = adminConfig.parse({});
  assert.equal(config.enabled, true);
  assert.equal(config.host, "127.0.0.1");
  assert.equal(config.port, 8000);
  assert.equal(config.token_env, "DASHBOARD_TOKEN");
  assert.deepEqual(config.allowed_hosts, []);
});

const REFUSED: [string, unknown][] = [
  ["port", 70_000],
  ["port", "8000"],
  ["host", "http://localhost"],
  ["host", ""],
  ["token_env", "a-token-and-no-name"],
  ["allowed_hosts", ["desk.example/"]],
  ["session_hours", 0],
  ["rate_per_minute", 0],
  ["sse_max_clients", 0],
  ["heartbeat_seconds", 0],
  ["token", "secret"],
];

Deno.test("adminConfig refuses what makes no sense", () => {
  for (const [name, value] of REFUSED) {
    assert.ok(!adminConfig.safeParse({ [name]: value }).success, `${name}: ${value}`);
  }
});

Deno.test("createAdminApp() does not begin with a token that could be guessed", () => {
  assert.throws(() => createTestAdmin({ options: { token: "123" } }), RangeError);
});
