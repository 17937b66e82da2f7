import assert from "node:assert/strict";
import { jsonText } from "./json_text.ts";
import { createRedactor } from "./redactor.ts";

const NOTHING = createRedactor();
const shown = (value: unknown): unknown => JSON.parse(jsonText(value, NOTHING));

Deno.test("jsonText() writes every kind of value as valid JSON", () => {
  const cases: [name: string, value: unknown, expected: unknown][] = [
    ["bigint", 2n ** 80n, "1208925819614629174706176"],
    ["not a number", [NaN, -Infinity, -0], ["NaN", "-Infinity", 0]],
    ["undefined", { a: undefined, b: [undefined] }, { a: null, b: [null] }],
    ["function and symbol", [() => 1, Symbol("s")], ["[function]", "Symbol(s)"]],
    ["map", new Map<unknown, unknown>([["a", 1], [2, [3n]], [{}, 4]]), { a: 1, 2: ["3"], "[object]": 4 }],
    ["set", new Set([1, "b"]), [1, "b"]],
    ["bytes", [new Uint8Array(3), new Float64Array(2), new ArrayBuffer(5)], [
      "[3 bytes]",
      "[16 bytes]",
      "[5 bytes]",
    ]],
    ["dates", [new Date(0), new Date(NaN)], ["1970-01-01T00:00:00.000Z", null]],
    ["boxed", [Object("a"), Object(1), Object(true)], ["a", 1, true]],
    ["url", new URL("https://example.com/a?b=1"), "https://example.com/a?b=1"],
    ["lone surrogate", "\ud800", "\ud800"],
    ["no prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ];
  for (const [name, value, expected] of cases) assert.deepEqual(shown(value), expected, name);
});

Deno.test("jsonText() writes an error with name, message, stack, causes and what was put on it", () => {
  const error = Object.assign(new TypeError("no", { cause: new RangeError("deep") }), { code: "E1" });
  const { stack, cause, ...rest } = shown(error) as {
    stack: string;
    cause: { name: string; message: string };
  };
  assert.deepEqual(rest, { name: "TypeError", message: "no", code: "E1" });
  assert.match(stack, /TypeError: no\n {4}at /);
  assert.deepEqual([cause.name, cause.message], ["RangeError", "deep"]);
  const { errors } = shown(new AggregateError([new Error("a"), 2n])) as { errors: { message: string }[] };
  assert.deepEqual([errors[0].message, errors[1]], ["a", "2"]);
});

Deno.test("jsonText() cuts circles, depths, crowds and long texts, and shows what is there twice", () => {
  const circle: Record<string, unknown> = { list: [] };
  (circle.list as unknown[]).push(circle);
  assert.deepEqual(shown(circle), { list: ["[circular]"] });
  const twice = { a: 1 };
  assert.deepEqual(shown([twice, twice]), [twice, twice]);
  const deep = Array.from({ length: 20 }).reduce<unknown>((inner) => [inner], 1);
  assert.deepEqual(shown(deep), [[[[[[[["[deeper]"]]]]]]]]);
  const crowd = shown(Array.from({ length: 300 }, (_, i) => i)) as unknown[];
  assert.deepEqual([crowd.length, crowd.at(-1)], [201, "... 100 more"]);
  assert.equal((shown("x".repeat(10_000)) as string).slice(-27), "xxxxxxx... (10000 characters)".slice(-27));
});

Deno.test("jsonText() writes what cannot be read as that", () => {
  const thrower = {
    get a() {
      throw new Error("not now");
    },
  };
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  assert.equal(shown(thrower), "[unreadable: not now]");
  assert.match(String((shown([proxy]) as unknown[])[0]), /^\[unreadable: /);
});

Deno.test("jsonText() gives one line that no terminal obeys", () => {
  const hostile = "a\n\r\u2028\u2029\u0085\x1b[31m\x7f\x9b31m";
  const text = jsonText({ [hostile]: hostile }, NOTHING);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(text, /[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
  assert.deepEqual(JSON.parse(text), { [hostile]: hostile });
});
