import assert from "node:assert/strict";
import type { Outcome } from "./channel.ts";
import { note } from "./outlet_fixture.ts";
import { createTelegram, MAX_MESSAGE, messageText, type TelegramOptions } from "./telegram.ts";
import { CHAT, telegramAnswer, telegramAt, TOKEN, TOKEN_SECRET } from "./telegram_fixture.ts";
import { type Answer, HAS_NET, type Seen, withServer } from "./webhook_fixture.ts";

const MARKUP = "*bold* _it_ [x](tg://user?id=1) <b>&amp;</b> `code` /start @all";
const NOTE = note("reporter#7", "critical", { text: `LIQUIDATED ${MARKUP} ${TOKEN}` });

interface Delivered {
  readonly outcome: Outcome;
  readonly seen: readonly Seen[];
  readonly tookMs: number;
}

/** What came of one delivery, and what the server saw. No outcome may hold the token. */
async function deliver(
  answers: readonly Answer[],
  change: Partial<TelegramOptions> = {},
): Promise<Delivered> {
  let result: Delivered | undefined;
  await withServer(answers, async (port, seen) => {
    const startMs = performance.now();
    const outcome = await createTelegram(telegramAt(port, change)).deliver(NOTE);
    result = { outcome, seen: [...seen], tookMs: performance.now() - startMs };
  });
  assert.ok(!JSON.stringify(result!.outcome).includes(TOKEN_SECRET));
  return result!;
}

function serverTest(name: string, fn: () => Promise<void>): void {
  const title = HAS_NET ? name : `${name} (needs --allow-net=127.0.0.1)`;
  Deno.test({ name: title, ignore: !HAS_NET, fn });
}

const refused = (why: string, mayRetry: boolean, retryAfterMs: number | null = null): Outcome => ({
  ...{ ok: false, why, mayRetry, retryAfterMs },
});

serverTest(
  "createTelegram() sends plain text to the chat, whatever markup is in it, and no secret",
  async () => {
    const { outcome, seen } = await deliver([telegramAnswer(200)]);
    assert.deepEqual(outcome, { ok: true });
    const [{ method, path, headers, body }] = seen;
    assert.deepEqual([method, path, seen.length], ["POST", `/bot${TOKEN}/sendMessage`, 1]);
    assert.equal(headers.get("content-type"), "application/json");
    assert.deepEqual(JSON.parse(body), {
      chat_id: CHAT,
      text: `CRITICAL · 2024-01-01 00:00 UTC\nLIQUIDATED ${MARKUP} [secret]\n[reporter#7]`,
      disable_notification: false,
      link_preview_options: { is_disabled: true },
    });
  },
);

serverTest(
  "createTelegram() waits as retry_after says within its deadline, and hands a longer one on",
  async () => {
    const short = await deliver([telegramAnswer(429, { retry_after: 1 }), telegramAnswer(200)]);
    assert.deepEqual(short.outcome, { ok: true });
    assert.ok(short.seen[1].atMs - short.seen[0].atMs >= 990, "it waited as it was asked to");
    const long = await deliver([telegramAnswer(429, { retry_after: 35 }), telegramAnswer(200)]);
    assert.deepEqual([long.outcome, long.seen.length], [refused("HTTP 429", true, 35_000), 1]);
    assert.ok(long.tookMs < 1_000, "it did not wait for nothing");
    const endless = await deliver([telegramAnswer(429, { retry_after: 1e9 })]);
    assert.deepEqual(endless.outcome, refused("HTTP 429", true, 3_600_000));
    const header = await deliver([telegramAnswer(429, { retry_after: "soon" }, { "retry-after": "7" })]);
    assert.deepEqual(header.outcome, refused("HTTP 429", true, 7_000));
  },
);

serverTest(
  "createTelegram() tries again after HTTP 5xx and what is not Telegram's, with a growing wait",
  async () => {
    const page = () => new Response("<html>log in to the hotel's network</html>");
    const { outcome, seen } = await deliver([telegramAnswer(502), page, telegramAnswer(200)]);
    assert.deepEqual([outcome, seen.length], [{ ok: true }, 3]);
    assert.ok(seen[1].atMs - seen[0].atMs >= 19 && seen[2].atMs - seen[1].atMs >= 39);
    assert.deepEqual((await deliver([page])).outcome, refused("an answer that is not Telegram's", true));
    assert.deepEqual((await deliver([telegramAnswer(500)])).outcome, refused("HTTP 500", true));
  },
);

