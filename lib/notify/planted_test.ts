import assert from "node:assert/strict";
import { createConsole } from "./console_channel.ts";
import { describe } from "./describe.ts";
import { createEmail } from "./email.ts";
import { emailAt } from "./email_fixture.ts";
import type { Fact } from "./fact.ts";
import { FACTS, UNITS } from "./facts_fixture.ts";
import { Held } from "./held.ts";
import type { Notification } from "./notification.ts";
import { oneLine } from "./notification.ts";
import { HARMLESS, PLANTED, type Planted } from "./planted_fixture.ts";
import { redact } from "./secrets.ts";
import { withSmtp } from "./smtp_fixture.ts";
import { createTelegram } from "./telegram.ts";
import { telegramAnswer, telegramAt } from "./telegram_fixture.ts";
import { createWebhook } from "./webhook.ts";
import { HAS_NET, optionsFor, withServer } from "./webhook_fixture.ts";

/** Fields whose words are ours and chosen from a list. */
const CLOSED = new Set(["kind", "status", "action", "side", "type", "liquidity", "leg"]);

/** The value with the plant behind every text in it, and before every name of a patch. */
function infested(value: unknown, plant: string): unknown {
  if (typeof value === "string") return `${value} ${plant}`;
  if (Array.isArray(value)) return value.map((item) => infested(item, plant));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    if (name === "patch") return [name, { [plant]: 1 }];
    return [name, CLOSED.has(name) ? item : infested(item, plant)];
  });
  return Object.fromEntries(entries);
}

/** Secrets lose their line breaks where a text becomes one line. */
function assertNone(text: string, { secret }: Planted, where: string): void {
  for (const form of [secret, secret.replaceAll("\n", " "), encodeURIComponent(secret)]) {
    assert.ok(!text.includes(form), `${where}: ${text}`);
  }
  const tail = secret.slice(-12);
  if (tail.length === 12 && !tail.includes("KEY---")) {
    assert.ok(!text.includes(tail), `half of it, ${where}: ${text}`);
  }
}

Deno.test("redact() blots out what looks like a secret, and nothing else", () => {
  for (const planted of PLANTED) {
    const text = redact(`error: ${planted.text}`, []);
    assert.ok(text.includes("[secret]"), text);
    assertNone(text, planted, "redact");
  }
  for (const text of HARMLESS) assert.equal(redact(text, []), text);
});

Deno.test("oneLine() leaves no half of a secret where it cuts", () => {
  for (const planted of PLANTED) {
    for (let room = 0; room < planted.text.length + 10; room += 3) {
      assertNone(oneLine(planted.text, 1 + room), planted, `cut to ${room}`);
      assertNone(oneLine("x ".repeat(room) + planted.text, 2 * room + 20), planted, `after ${room}`);
    }
  }
  const started = performance.now();
  for (const flood of ["a-", "a+", "key=", "-----BEGIN PRIVATE KEY-----", "ab://", "1:", "token"]) {
    assert.ok(oneLine(flood.repeat(100_000)).length <= 1_000);
  }
  assert.ok(performance.now() - started < 2_000, "a hostile text takes no time");
});

Deno.test("describe() tells no secret, wherever in a fact it stands", () => {
  let told = 0;
  for (const planted of PLANTED) {
    for (const fact of Object.values(FACTS)) {
      const telling = describe(infested(fact, planted.text) as Fact, UNITS);
      if (telling === null) continue;
      told += 1;
      assertNone(JSON.stringify(telling), planted, fact.kind);
    }
  }
  assert.equal(told, PLANTED.length * (Object.keys(FACTS).length - 1));
});

/** A notification that was not described here: what another actor made, or an older journal holds. */
const noteOf = ({ text }: Planted, i: number): Notification => ({
  ...{
    id: `other#${i}`,
    level: "critical",
    key: `k ${text}`,
    variant: `v ${text}`,
    text: `t ${text}`,
    atMs: 0,
  },
});

Deno.test("Held.summary() tells no secret of what was not told", () => {
  for (const [i, planted] of PLANTED.entries()) {
    const held = Held.add(Held.nothing, noteOf(planted, i), "rate");
    assertNone(JSON.stringify(Held.summary(held, "email")), planted, "summary");
  }
});

Deno.test("createConsole() tells no secret", async () => {
  for (const format of ["line", "json"] as const) {
    for (const [i, planted] of PLANTED.entries()) {
      let line = "";
      const write = (bytes: Uint8Array) => void (line += new TextDecoder().decode(bytes));
      await createConsole({ format, stream: "stdout", write }).deliver(noteOf(planted, i));
      assertNone(line, planted, format);
      if (format === "json") assert.equal(JSON.parse(line).id, `other#${i}`);
    }
  }
});

Deno.test({
  name: `no channel sends a secret${HAS_NET ? "" : " (needs --allow-net=127.0.0.1)"}`,
  ignore: !HAS_NET,
  async fn() {
    const received: string[] = [];
    await withServer([telegramAnswer(200)], async (port, seen) => {
      const channels = [createTelegram(telegramAt(port)), createWebhook(optionsFor(port))];
      for (const channel of channels) {
        for (const [i, planted] of PLANTED.entries()) {
          assert.deepEqual(await channel.deliver(noteOf(planted, i)), { ok: true });
          assertNone(JSON.parse(`[${seen.at(-1)!.body}]`)[0].text, planted, "HTTP");
          received.push(seen.at(-1)!.body);
        }
      }
    });
    await withSmtp({}, async (port, seen) => {
      const email = createEmail(emailAt(port));
      for (const [i, planted] of PLANTED.entries()) {
        assert.deepEqual(await email.deliver(noteOf(planted, i)), { ok: true });
        const { data } = seen.mails.at(-1)!;
        assertNone(data.replaceAll("=\n", "").replaceAll("=3D", "="), planted, "SMTP");
        received.push(data);
      }
    });
    assert.equal(received.length, 3 * PLANTED.length);
    for (const planted of PLANTED) assertNone(received.join("\n"), planted, "everything that was sent");
  },
});
