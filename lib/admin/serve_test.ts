import assert from "node:assert/strict";
import { createTestAdmin, TOKEN } from "./app_fixture.ts";
import { rawExchange, statusOf } from "./raw_http_fixture.ts";
import { serveAdmin } from "./serve.ts";
import { createListener, createTestJournal } from "./stream/journal_fixture.ts";

const AUTH = `Authorization: Bearer ${TOKEN}\r\n`;
const HOST = "Host: 127.0.0.1\r\nConnection: close\r\n";

/** Requests as bytes, with the status that is right. */
const RAW: { name: string; text: string; expected: string }[] = [
  { name: "plain", text: `GET /api/summary HTTP/1.1\r\n${HOST}${AUTH}\r\n`, expected: "200" },
  { name: "no token", text: `GET /api/summary HTTP/1.1\r\n${HOST}\r\n`, expected: "401" },
  { name: "no host", text: `GET /api/summary HTTP/1.1\r\n${AUTH}\r\n`, expected: "200" },
  {
    name: "foreign host",
    text: `GET /api/summary HTTP/1.1\r\nHost: evil.example\r\n${AUTH}\r\n`,
    expected: "421",
  },
  {
    name: "two hosts",
    text: `GET /api/summary HTTP/1.1\r\n${HOST}Host: evil.example\r\n${AUTH}\r\n`,
    expected: "400",
  },
  {
    name: "host with user",
    text: `GET /api/summary HTTP/1.1\r\nHost: 127.0.0.1@evil.example\r\n${AUTH}\r\n`,
    expected: "421",
  },
  {
    name: "foreign absolute form",
    text: `GET http://evil.example/api/summary HTTP/1.1\r\nHost: evil.example\r\n${AUTH}\r\n`,
    expected: "421",
  },
  { name: "climbing", text: `GET /assets/../api/summary HTTP/1.1\r\n${HOST}\r\n`, expected: "400" },
  {
    name: "climbing encoded",
    text: `GET /assets/%2e%2e/api/summary HTTP/1.1\r\n${HOST}\r\n`,
    expected: "400",
  },
  {
    name: "climbing from a probe",
    text: `GET /health/live/..;/../../api/summary HTTP/1.1\r\n${HOST}\r\n`,
    expected: "400",
  },
  {
    name: "back slashes",
    text: `GET /assets\\..\\api\\summary HTTP/1.1\r\n${HOST}\r\n`,
    expected: "400",
  },
  {
    name: "space in path",
    text: `GET /api/ summary HTTP/1.1\r\n${HOST}${AUTH}\r\n`,
    expected: "400",
  },
  { name: "long path", text: `GET /${"a".repeat(5000)} HTTP/1.1\r\n${HOST}${AUTH}\r\n`, expected: "414" },
  {
    name: "huge header",
    text: `GET /api/summary HTTP/1.1\r\n${HOST}X-Big: ${"a".repeat(600_000)}\r\n\r\n`,
    expected: "400",
  },
  {
    name: "TRACE",
    text: `TRACE /api/summary HTTP/1.1\r\n${HOST}${AUTH}\r\n`,
    expected: "405",
  },
  {
    name: "CONNECT",
    text: `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${HOST}\r\n`,
    expected: "401",
  },
  { name: "unknown method", text: `BREW /api/summary HTTP/1.1\r\n${HOST}${AUTH}\r\n`, expected: "405" },
  { name: "not HTTP", text: "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", expected: "400" },
  {
    name: "chunked without end",
    text:
      `POST /api/bot/pause HTTP/1.1\r\n${HOST}${AUTH}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n` +
      `20000\r\n${"x".repeat(0x20000)}\r\n`,
    expected: "413",
  },
  {
    name: "length said too long",
    text:
      `POST /api/bot/pause HTTP/1.1\r\n${HOST}${AUTH}Content-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{}`,
    expected: "413",
  },
  {
    name: "length and chunks",
    text:
      `POST /api/bot/pause HTTP/1.1\r\n${HOST}${AUTH}Content-Type: application/json\r\nContent-Length: 5\r\n` +
      `Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/summary HTTP/1.1\r\n${HOST}\r\n`,
    expected: "400",
  },
  {
    name: "body that never comes",
    text:
      `POST /api/bot/pause HTTP/1.1\r\n${HOST}${AUTH}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
    expected: "408",
  },
];

Deno.test("serveAdmin() withstands requests no browser sends", async () => {
  const { admin, ask, faults } = createTestAdmin({ config: { body_seconds: 0.15 } });
  const served = serveAdmin(admin, { host: "127.0.0.1", port: 0 });
  for (const { name, text, expected } of RAW) {
    const said = await rawExchange(served.port, text);
    assert.equal(statusOf(said), expected, `${name}: ${said.slice(0, 300)}`);
    assert.ok(!said.includes(TOKEN), name);
    assert.doesNotMatch(said, /^\s+at /m, name);
  }
  assert.deepEqual(faults, []);
  assert.equal((await ask("GET", "/api/summary")).status, 200);
  await served.close();
});

Deno.test("serveAdmin() counts requests by the address of the connection", async () => {
  const { admin } = createTestAdmin({ config: { rate_per_minute: 10, login_rate_per_minute: 2 } });
  const served = serveAdmin(admin, { host: "127.0.0.1", port: 0 });
  const statuses = [];
  for (let i = 0; i < 4; i++) {
    const response = await fetch(`http://127.0.0.1:${served.port}/login`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": `10.0.0.${i}` },
      body: JSON.stringify({ code: "WRONG-WRONG" }),
    });
    statuses.push(response.status);
    await response.body?.cancel();
  }
  assert.deepEqual(statuses, [401, 401, 429, 429]);
  await served.close();
});

