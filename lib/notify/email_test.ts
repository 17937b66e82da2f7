import assert from "node:assert/strict";
import type { Outcome } from "./channel.ts";
import { createEmail, type EmailOptions } from "./email.ts";
import { emailAt, PASSWORD_FORMS, SMTP_PASSWORD, SMTP_USER } from "./email_fixture.ts";
import { note } from "./outlet_fixture.ts";
import { certificate, type SmtpFault, type SmtpSeen, type SmtpServer, withSmtp } from "./smtp_fixture.ts";
import { HAS_NET } from "./webhook_fixture.ts";

const HOSTILE = 'LIQUIDATED <img src=x onerror="alert(1)"> & more\r\nBcc: thief@example.com';
const NOTE = note("reporter#7", "critical", { text: `${HOSTILE} ${PASSWORD_FORMS.join(" ")}` });

interface Delivered {
  readonly outcome: Outcome;
  readonly seen: SmtpSeen;
  readonly tookMs: number;
}

/** What came of one delivery, and what the server saw. No outcome may hold the password. */
async function deliver(server: SmtpServer, change: Partial<EmailOptions> = {}): Promise<Delivered> {
  let result: Delivered | undefined;
  await withSmtp(server, async (port, seen) => {
    const startMs = performance.now();
    const outcome = await createEmail(emailAt(port, change)).deliver(NOTE);
    result = { outcome, seen, tookMs: performance.now() - startMs };
  });
  const said = JSON.stringify(result!.outcome);
  for (const secret of [...PASSWORD_FORMS, "server's words"]) assert.ok(!said.includes(secret), said);
  return result!;
}

function serverTest(name: string, fn: () => Promise<void>): void {
  const title = HAS_NET ? name : `${name} (needs --allow-net=127.0.0.1)`;
  Deno.test({ name: title, ignore: !HAS_NET, fn });
}

const refused = (why: string, mayRetry: boolean): Outcome => ({
  ...{ ok: false, why, mayRetry, retryAfterMs: null },
});

