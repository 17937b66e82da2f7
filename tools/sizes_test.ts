import assert from "node:assert/strict";
import { functionsOf } from "./functions.ts";
import { formatBreach } from "./report.ts";
import { judgeSizes } from "./sizes.ts";
import { tokenize } from "./tokens.ts";

const CASES: { name: string; source: string; expected: string[] }[] = [
  { name: "a declaration", source: "function f(a: number) {\n  return a;\n}", expected: ["f 1 3"] },
  { name: "an exported async generator", source: "export async function* f() {\n}", expected: ["f 1 2"] },
  {
    name: "an object type as result",
    source: "function f(): { a: number } {\n  return a;\n}",
    expected: ["f 1 3"],
  },
  {
    name: "a union with an object type as result",
    source: "function f(): A | { a: B } {\n\n}",
    expected: ["f 1 3"],
  },
  {
    name: "a generic result",
    source: "function f<T>(a: T): Map<string, { a: T }> {\n}",
    expected: ["f 1 2"],
  },
  {
    name: "parameters over lines",
    source: "function f(\n  a: A,\n  { b, c }: { b: B; c: C },\n): D {\n}",
    expected: ["f 1 5"],
  },
  {
    name: "overloads once",
    source: "function f(a: A): B;\nfunction f(a: C): D;\nfunction f(a: A | C): B | D {\n}",
    expected: ["f 3 2"],
  },
  {
    name: "methods",
    source: "class A {\n  b(): C {\n  }\n  async d() {\n  }\n}",
    expected: ["b 2 2", "d 4 2"],
  },
  {
    name: "generic methods",
    source: "class A {\n  b<T extends Map<K, V>>(c: T): T {\n  }\n}",
    expected: ["b 2 2"],
  },
  {
    name: "companion methods",
    source: "const A = {\n  b(c: C) {\n  },\n  d() {\n  },\n};",
    expected: ["b 2 2", "d 4 2"],
  },
  {
    name: "arrow functions",
    source: "const f = (a: A): B => {\n  return a;\n};\nxs.map((x) => {\n});",
    expected: ["f 1 3", "(anonymous) 4 2"],
  },
  {
    name: "nested functions, each once",
    source: "function f() {\n  function g() {\n  }\n}",
    expected: ["f 1 4", "g 2 2"],
  },
  {
    name: "no control flow",
    source:
      "if (a) {\n} else if (b) {\n}\nfor (;;) {\n}\nwhile (c) {\n}\nswitch (d) {\n}\ntry {\n} catch (e) {\n}",
    expected: [],
  },
  {
    name: "no types",
    source: "interface A {\n  b(c: C): D;\n  e: (f: F) => G;\n}\ntype H = { i(): J };",
    expected: [],
  },
  {
    name: "no braces in strings",
    source: 'function f() {\n  return "}" + `}${"{"}`;\n}',
    expected: ["f 1 3"],
  },
];

for (const { name, source, expected } of CASES) {
  Deno.test(`functionsOf() measures ${name}`, () => {
    const spans = functionsOf(tokenize(source).code);
    assert.deepEqual(spans.map((span) => `${span.name} ${span.line} ${span.lines}`), expected);
  });
}

const LINE = "a();\n";

Deno.test("judgeSizes() allows 300 lines and refuses 301", () => {
  assert.deepEqual(judgeSizes({ "a.ts": LINE.repeat(300) }).breaches, []);
  const { breaches } = judgeSizes({ "a.ts": LINE.repeat(301) });
  assert.deepEqual(breaches.map(formatBreach), ["a.ts:1 has 301 lines, over 300; split it by what it knows"]);
});

Deno.test("judgeSizes() allows a function of 70 lines and refuses 71", () => {
  const source = (lines: number) => `\nfunction f() {\n${LINE.repeat(lines - 2)}}\n`;
  assert.deepEqual(judgeSizes({ "a.ts": source(70) }).breaches, []);
  const { breaches } = judgeSizes({ "a.ts": source(71) });
  assert.deepEqual(breaches.map(formatBreach), [
    "a.ts:2 f has 71 lines, over 70; name its steps as functions",
  ]);
});

Deno.test("judgeSizes() leaves tests alone and gives the median of the rest", () => {
  const sources = {
    "a.ts": LINE,
    "b.ts": LINE.repeat(4),
    "c_test.ts": LINE.repeat(900),
    "tests/d.ts": LINE.repeat(900),
  };
  assert.deepEqual(judgeSizes(sources), { breaches: [], files: 2, functions: 0, medianLines: 2.5 });
  assert.equal(judgeSizes({ ...sources, "e.ts": LINE.repeat(9) }).medianLines, 4);
  assert.equal(judgeSizes({}).medianLines, 0);
});