serverTest(
  "createTelegram() does not try again what Telegram refuses, and says in words of ours why",
  async () => {
    const cases: [number, Record<string, unknown>, RegExp][] = [
      [400, {}, /^HTTP 400: the chat is not known/],
      [400, { migrate_to_chat_id: -100 }, /^HTTP 400: the group has become a supergroup/],
      [401, {}, /^HTTP 401: the token is not valid/],
      [403, { retry_after: 1 }, /^HTTP 403: the bot may not write/],
      [404, {}, /^HTTP 404: no such bot/],
      [413, {}, /^HTTP 413$/],
    ];
    for (const [status, parameters, expected] of cases) {
      const { outcome, seen } = await deliver([telegramAnswer(status, parameters)]);
      assert.ok(!outcome.ok && !outcome.mayRetry && outcome.retryAfterMs === null, String(status));
      assert.match(outcome.why, expected);
      assert.ok(!outcome.why.includes("Telegram's words"), outcome.why);
      assert.equal(seen.length, 1);
    }
  },
);

serverTest("createTelegram() follows no redirect: the token would go with it", async () => {
  await withServer([telegramAnswer(200)], async (port, reached) => {
    const location = `http://127.0.0.1:${port}/elsewhere`;
    const { outcome } = await deliver([() => new Response(null, { status: 307, headers: { location } })]);
    assert.deepEqual([outcome, reached.length], [refused("a redirect, refused", false), 0]);
  });
});

serverTest("createTelegram() ends by its deadline, and reads no endless answer", async () => {
  const silent = await deliver([() => null], { deadlineMs: 150 });
  assert.deepEqual(silent.outcome, refused("no answer within 150 ms", true));
  assert.ok(silent.tookMs < 1_000, String(silent.tookMs));
  const endless = () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(1_024)) }));
  const { outcome } = await deliver([endless], { tries: 1 });
  assert.deepEqual(outcome, refused("an answer that is not Telegram's", true));
  const stuck = () => new Response(new ReadableStream({ start: (to) => to.enqueue(new Uint8Array(8)) }));
  assert.deepEqual(
    (await deliver([stuck], { deadlineMs: 200 })).outcome,
    refused("no answer within 200 ms", true),
  );
});

serverTest("createTelegram() tries a refused connection again, and says so without the address", async () => {
  let port = 0;
  await withServer([telegramAnswer(200)], (free) => Promise.resolve(void (port = free)));
  const startMs = performance.now();
  const outcome = await createTelegram(telegramAt(port)).deliver(NOTE);
  assert.deepEqual(outcome, refused("connection refused", true));
  assert.ok(performance.now() - startMs >= 55, "two waits");
});

Deno.test("messageText() cuts what is too long for a message, and says so", () => {
  for (const filler of ["x", "𝄞", "e\u0301"]) {
    const whole = messageText(note("r#1", "info", { text: filler.repeat(5_000) }), []);
    assert.ok(whole.length <= MAX_MESSAGE && whole.length > MAX_MESSAGE - 3, String(whole.length));
    assert.ok(whole.isWellFormed());
    assert.match(whole, new RegExp(`… \\(cut: ${filler.length * 5_000} characters in all\\)\\n\\[r#1\\]$`));
  }
  assert.ok(!messageText(note("r#1"), []).includes("cut"));
});

Deno.test("createTelegram() refuses what it cannot use, and never repeats a secret", () => {
  const cases: [Partial<TelegramOptions>, RegExp][] = [
    [{ token: "" }, /token must look like/],
    [{ token: `${TOKEN}/../x` }, /token must look like/],
    [{ chat: "" }, /chat must be/],
    [{ chat: `${TOKEN_SECRET} 1` }, /chat must be/],
    [{ baseUrl: `http://${TOKEN_SECRET}.example.com` }, /base URL must be https:\/\/api\.telegram\.org/],
    [{ baseUrl: "http://api.telegram.org" }, /base URL must be/],
    [{ baseUrl: "http://169.254.169.254" }, /base URL must be/],
    [{ baseUrl: `http://${TOKEN_SECRET}@127.0.0.1` }, /base URL must be/],
    [{ baseUrl: "ftp://127.0.0.1" }, /base URL must be/],
    [{ baseUrl: TOKEN_SECRET }, /base URL must be/],
  ];
  for (const [change, expected] of cases) {
    assert.throws(() => createTelegram(telegramAt(1, change)), (error: Error) => {
      assert.ok(error instanceof TypeError);
      assert.match(error.message, expected);
      assert.ok(!`${error.message} ${error.stack}`.includes(TOKEN_SECRET));
      return true;
    });
  }
});

Deno.test({
  name: "createTelegram() does not go on trying without the permission to reach the host",
  permissions: { net: false },
  async fn() {
    const outcome = await createTelegram(telegramAt(65_533)).deliver(NOTE);
    assert.deepEqual(outcome, refused("no permission to reach the host", false));
  },
});
