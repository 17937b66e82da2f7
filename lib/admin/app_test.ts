import assert from "node:assert/strict";
import { createTestAdmin, TOKEN } from "./app_fixture.ts";
import { logIn } from "./security_table_fixture.ts";

const server = createTestAdmin({ options: { hasPages: true } });
const { ask, faults } = server;

Deno.test("the login page and its assets are open, and hold neither data nor the token", async () => {
  const response = await ask("GET", "/login", { hasToken: false });
  const html = await response.text();
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const assets = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  assert.ok(assets.length > 3);
  for (const path of new Set(assets)) {
    const asset = await ask("GET", path, { hasToken: false });
    const text = await asset.text();
    assert.equal(asset.status, 200, path);
    assert.match(asset.headers.get("cache-control") ?? "", /immutable/, path);
    assert.equal(asset.headers.get("x-content-type-options"), "nosniff");
    for (const held of [TOKEN, ...server.ports.symbols()]) {
      assert.ok(!text.includes(held), `${path}: ${held}`);
    }
  }
  assert.equal((await ask("GET", "/assets/none.js", { hasToken: false })).status, 404);
});

Deno.test("the dashboard needs a login, by token or cookie, and carries nothing inline but under its nonce", async () => {
  assert.equal((await ask("GET", "/dashboard", { hasToken: false })).status, 303);
  const headers = { cookie: await logIn(server) };
  for (const asked of [{}, { headers, hasToken: false }]) {
    const response = await ask("GET", "/dashboard", asked);
    const html = await response.text();
    assert.equal(response.status, 200);
    assert.ok(!html.includes(TOKEN));
    const nonce = /'nonce-([^']+)'/.exec(response.headers.get("content-security-policy") ?? "")?.[1] ??
      "none";
    const own = html.replaceAll(`<style nonce="${nonce}">`, "").replaceAll(`<script nonce="${nonce}">`, "");
    assert.ok(own.length < html.length);
    const inline =
      /.{0,40}(?:<script(?![^>]* src=)|<style|\sstyle="|\son\w+="|src="https?:|<link[^>]* href="https?:).{0,40}/;
    assert.equal(inline.exec(own)?.[0], undefined);
  }
  assert.equal((await ask("GET", "/")).status, 302);
  assert.deepEqual(faults, []);
});

Deno.test("pages take no other methods, and no tricks with paths", async () => {
  for (const path of ["/dashboard", "/", "/login"]) {
    const response = await ask("DELETE", path);
    assert.equal(response.status, 405, path);
    assert.match(response.headers.get("allow")!, /^GET, HEAD(?:, POST)?$|^POST, GET, HEAD$/);
  }
  for (const path of ["/dashboard/", "/dashboard%2f", "/DASHBOARD", "/assets/", "/assets"]) {
    assert.equal((await ask("GET", path)).status, 404, path);
  }
});

Deno.test("a page whose data cannot be read is 503 with a reference", async () => {
  const summary = () => {
    throw new Error("the file /var/secret is gone");
  };
  const broken = createTestAdmin({ options: { hasPages: true }, ports: { summary } });
  const response = await broken.ask("GET", "/dashboard");
  const text = await response.text();
  assert.equal(response.status, 503);
  assert.ok(!text.includes("/var/secret"));
  assert.equal(broken.faults.length, 1);
});

Deno.test("a page's path refuses other methods in an answer that is what its headers say", async () => {
  for (const path of ["/login", "/dashboard"]) {
    for (const method of ["DELETE", "PUT", "PATCH"]) {
      const response = await ask(method, path, { headers: { "accept-encoding": "gzip" } });
      assert.deepEqual([response.status, response.headers.get("content-encoding")], [405, null], path);
      assert.equal((await response.json()).error.code, "wrong_method");
    }
  }
});
