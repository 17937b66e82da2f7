import assert from "node:assert/strict";
import { importsOf } from "./imports.ts";
import { tokenize } from "./tokens.ts";

const CASES: { name: string; source: string; expected: [string | undefined, string, number][] }[] = [
  { name: "a named import", source: 'import { a } from "x";', expected: [["x", "import", 1]] },
  { name: "a default import", source: 'import a from "x"', expected: [["x", "import", 1]] },
  { name: "a namespace import", source: 'import * as a from "x"', expected: [["x", "import", 1]] },
  { name: "a side effect import", source: 'import "x"', expected: [["x", "import", 1]] },
  { name: "a type import", source: 'import type { A } from "x"', expected: [["x", "import", 1]] },
  { name: "an inline type import", source: 'import { type A, b } from "x"', expected: [["x", "import", 1]] },
  {
    name: "an import over lines",
    source: "import {\n  a,\n  b,\n} from './x.ts';",
    expected: [["./x.ts", "import", 4]],
  },
  {
    name: "an import of a name from",
    source: 'import from from "x"; import { from } from "y"',
    expected: [["x", "import", 1], ["y", "import", 1]],
  },
  {
    name: "an import with attributes",
    source: 'import a from "x.json" with { type: "json" };',
    expected: [["x.json", "import", 1]],
  },
  {
    name: "a re-export",
    source: 'export { a } from "x"; export * from "y"; export * as z from "z"',
    expected: [["x", "export", 1], ["y", "export", 1], ["z", "export", 1]],
  },
  {
    name: "a type re-export",
    source: 'export type { A } from "x"; export type * from "y"',
    expected: [["x", "export", 1], ["y", "export", 1]],
  },
  { name: "a dynamic import", source: 'const a = await import("x");', expected: [["x", "dynamic", 1]] },
  { name: "a dynamic import of a plain template", source: "import(`x`)", expected: [["x", "dynamic", 1]] },
  {
    name: "a computed import",
    source: "import(`./${a}.ts`); import(b)",
    expected: [[undefined, "dynamic", 1], [undefined, "dynamic", 1]],
  },
  { name: "a joined import", source: 'import("./a" + ".ts")', expected: [[undefined, "dynamic", 1]] },
  { name: "an import type", source: 'let a: import("x").A;', expected: [["x", "dynamic", 1]] },
  {
    name: "a worker",
    source: 'new Worker(\n  new URL("./w.ts", import.meta.url), { type: "module" })',
    expected: [["./w.ts", "url", 2]],
  },
  { name: "a resolved file", source: 'import.meta.resolve("./w.ts")', expected: [["./w.ts", "url", 1]] },
  {
    name: "an escaped specifier",
    source: String.raw`import "\x2e/x.ts"`,
    expected: [["./x.ts", "import", 1]],
  },
  {
    name: "no folder or data URL",
    source: 'new URL("..", import.meta.url); new URL("https://a/b.ts"); import.meta.url',
    expected: [],
  },
  {
    name: "no plain export",
    source: 'export const a = 1; export { a }; export default b; export enum C { D }\nimport "x"',
    expected: [["x", "import", 2]],
  },
  {
    name: "an import after a plain export",
    source: 'export { a }\nimport { b } from "x"',
    expected: [["x", "import", 2]],
  },
  {
    name: "no comment, string or template",
    source: '// import "a"\n/* import "b" */ "import \\"c\\""; `import "d"`',
    expected: [],
  },
  { name: "code inside a template", source: '`${await import("x")}`', expected: [["x", "dynamic", 1]] },
  {
    name: "no field or method called import",
    source: '({ import: 1, import(a: string) { return a } }); a.import("x")',
    expected: [],
  },
];

for (const { name, source, expected } of CASES) {
  Deno.test(`importsOf() finds ${name}`, () => {
    const uses = importsOf(tokenize(source).code);
    assert.deepEqual(uses.map(({ specifier, form, line }) => [specifier, form, line]), expected);
  });
}
