import assert from "node:assert/strict";
import { createTestAdmin } from "../app_fixture.ts";
import { pathOf } from "../security_table_fixture.ts";

Deno.test("each read answers what its schema says, no more and no less", async () => {
  const server = createTestAdmin();
  for (const route of server.admin.routes) {
    if (route.method !== "GET" || !("json" in route.reply)) continue;
    const response = await server.ask("GET", pathOf(route, server));
    const json = await response.json();
    assert.equal(response.status, 200, `${route.path}: ${JSON.stringify(json)}`);
    const said = route.reply.json.safeParse(json);
    assert.ok(said.success, `${route.path}: ${JSON.stringify(said.error?.issues)}`);
    assert.deepEqual(said.data, json, route.path);
  }
});

const BAD_QUERIES = [
  { path: "/api/orders?limit=0", at: "query.limit" },
  { path: "/api/trades?limit=1001", at: "query.limit" },
  { path: "/api/trades?limit=ten", at: "query.limit" },
  { path: "/api/trades?limit=1e3", at: "query.limit" },
  { path: "/api/trades?limit=", at: "query.limit" },
  { path: "/api/trades?offset=-1", at: "query.offset" },
  { path: "/api/orders?status=closed", at: "query.status" },
  { path: "/api/orders?limit=5&limit=6", at: "query" },
  { path: "/api/orders?__proto__=6", at: "query" },
  { path: "/api/pnl?range=2d", at: "query.range" },
  { path: "/api/pnl/daily?days=0.5", at: "query.days" },
  { path: "/api/decisions?before=yesterday", at: "query.before" },
  { path: "/api/decisions/ALFA-USDT-USDT/soon", at: "path.barClose" },
  { path: "/api/events?kinds=a,,b", at: "query.kinds" },
  { path: "/api/stream?after=-1", at: "query.after" },
];

Deno.test("inputs that are not valid are refused with the name of the field", async () => {
  const { ask } = createTestAdmin();
  for (const { path, at } of BAD_QUERIES) {
    const response = await ask("GET", path);
    const { error } = await response.json();
    assert.equal(response.status, 400, path);
    assert.equal(error.path, at, path);
  }
});

Deno.test("lists are paged, and filtered by symbols in either form", async () => {
  const { ask, ports } = createTestAdmin();
  const page = await (await ask("GET", "/api/trades?limit=2&offset=1")).json();
  const all = ports.trades({ limit: 1000, offset: 0 });
  assert.deepEqual(page, { rows: all.rows.slice(1, 3), total: all.total, limit: 2, offset: 1 });
  const [symbol] = ports.symbols();
  for (const text of [encodeURIComponent(symbol), symbol.replace(/[/:]/g, "-").toLowerCase()]) {
    const { rows, total } = await (await ask("GET", `/api/orders?symbol=${text}&limit=1000`)).json();
    assert.ok(total > 0, text);
    assert.ok(rows.every((row: { symbol: string }) => row.symbol === symbol), text);
  }
});

Deno.test("what is not there is 404, with what there is", async () => {
  const { ask, ports } = createTestAdmin();
  const chart = await ask("GET", "/api/chart/NO%2FSUCH");
  assert.equal(chart.status, 404);
  assert.ok((await chart.json()).error.hint.includes(ports.symbols()[0]));
  const decision = await ask("GET", "/api/decisions/ALFA-USDT-USDT/2001-01-01T00:00:00.000Z");
  assert.equal(decision.status, 404);
});

Deno.test("events are read after a number, or the newest first", async () => {
  const { ask, ports } = createTestAdmin();
  const lastSeq = ports.lastSeq();
  const after = await (await ask("GET", `/api/events?after=${lastSeq - 3}`)).json();
  assert.deepEqual(after.map(({ seq }: { seq: number }) => seq), [lastSeq - 2, lastSeq - 1, lastSeq]);
  const newest = await (await ask("GET", "/api/events?limit=2")).json();
  assert.deepEqual(newest.map(({ seq }: { seq: number }) => seq), [lastSeq, lastSeq - 1]);
});

Deno.test("a port that throws is 503 with a reference; the cause goes to the log alone", async () => {
  const secret = "postgres://user:hunter2@db/bulkhead";
  const summary = () => {
    throw new Error(`cannot reach ${secret}`);
  };
  const { ask, faults } = createTestAdmin({ ports: { summary } });
  const response = await ask("GET", "/api/summary");
  const text = await response.text();
  assert.equal(response.status, 503);
  assert.ok(response.headers.has("retry-after"));
  assert.ok(!text.includes("hunter2"));
  assert.equal(faults.length, 1);
  assert.ok(JSON.parse(text).error.hint.includes(faults[0].reference));
  assert.match(String(faults[0].error), /hunter2/);
});

Deno.test("a fault of the server itself is 500 with a reference", async () => {
  const metrics = () => [{ name: "not a name", type: "gauge" as const, help: "", samples: [] }];
  const { ask, faults } = createTestAdmin({ ports: { metrics } });
  const response = await ask("GET", "/metrics");
  const { error } = await response.json();
  assert.equal(response.status, 500);
  assert.equal(error.code, "internal");
  assert.ok(error.hint.includes(faults[0].reference));
});

Deno.test("HEAD answers as GET does, without a body and without a client of the stream", async () => {
  const { ask, admin } = createTestAdmin();
  for (const path of ["/api/summary", "/api/stream", "/metrics"]) {
    const response = await ask("HEAD", path);
    assert.equal(response.status, 200, path);
    assert.equal(await response.text(), "", path);
  }
  assert.equal(admin.streamCounts().opened, 0);
});