/** Quoted-printable undone. */
const unquoted = (data: string): string =>
  data.replaceAll("=\n", "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** The subject of a message, its encoded words undone. */
function subjectOf(data: string): string {
  const folded = /^Subject: (.*(?:\n .*)*)$/m.exec(data)![1];
  const words = [...folded.matchAll(/=\?UTF-8\?Q\?(.*?)\?=/g)].map(([, word]) => word.replaceAll("_", " "));
  return words.length === 0 ? folded.replaceAll("\n", "") : unquoted(words.join(""));
}

serverTest("createEmail() logs in and sends text and HTML, level first, and no secret", async () => {
  const { outcome, seen } = await deliver({});
  assert.deepEqual([outcome, seen.mails.length], [{ ok: true }, 1]);
  const [{ from, to, auth, data }] = seen.mails;
  assert.deepEqual([from, to], ["MAIL FROM:<bot@example.com>", ["RCPT TO:<you@example.com>"]]);
  assert.equal(auth, `PLAIN ${btoa(`\0${SMTP_USER}\0${SMTP_PASSWORD}`)}`);
  const plain = unquoted(data);
  const heads = data.slice(0, data.indexOf("\n\n"));
  const shown = HOSTILE.replace("\r\n", " ");
  assert.equal(subjectOf(data), `[bulkhead] CRITICAL: ${shown} [secret] [secret] [secret] [secret]`);
  assert.match(heads, /^Auto-Submitted: auto-generated$/m);
  assert.match(heads, /^X-Priority: 1/m);
  assert.match(heads, /^Message-ID: <[0-9a-f]{32}@example\.com>$/m);
  assert.doesNotMatch(heads, /^(?:Bcc|Cc):/mi);
  assert.ok(plain.includes("CRITICAL\n2024-01-01 00:00 UTC\n\nLIQUIDATED <img"), plain);
  assert.ok(plain.includes("LIQUIDATED &lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; more"));
  assert.ok(!plain.slice(plain.indexOf("text/html")).includes("<img"));
  for (const secret of PASSWORD_FORMS) assert.ok(!plain.includes(secret), secret);
});

serverTest(
  "createEmail() speaks TLS from the start or after STARTTLS, with a certificate it trusts",
  async () => {
    const { cert } = await certificate;
    for (const security of ["starttls", "tls"] as const) {
      const { outcome, seen } = await deliver({ security }, { security, trustedCertificates: [cert] });
      assert.deepEqual(outcome, { ok: true });
      assert.deepEqual(seen.mails.map(({ isSecure }) => isSecure), [true]);
      assert.ok(seen.commands.includes("AUTH*") && !seen.commands.includes("AUTH"), seen.commands.join(" "));
      const stranger = await deliver({ security }, { security, tries: 1 });
      assert.deepEqual(stranger.outcome, refused("no secure connection", true));
      assert.ok(!stranger.seen.commands.includes("AUTH*"), "nothing was said to a stranger");
    }
  },
);

serverTest("createEmail() says nothing to a server that offers no encryption", async () => {
  const { outcome, seen } = await deliver({ security: "none" }, { security: "starttls" });
  assert.deepEqual(outcome, refused("SMTP 502: the server offers no encryption", false));
  assert.deepEqual(seen.commands, ["EHLO", "STARTTLS"]);
  const later: SmtpFault = { at: "STARTTLS", does: "454 server's words" };
  const busy = await deliver({ security: "starttls", faults: [later] }, { security: "starttls", tries: 1 });
  assert.deepEqual(busy.outcome, refused("SMTP 454: the server offers no encryption", true));
  assert.ok(!busy.seen.commands.includes("AUTH"));
});

serverTest("createEmail() logs in where it was given a password, or not at all", async () => {
  const login = await deliver({ mechanisms: "LOGIN" }, { user: "" });
  assert.deepEqual([login.outcome, login.seen.commands], [{ ok: true }, ["EHLO", "MAIL", "RCPT", "DATA"]]);
  const unknown = await deliver({
    mechanisms: "GSSAPI",
    faults: [{ at: "AUTH", does: "504 server's words" }],
  });
  assert.ok(!unknown.outcome.ok && !unknown.seen.commands.includes("MAIL"), "never without the login");
});

serverTest("createEmail() tries a reply of 4xx again, as the same message, and 5xx never", async () => {
  const cases: [SmtpFault, string, boolean][] = [
    [{ at: "connect", does: "421 server's words" }, "SMTP 421: the server turned the connection away", true],
    [{ at: "connect", does: "554 server's words" }, "SMTP 554: the server turned the connection away", false],
    [{ at: "AUTH", does: "535 server's words" }, "SMTP 535: user or password refused", false],
    [{ at: "AUTH", does: "454 server's words" }, "SMTP 454: user or password refused", true],
    [{ at: "MAIL", does: "550 server's words" }, "SMTP 550: the sender was refused", false],
    [{ at: "RCPT", does: "450 server's words" }, "SMTP 450: the recipient was refused", true],
    [{ at: "RCPT", does: "550 server's words" }, "SMTP 550: the recipient was refused", false],
    [{ at: "DATA", does: "503 server's words" }, "SMTP 503: the message was refused", true],
    [{ at: ".", does: "451 server's words" }, "SMTP 451: the message was refused", true],
    [{ at: ".", does: "552 server's words" }, "SMTP 552: the message was refused", false],
  ];
  for (const [fault, why, mayRetry] of cases) {
    const { outcome, seen } = await deliver({ faults: [fault] });
    assert.deepEqual(outcome, refused(why, mayRetry), fault.does);
    assert.equal(seen.connections, mayRetry ? 3 : 1, fault.does);
    if (!mayRetry) continue;
    const healed = await deliver({ faults: [fault, null] });
    assert.deepEqual([healed.outcome, healed.seen.mails.length], [{ ok: true }, 1], fault.does);
  }
});

serverTest(
  "createEmail() sends the same message again after the connection is lost, even inside of DATA",
  async () => {
    const ids = new Set<string>();
    for (const at of ["connect", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "in DATA", "."] as const) {
      const { outcome, seen } = await deliver({ faults: [{ at, does: "drop" }, null] });
      assert.deepEqual([outcome, seen.connections, seen.mails.length], [{ ok: true }, 2, 1], at);
      ids.add(/^Message-ID: (.*)$/m.exec(seen.mails[0].data)![1]);
    }
    assert.equal(ids.size, 1, "one notification, one Message-ID");
    const { outcome } = await deliver({ faults: [{ at: "in DATA", does: "drop" }] });
    assert.deepEqual(outcome, refused("connection lost", true));
  },
);

serverTest("createEmail() ends by its deadline, wherever the server hangs", async () => {
  for (const at of ["connect", "EHLO", "AUTH", "RCPT", "DATA", "."] as const) {
    const { outcome, seen, tookMs } = await deliver({ faults: [{ at, does: "hang" }] }, { deadlineMs: 250 });
    assert.deepEqual([outcome, seen.connections], [refused("no answer within 250 ms", true), 1], at);
    assert.ok(tookMs >= 240 && tookMs < 1_000, `${at}: ${tookMs} ms`);
  }
});

serverTest("createEmail() does not take part of the recipients for all of them", async () => {
  const to = ["you@example.com", "nobody@example.com"];
  const { outcome, seen } = await deliver({}, { to });
  assert.deepEqual(outcome, refused("1 of 2 recipients were refused", false));
  assert.equal(seen.mails.length, 1);
});

serverTest("createEmail() tries a refused connection again, and says so without the address", async () => {
  let port = 0;
  await withSmtp({}, (free) => Promise.resolve(void (port = free)));
  const startMs = performance.now();
  assert.deepEqual(await createEmail(emailAt(port)).deliver(NOTE), refused("connection refused", true));
  assert.ok(performance.now() - startMs >= 55, "two waits");
});

serverTest("createEmail() knows a server that speaks something else", async () => {
  const { outcome } = await deliver({ faults: [{ at: "connect", does: "HTTP/1.1 400 server's words" }] }, {
    tries: 1,
  });
  assert.deepEqual(outcome, refused("an answer that is not SMTP's", true));
});

Deno.test({
  name: "createEmail() does not go on trying without the permission to reach the host",
  permissions: { net: false },
  async fn() {
    for (const host of ["127.0.0.1", "localhost"]) {
      const outcome = await createEmail(emailAt(65_533, { host })).deliver(NOTE);
      assert.deepEqual(outcome, refused("no permission to reach the host", false), host);
    }
  },
});