Deno.test("the stream tells twenty clients everything, and drops the one that does not read", async () => {
  const journal = createTestJournal(60_000);
  const { events, lastSeq, onEvents } = journal;
  const { admin } = createTestAdmin({
    ports: { events, lastSeq, onEvents },
    config: { sse_buffer_kib: 256 },
  });
  const served = serveAdmin(admin, { host: "127.0.0.1", port: 0 });
  const url = `http://127.0.0.1:${served.port}/api/stream`;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const clients = await Promise.all(Array.from({ length: 20 }, async () => {
    const response = await fetch(url, { headers });
    return createListener(response.body!);
  }));
  using stuck = await Deno.connect({ hostname: "127.0.0.1", port: served.port });
  await stuck.write(new TextEncoder().encode(`GET /api/stream HTTP/1.1\r\n${HOST}${AUTH}\r\n`));
  while (admin.streamCounts().clients < 21) await pause(5);
  const reading = clients.map(async (client) => {
    while (client.ids().length < 150) assert.ok(await client.take());
  });
  for (let i = 0; i < 150; i++) {
    journal.commit(1);
    await pause(2);
  }
  await Promise.all(reading);
  const wanted = Array.from({ length: 150 }, (_, i) => i + 1);
  for (const client of clients) assert.deepEqual(client.ids(), wanted);
  assert.equal(admin.streamCounts().dropped, 1);
  assert.equal(admin.streamCounts().clients, 20);
  assert.equal(admin.streamCounts().lingering, 1);
  const chunk = new Uint8Array(1 << 20);
  let isOpen = true;
  while (isOpen) isOpen = await stuck.read(chunk).then((count) => count !== null, () => false);
  while (admin.streamCounts().lingering > 0) await pause(5);
  for (const client of clients.slice(10)) await client.leave();
  await served.close();
  for (const client of clients.slice(0, 10)) assert.equal(await client.take(), false);
  assert.equal(admin.streamCounts().clients, 0);
  assert.equal(journal.listeners, 0);
});

Deno.test("serveAdmin() refuses a port that is taken, and frees its own", async () => {
  const first = createTestAdmin(), second = createTestAdmin();
  const served = serveAdmin(first.admin, { host: "127.0.0.1", port: 0 });
  const { port } = served;
  assert.throws(() => serveAdmin(second.admin, { host: "127.0.0.1", port }), Deno.errors.AddrInUse);
  await served.close();
  await serveAdmin(second.admin, { host: "127.0.0.1", port }).close();
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
