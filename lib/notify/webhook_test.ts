import assert from "node:assert/strict";
import { note, T0 } from "./outlet_fixture.ts";
import type { Outcome } from "./channel.ts";
import { createWebhook, type WebhookOptions } from "./webhook.ts";
import { type Answer, HAS_NET, optionsFor, PLANTED, type Seen, withServer } from "./webhook_fixture.ts";

const status = (code: number, headers: Record<string, string> = {}): Answer => () =>
  new Response(code === 204 ? null : "s3rver text", { status: code, headers });

const NOTE = note("reporter#7", "critical", { text: `LIQUIDATED ${PLANTED.path}` });

/** What came of one delivery, and what the server saw. */
async function deliver(
  answers: readonly Answer[],
  change: Partial<WebhookOptions> = {},
): Promise<{ outcome: Outcome; seen: readonly Seen[]; tookMs: number }> {
  let result: { outcome: Outcome; seen: readonly Seen[]; tookMs: number } | undefined;
  await withServer(answers, async (port, seen) => {
    const startMs = performance.now();
    const outcome = await createWebhook(optionsFor(port, change)).deliver(NOTE);
    result = { outcome, seen: [...seen], tookMs: performance.now() - startMs };
  });
  assertNoSecret(JSON.stringify(result!.outcome));
  return result!;
}

function assertNoSecret(text: string): void {
  for (const secret of Object.values(PLANTED)) assert.ok(!text.includes(secret), `${secret} in ${text}`);
}

function serverTest(name: string, fn: () => Promise<void>): void {
  const title = HAS_NET ? name : `${name} (needs --allow-net=127.0.0.1)`;
  Deno.test({ name: title, ignore: !HAS_NET, fn });
}

serverTest("createWebhook() posts JSON with the id as idempotency key, and no secret in it", async () => {
  const { outcome, seen } = await deliver([status(200)]);
  assert.deepEqual(outcome, { ok: true });
  const [{ method, path, headers, body }] = seen;
  assert.deepEqual([method, path, seen.length], ["POST", `/hook/${PLANTED.path}?key=${PLANTED.query}`, 1]);
  assert.equal(headers.get("idempotency-key"), "reporter#7");
  assert.equal(headers.get("content-type"), "application/json");
  assert.equal(headers.get("authorization"), `Basic ${btoa(`${PLANTED.user}:${PLANTED.password}`)}`);
  assert.deepEqual(JSON.parse(body), {
    ...{
      id: "reporter#7",
      level: "critical",
      key: "key/reporter#7",
      variant: "",
      text: "LIQUIDATED [secret]",
    },
    ...{ at: "2024-01-01T00:00:00.000Z", atMs: T0 },
  });
});

serverTest("createWebhook() tries again after HTTP 5xx, under the same id, with a growing wait", async () => {
  const { outcome, seen } = await deliver([status(500), status(503), status(204)]);
  assert.deepEqual(outcome, { ok: true });
  assert.deepEqual(seen.map(({ headers }) => headers.get("idempotency-key")), Array(3).fill("reporter#7"));
  assert.ok(seen[1].atMs - seen[0].atMs >= 19 && seen[2].atMs - seen[1].atMs >= 39);
});

serverTest("createWebhook() stops after its tries, and leaves the rest to the caller", async () => {
  const { outcome, seen } = await deliver([status(500)]);
  assert.deepEqual(outcome, { ok: false, why: "HTTP 500", mayRetry: true, retryAfterMs: null });
  assert.equal(seen.length, 3);
});

serverTest("createWebhook() honours Retry-After within its deadline, and hands a longer one on", async () => {
  const short = await deliver([status(429, { "retry-after": "1" }), status(200)]);
  assert.deepEqual(short.outcome, { ok: true });
  assert.ok(short.seen[1].atMs - short.seen[0].atMs >= 990, "it waited as it was asked to");
  const long = await deliver([status(429, { "retry-after": "60" }), status(200)]);
  assert.deepEqual(long.outcome, { ok: false, why: "HTTP 429", mayRetry: true, retryAfterMs: 60_000 });
  assert.equal(long.seen.length, 1);
  assert.ok(long.tookMs < 1_000, "it did not wait for nothing");
});

