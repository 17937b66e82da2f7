import assert from "node:assert/strict";
import { differenceOf } from "./difference.ts";

const CASES: readonly (readonly [name: string, stored: string, again: string, words: string])[] = [
  ["a member", `{"a":1,"b":{"c":[1,2]}}`, `{"a":1,"b":{"c":[1,3]}}`, "b.c.1: stored 2, again 3"],
  ["a text", `{"a":"x"}`, `{"a":"y"}`, `a: stored "x", again "y"`],
  ["a member less", `{"a":1}`, `{}`, "a: stored 1, again nothing"],
  ["a member more", `{}`, `{"a":null}`, "a: stored nothing, again null"],
  ["another type", `{"a":{"b":1}}`, `{"a":7}`, `a: stored {"b":1}, again 7`],
  ["the whole", "1", "2", "value: stored 1, again 2"],
  [
    "the order alone",
    `{"a":1,"b":2}`,
    `{"b":2,"a":1}`,
    `from character 2: stored "a":1,"b":2}", again "b":2,"a":1}"`,
  ],
  ["no JSON", `{"a":1`, `{"a":1}`, `from character 6: stored "", again "}"`],
];

for (const [name, stored, again, words] of CASES) {
  Deno.test(`differenceOf() tells ${name}`, () => assert.equal(differenceOf(stored, again), words));
}

Deno.test("differenceOf() shortens what is long", () => {
  const found = differenceOf(JSON.stringify("x".repeat(500)), JSON.stringify("y"));
  assert.ok(found.length < 120 && found.includes("..."), found);
});
