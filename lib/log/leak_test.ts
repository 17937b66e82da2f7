/**
 * A planted secret never comes out, whatever it is wrapped in and however it is spelled there.
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createLog, type Fields } from "./log.ts";
import { createRedactor } from "./redactor.ts";

/** Begins with letters that nothing else here has, so that no line holds it by chance. */
const secrets = fc.tuple(
  fc.string({ unit: "grapheme", minLength: 4, maxLength: 24 }),
  fc.integer({ min: 1e6, max: 1e9 }),
)
  .map(([text, number]) => `Zq${number}${text}Qz`);

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const hex = (text: string) =>
  [...new TextEncoder().encode(text)].map((b) => b.toString(16).padStart(2, "0")).join("");

/** Spellings; each is looked for in what comes out. */
const SPELLINGS: ((secret: string) => string)[] = [
  (s) => s,
  (s) => encodeURIComponent(s.toWellFormed()),
  (s) => new URLSearchParams({ q: s }).toString().slice(2),
  (s) => JSON.stringify(s).slice(1, -1),
  (s) => JSON.stringify(JSON.stringify(s)).slice(3, -3),
  base64,
  (s) => base64(s).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
  hex,
  (s) => hex(s).toUpperCase(),
];
/** Put into more text before it is spelled. */
const WITHIN: ((secret: string) => string)[] = [
  (s) => base64(`user:${s}`),
  (s) => base64(`u:${s}!`),
  (s) => base64(`me:${s}..`),
];

const texts = (spelled: string) =>
  fc.constantFrom(
    spelled,
    `before ${spelled} after`,
    `"${spelled}"`,
    `x=${spelled}&y`,
    `\n${spelled}\n`,
    `(${spelled})`,
  );

/** The text in containers, up to six deep. */
const containers = (text: string): fc.Arbitrary<unknown> =>
  fc.array(fc.nat({ max: WRAPPINGS.length - 1 }), { maxLength: 6 }).map((ways) =>
    ways.reduce<unknown>((inner, way) => WRAPPINGS[way](inner, text), text)
  );

const WRAPPINGS: ((inner: unknown, text: string) => unknown)[] = [
  (inner) => [1, inner, null],
  (inner) => ({ a: 1, inner }),
  (inner, text) => ({ [text]: inner }),
  (inner) => new Map([["m", inner]]),
  (inner, text) => new Map([[text, inner]]),
  (inner) => new Set([inner]),
  (inner, text) => new Error(text, { cause: inner }),
  (inner, text) => Object.assign(new TypeError("x"), { [text]: inner, name: text }),
  (inner) => new AggregateError([inner]),
  (inner) => Object.assign(Object.create(null), { inner }),
  (inner) => new Proxy({ inner }, {}),
  (inner, text) => [Symbol(text), inner],
  (inner, text) => [new String(text), inner],
  (inner, text) => [new URLSearchParams([[text, text]]), inner],
  (inner, text) => [URL.parse(`https://h/${encodeURIComponent(text.toWellFormed())}`), inner],
  (inner, text) => [new Headers({ "x-text": encodeURIComponent(text.toWellFormed()) }), inner],
  (inner, text) => [new TextEncoder().encode(text), inner],
  (inner, text) => ({
    get thrower() {
      throw new Error(text);
    },
    inner,
  }),
];

function linesOf(fields: Fields, event: string, secret: string): string[] {
  return (["json", "text"] as const).map((format) => {
    let line = "";
    const write = (text: string) => line = text;
    const redact = createRedactor([secret]);
    createLog({ format, write, nowMs: () => 0, redact }).child({ component: event, also: fields }).info(
      event,
      fields,
    );
    assert.notEqual(line, "", "a line was written");
    return line;
  });
}

function mustBeWithout(line: string, secret: string): void {
  for (const spell of SPELLINGS) {
    const spelled = spell(secret);
    assert.ok(!line.includes(spelled), `"${spelled}" in ${line}`);
  }
  // a line of text is no JSON: what of it would be read as the secret
  assert.ok(!line.replaceAll("\\", "").includes(secret.replaceAll("\\", "")), line);
}

Deno.test("prop: a registered secret is in no line, whatever the container and the spelling", () => {
  const runs = { json: 0 };
  const planted = secrets.chain((secret) =>
    fc.constantFrom(...SPELLINGS, ...WITHIN).chain((spell) =>
      texts(spell(secret)).chain((text) => containers(text).map((value) => ({ secret, text, value })))
    )
  );
  fc.assert(
    fc.property(planted, ({ secret, text, value }) => {
      const [json, plain] = linesOf({ value, trace: text, [text]: 1 }, text, secret);
      for (const line of [json, plain]) {
        mustBeWithout(line, secret);
        assert.equal(line.indexOf("\n"), line.length - 1, "one line");
      }
      const parsed = JSON.stringify(JSON.parse(json));
      mustBeWithout(parsed, secret);
      runs.json += 1;
    }),
    { seed: 20261121, numRuns: 2_000 },
  );
  assert.ok(runs.json >= 2_000);
});

Deno.test("prop: what nobody registered is hidden by its name, whatever the container", () => {
  const names = fc.constantFrom(
    "token",
    "apiSecret",
    "PASSWORD",
    "passphrase",
    "api-key",
    "dsn",
    "authorization",
    "cookie",
  );
  fc.assert(
    fc.property(secrets, names, fc.nat({ max: 3 }), (secret, name, way) => {
      const held: unknown[] = [{ [name]: secret }, new Map([[name, [secret]]]), [name, secret], {
        name,
        value: { secret },
      }];
      for (const line of linesOf({ held: held[way], [name]: secret }, "seen", "not-this-one")) {
        mustBeWithout(line, secret);
      }
    }),
    { seed: 7, numRuns: 500 },
  );
});

Deno.test("a secret across the edge of what is shown of a long text is not shown in part", () => {
  const secret = "ZqSecretQz".repeat(20);
  for (let at = 8_150; at <= 8_200; at += 1) {
    for (const line of linesOf({ text: "x".repeat(at) + secret + "y".repeat(50_000) }, "seen", secret)) {
      assert.ok(!line.includes("ZqSec"), line.slice(-300));
    }
  }
  for (let at = 32_700; at <= 32_770; at += 1) {
    const short = "ZqSecretQz".repeat(20);
    for (
      const line of linesOf({ text: short.repeat(150) + "x".repeat(at - 30_000) + short }, "seen", secret)
    ) {
      assert.ok(!line.includes("ZqSec"), line.slice(-300));
    }
  }
});

Deno.test("prop: any value at all gives one line of valid JSON", () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withMap: true,
        withSet: true,
        withDate: true,
        withNullPrototype: true,
        withObjectString: true,
        withTypedArray: true,
        withSparseArray: true,
      }),
      fc.string({ unit: "binary" }),
      (value, text) => {
        const [json] = linesOf({ value, [text]: value }, text, "not-this-one");
        assert.equal(json.indexOf("\n"), json.length - 1);
        JSON.parse(json);
      },
    ),
    { seed: 3, numRuns: 1_000 },
  );
});