serverTest("createWebhook() does not try again what the server refuses", async () => {
  for (const code of [400, 401, 403, 404, 408, 410, 422]) {
    const { outcome, seen } = await deliver([status(code, { "retry-after": "1" })]);
    assert.deepEqual(outcome, { ok: false, why: `HTTP ${code}`, mayRetry: false, retryAfterMs: null });
    assert.equal(seen.length, 1);
  }
});

serverTest("createWebhook() follows no redirect, wherever it leads", async () => {
  await withServer([status(200)], async (port, reached) => {
    for (const code of [301, 302, 303, 307, 308]) {
      const location = `http://127.0.0.1:${port}/metadata`;
      const { outcome, seen } = await deliver([status(code, { location })]);
      assert.deepEqual(outcome, {
        ok: false,
        why: "a redirect, refused",
        mayRetry: false,
        retryAfterMs: null,
      });
      assert.equal(seen.length, 1);
    }
    assert.equal(reached.length, 0);
  });
});

serverTest("createWebhook() ends by its deadline, however the server dawdles", async () => {
  const { outcome, seen, tookMs } = await deliver([() => null], { deadlineMs: 150 });
  assert.deepEqual(outcome, {
    ok: false,
    why: "no answer within 150 ms",
    mayRetry: true,
    retryAfterMs: null,
  });
  assert.equal(seen.length, 1);
  assert.ok(tookMs >= 140 && tookMs < 1_000, String(tookMs));
  // the bound is on all tries and waits together
  const tries = await deliver([status(500)], {
    ...{ deadlineMs: 200, tries: 10, retry: { firstMs: 60, factor: 1, maxMs: 60, jitterPct: 0 } },
  });
  assert.equal(tries.outcome.ok, false);
  assert.ok(tries.tookMs < 300 && tries.seen.length < 5, `${tries.tookMs} ms, ${tries.seen.length} tries`);
});

serverTest("createWebhook() does not wait for the end of an endless answer", async () => {
  const endless = () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(1024)) }));
  const { outcome, tookMs } = await deliver([endless], { deadlineMs: 1_500 });
  assert.deepEqual(outcome, { ok: true });
  assert.ok(tookMs < 1_000, String(tookMs));
});

serverTest("createWebhook() tries a refused connection again, and says so without the address", async () => {
  let port = 0;
  await withServer([status(200)], (free) => Promise.resolve(void (port = free)));
  const startMs = performance.now();
  const outcome = await createWebhook(optionsFor(port)).deliver(NOTE);
  assert.deepEqual(outcome, { ok: false, why: "connection refused", mayRetry: true, retryAfterMs: null });
  assert.ok(performance.now() - startMs >= 55, "two waits");
  assertNoSecret(JSON.stringify(outcome));
});

Deno.test("createWebhook() refuses a bad URL without repeating it", () => {
  const urls = [`ftp://h/${PLANTED.path}`, `nonsense ${PLANTED.path}`, `http://127.0.0.1/${PLANTED.path}`];
  for (const url of urls) {
    assert.throws(() => createWebhook(optionsFor(1, { url, allowLoopback: false })), (error: Error) => {
      assert.ok(error instanceof TypeError);
      assertNoSecret(`${error.message} ${error.stack}`);
      return true;
    });
  }
});

Deno.test({
  name: "createWebhook() does not go on trying without the permission to reach the host",
  permissions: { net: false },
  async fn() {
    const outcome = await createWebhook(optionsFor(65_533)).deliver(NOTE);
    const why = "no permission to reach the host";
    assert.deepEqual(outcome, { ok: false, why, mayRetry: false, retryAfterMs: null });
  },
});
