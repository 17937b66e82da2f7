import assert from "node:assert/strict";
import { LANE } from "../../lib/runtime/mod.ts";
import { ctxFrom } from "../session_fixture.ts";
import type { Deliver } from "./messages.ts";
import { consolePort, emailPort, portOf, telegramPort, webhookPort } from "./ports.ts";

const DELIVER: Deliver = {
  ...{ kind: "Deliver", channel: "console", attempt: 1, id: "reporter#7", level: "warning" },
  ...{ key: "k", variant: "", text: "something", atMs: 0 },
};
const CTX = ctxFrom("notifier", 5);

Deno.test("a port tells the asker that a notification was delivered", async () => {
  const lines: string[] = [];
  const write = (bytes: Uint8Array) => void lines.push(new TextDecoder().decode(bytes));
  const sends = await consolePort({ format: "line", stream: "stdout", write }).perform(DELIVER, CTX);
  const body = { kind: "NotificationDelivered", id: "reporter#7", channel: "console" };
  assert.deepEqual(sends, [{ to: "notifier", lane: LANE.control, body }]);
  assert.deepEqual(lines, ["1970-01-01T00:00:00.000Z WARNING something [reporter#7]\n"]);
});

Deno.test("a port tells the asker why a notification was not delivered", async () => {
  const failure = { why: "HTTP 429", mayRetry: true, retryAfterMs: 7_000 };
  const port = portOf({ deliver: () => Promise.resolve({ ok: false, ...failure }) });
  const [{ body }] = await port.perform({ ...DELIVER, channel: "webhook" } as Deliver, CTX);
  assert.deepEqual(body, { kind: "NotificationFailed", id: "reporter#7", channel: "webhook", ...failure });
});

Deno.test("a port rejects what is malformed, before anything is delivered", async () => {
  let delivered = 0;
  const port = portOf({ deliver: () => Promise.resolve({ ok: ++delivered > 0 } as { ok: true }) });
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ kind: "Notify" }, /Notify is no message of a channel/],
    [{ channel: undefined }, /'channel' must be a name/],
    [{ id: "two words" }, /'id'/],
    [{ level: "loud" }, /'level'/],
    [{ text: undefined }, /'text'/],
  ];
  for (const [change, expected] of cases) {
    await assert.rejects(port.perform({ ...DELIVER, ...change }, CTX), (error: Error) => {
      assert.ok(error instanceof TypeError);
      assert.match(error.message, expected);
      return true;
    });
  }
  assert.equal(delivered, 0);
});

Deno.test("a port has nothing to do with the health of the store", async () => {
  const port = consolePort({ format: "line", stream: "stdout", write: () => assert.fail() });
  assert.deepEqual(await port.perform({ kind: "StoreDegraded" }, CTX), []);
});

Deno.test("ports refuse bad options when they are made, and repeat no secret", () => {
  const limits = { deadlineMs: 1, tries: 1, retry: { firstMs: 1, factor: 1, maxMs: 1, jitterPct: 0 } };
  const mail = { from: "bot@example.com", to: ["you@example.com"], user: "me", password: "s3cret" };
  const makers = [
    () => webhookPort({ ...limits, url: "http://127.0.0.1/s3cret", allowLoopback: false }),
    () => telegramPort({ ...limits, token: "s3cret", chat: "1", baseUrl: "https://api.telegram.org" }),
    () => emailPort({ ...limits, ...mail, host: "h", port: 587, security: "none", allowLoopback: true }),
  ];
  for (const make of makers) {
    assert.throws(make, (error: Error) => error instanceof TypeError && !error.message.includes("s3cret"));
  }
});
