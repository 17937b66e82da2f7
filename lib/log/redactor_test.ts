import assert from "node:assert/strict";
import { secretsOfEnvironment } from "./environment_secrets.ts";
import { createRedactor } from "./redactor.ts";
import { isSecretName } from "./secret_names.ts";

Deno.test("text() blots out what looks like a secret, and leaves the rest", () => {
  const { text } = createRedactor();
  const cases: [written: string, expected: string][] = [
    ["postgres://bulkhead:pa55@db.internal:5432/main", "postgres://[secret]@db.internal:5432/main"],
    ["connect postgresql://u:p@ss@h/d failed", "connect postgresql://[secret]@h/d failed"],
    ["https://user@example.com/x", "https://[secret]@example.com/x"],
    ["host=db password='a b c' user=x", "host=db password='[secret]' user=x"],
    [
      "https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1/send",
      "https://api.telegram.org/bot[secret]/send",
    ],
    ["error: token=abc, left=1", "error: token=[secret], left=1"],
    ["redis://:a/b@h:1", "redis://[secret]@h:1"],
    ["Authorization: Bearer abc.def-123", "Authorization: [secret]"],
    ["sent bearer abcdef0123456789", "sent bearer [secret]"],
    ["Cookie: session=abc; other=def", "Cookie: [secret]"],
    [
      "GET /fapi/v1/order?symbol=X&timestamp=1&signature=deadbeef",
      "GET /fapi/v1/order?symbol=X&timestamp=1&signature=[secret]",
    ],
    ['{"apiKey":"abc \\" def","symbol":"BTC"}', '{"apiKey":"[secret]","symbol":"BTC"}'],
    ['{\\"secret\\":\\"abc\\",\\"a\\":1}', '{\\"secret\\":\\"[secret]\\",\\"a\\":1}'],
    ["-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "[secret]"],
    ["x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "x [secret]"],
  ];
  for (const [written, expected] of cases) assert.equal(text(written), expected);
  const plain = [
    "BTC/USDT:USDT stop filled at 61234.5: 0.125 @ market",
    "Error: no such file\n    at file:///app/cli/main.ts:10:5",
    "postgres://db.internal:5432/main, run/paper.sqlite",
    "2024-01-10T08:00:00.000Z regime=TREND confidence=0.71",
    "see https://example.com/@user and file:///a/b@2",
    "basic checks passed; 12:30:45 UTC",
  ];
  for (const written of plain) assert.equal(text(written), written);
});

Deno.test("isSecretName() goes by the words of a name", () => {
  const secret = [
    "key",
    "apiKey",
    "API_SECRET",
    "set-cookie",
    "TG_BOT_TOKEN",
    "listenKey",
    "dsn",
    "accesstoken",
    "DB_PWD",
  ];
  const plain = ["keyboard", "monkey", "author", "symbol", "trace", "pinned", "clientId", "host", "tokyo"];
  for (const name of secret) assert.ok(isSecretName(name), name);
  for (const name of plain) assert.ok(!isSecretName(name), name);
});

Deno.test("secretsOfEnvironment() finds values with secret names and passwords of URLs", () => {
  const secrets = secretsOfEnvironment({
    ...{
      BINANCE_API_SECRET: "sssss",
      KUCOIN_API_KEY_FILE: "/run/secrets/k",
      PATH: "/usr/bin",
      SHORT_TOKEN: "abc",
    },
    DATABASE_URL: "postgres://bulkhead:p%40ss@db/bulkhead",
  });
  assert.deepEqual(secrets, ["sssss", "postgres://bulkhead:p%40ss@db/bulkhead", "p%40ss", "p@ss"]);
});

Deno.test("text() takes a time that grows with the length of a text, whatever is in it", () => {
  const { text } = createRedactor(["some-secret"]);
  for (
    const piece of [
      "a",
      "a-",
      "a ",
      "=",
      "a=",
      ":// ",
      "eyJ",
      '\\"',
      'key:"',
      "1234567:",
      "-----BEGIN A PRIVATE KEY-----",
    ]
  ) {
    const began = performance.now();
    text(piece.repeat(32_768 / piece.length));
    const ms = performance.now() - began;
    if (ms > 1_000) throw new Error(`${piece}: ${ms} ms`);
  }
});
