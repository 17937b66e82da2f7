import assert from "node:assert/strict";
import { createTestAdmin, TOKEN } from "../app_fixture.ts";
import { logIn } from "../security_table_fixture.ts";

const OWN = { origin: "http://localhost", "sec-fetch-site": "same-origin" };

Deno.test("a code logs in once, and the cookie then does for reads and commands", async () => {
  const server = createTestAdmin();
  const { code } = server.admin.newLoginCode();
  const response = await server.ask("POST", "/login", { body: { code }, hasToken: false });
  assert.equal(response.status, 204);
  const set = response.headers.get("set-cookie")!;
  assert.match(set, /^bulkhead=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
  const cookie = set.split(";")[0];
  const read = await server.ask("GET", "/api/symbols", { headers: { cookie }, hasToken: false });
  assert.equal(read.status, 200);
  const body = { reason: "lunch" };
  const paused = await server.ask("POST", "/api/bot/pause", {
    body,
    headers: { cookie, ...OWN },
    hasToken: false,
  });
  assert.equal(paused.status, 200);
  const { data } = server.ports.latestEvents({ limit: 1, kinds: ["OperatorCommandTaken"] })[0];
  assert.match((data as { by: string }).by, /^page [\w-]{6}$/);
  const again = await server.ask("POST", "/login", { body: { code }, hasToken: false });
  assert.equal(again.status, 401);
});

Deno.test("the token logs in too; a login is over when it is logged out or has expired", async () => {
  const server = createTestAdmin();
  const response = await server.ask("POST", "/login", {
    body: { token: TOKEN },
    hasToken: false,
    headers: OWN,
  });
  const cookie = response.headers.get("set-cookie")!.split(";")[0];
  const read = async (headers: Record<string, string>) =>
    (await server.ask("GET", "/api/symbols", { headers, hasToken: false })).status;
  assert.equal(await read({ cookie }), 200);
  const out = await server.ask("POST", "/logout", { body: {}, headers: { cookie, ...OWN }, hasToken: false });
  assert.equal(out.status, 204);
  assert.match(out.headers.get("set-cookie")!, /^bulkhead=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.equal(await read({ cookie }), 401);
  const other = await logIn(server);
  assert.equal(await read({ cookie: other }), 200);
  server.clock.nowMs += 12 * 3_600_000;
  assert.equal(await read({ cookie: other }), 401);
});

Deno.test("a wrong token is not made good by a cookie", async () => {
  const server = createTestAdmin();
  const cookie = await logIn(server);
  const headers = { cookie, authorization: "Bearer not-the-token-0123456789" };
  assert.equal((await server.ask("GET", "/api/symbols", { headers, hasToken: false })).status, 401);
});

Deno.test("behind https the cookie is Secure and of this host alone, and browsers are told to stay on https", async () => {
  const server = createTestAdmin({ config: { behind_https: true } });
  const cookie = await logIn(server);
  assert.match(cookie, /^__Host-bulkhead=/);
  const read = await server.ask("GET", "/api/symbols", { headers: { cookie }, hasToken: false });
  assert.equal(read.status, 200);
  assert.match(read.headers.get("strict-transport-security") ?? "", /max-age=/);
  const plain = cookie.replace("__Host-", "");
  assert.equal(
    (await server.ask("GET", "/api/symbols", { headers: { cookie: plain }, hasToken: false })).status,
    401,
  );
});

Deno.test("login codes are given for the token alone, and lead to the login page", async () => {
  const server = createTestAdmin();
  const response = await server.ask("POST", "/api/login-codes", { body: {} });
  const { code, path, expiresAt } = await response.json();
  assert.equal(path, `/login#code=${code}`);
  assert.equal(Date.parse(expiresAt), server.clock.nowMs + 15 * 60_000);
  const cookie = await logIn(server);
  const refused = await server.ask("POST", "/api/login-codes", {
    body: {},
    headers: { cookie, ...OWN },
    hasToken: false,
  });
  assert.equal(refused.status, 403);
});

Deno.test("attempts to log in are few, for each address apart, and a code that is right does not help then", async () => {
  const server = createTestAdmin({ config: { login_rate_per_minute: 3 } });
  const { code } = server.admin.newLoginCode();
  const attempt = (body: unknown, from: string) =>
    server.ask("POST", "/login", { body, hasToken: false, from });
  for (let i = 0; i < 3; i++) assert.equal((await attempt({ code: "WRONG" }, "10.0.0.1")).status, 401);
  const late = await attempt({ code }, "10.0.0.1");
  assert.equal(late.status, 429);
  assert.equal(late.headers.get("retry-after"), "20");
  assert.equal((await attempt({ code }, "10.0.0.2")).status, 204);
});

Deno.test("who floods without a login does not keep out who has one, nor the probes", async () => {
  const server = createTestAdmin({ config: { rate_per_minute: 10 } });
  const cookie = await logIn(server);
  const statuses = [];
  for (let i = 0; i < 12; i++) {
    statuses.push((await server.ask("GET", "/api/symbols", { hasToken: false })).status);
  }
  assert.equal(statuses.at(0), 401);
  assert.equal(statuses.at(-1), 429);
  assert.equal((await server.ask("GET", "/api/symbols")).status, 200);
  assert.equal(
    (await server.ask("GET", "/api/symbols", { headers: { cookie }, hasToken: false })).status,
    200,
  );
  assert.equal((await server.ask("GET", "/health/live", { hasToken: false })).status, 200);
});

Deno.test("pages are sent to the login, of which only itself and assets are open", async () => {
  const { ask } = createTestAdmin();
  for (const path of ["/", "/dashboard", "/dashboard/x", "/api/reference"]) {
    const response = await ask("GET", path, { hasToken: false });
    assert.equal(response.status, 303, path);
    assert.equal(response.headers.get("location"), "/login", path);
  }
  for (const path of ["/dashboards", "/logins", "/login/x", "/asset", "/.env"]) {
    assert.equal((await ask("GET", path, { hasToken: false })).status, 401, path);
  }
});
