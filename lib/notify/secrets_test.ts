import assert from "node:assert/strict";
import { redact, REDACTED, secretsOfUrl } from "./secrets.ts";

const URL_TEXT =
  "https://user:pa55-word@hooks.example.com/services/T0001/B%2Fk9x8w7v6?token=a%20b%20c%20d&n=1#frag-ment";

Deno.test("redact() blots out every part of a webhook's URL that could open it", () => {
  const secrets = secretsOfUrl(URL_TEXT);
  const leaks = [
    URL_TEXT,
    "POST /services/T0001/B%2Fk9x8w7v6?token=a%20b%20c%20d&n=1 failed",
    "pa55-word",
    "user",
    "B%2Fk9x8w7v6",
    "B/k9x8w7v6",
    "token=a b c d",
    "a%20b%20c%20d",
    "frag-ment",
  ];
  for (const leak of leaks) {
    const text = redact(`error: ${leak}!`, secrets);
    assert.ok(text.includes(REDACTED), leak);
    for (const part of ["pa55-word", "k9x8w7v6", "a b c d", "a%20b", "frag-ment"]) {
      assert.ok(!text.includes(part), `${part} in ${text}`);
    }
  }
  assert.equal(
    redact("BTC/USDT:USDT stop filled at 61234.5", secrets),
    "BTC/USDT:USDT stop filled at 61234.5",
  );
});

Deno.test("secretsOfUrl() gives the longest first, nothing short, and a text that is no URL as a whole", () => {
  const lengths = secretsOfUrl(URL_TEXT).map((secret) => secret.length);
  assert.deepEqual(lengths, lengths.toSorted((a, b) => b - a));
  assert.ok(lengths.every((length) => length >= 4));
  assert.deepEqual(secretsOfUrl("not a url"), ["not a url"]);
  assert.deepEqual(secretsOfUrl(""), []);
  assert.ok(secretsOfUrl("https://example.com/%E0%A4%A").every((secret) => secret !== ""));
});
