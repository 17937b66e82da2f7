import assert from "node:assert/strict";
import { judgeCoverage } from "./coverage.ts";
import { parseLcov } from "./lcov.ts";

function record(file: string, hits: readonly number[]): string {
  return [
    `SF:/p/${file}`,
    "FN:1,f",
    ...hits.map((hit, i) => `DA:${i + 1},${hit}`),
    "LH:0",
    "LF:0",
    "end_of_record\n",
  ].join("\n");
}

Deno.test("parseLcov() counts lines and hit lines of every record", () => {
  assert.deepEqual(parseLcov(record("a.ts", [1, 0, 7]) + record("b.ts", [])), [
    { file: "/p/a.ts", lines: 3, hit: 2 },
    { file: "/p/b.ts", lines: 0, hit: 0 },
  ]);
});

Deno.test("parseLcov() counts a line once that is listed twice", () => {
  assert.deepEqual(parseLcov("SF:a\nDA:1,2\nDA:1,0\nend_of_record"), [{ file: "a", lines: 1, hit: 1 }]);
});

Deno.test("parseLcov() refuses text it cannot read", () => {
  assert.throws(() => parseLcov("SF:a\nDA:x,1\nend_of_record"), {
    name: "SyntaxError",
    message: "Cannot read lcov line 2 as DA:<line>,<hits>: current text is DA:x,1",
  });
  assert.throws(() => parseLcov("SF:a\nDA:1,1\n"), {
    message: "Cannot read lcov as the record of a has no end_of_record",
  });
});

Deno.test("judgeCoverage() sums by room and leaves all but lib out", () => {
  const sources = {
    "lib/a/x.ts": "",
    "lib/a/y.ts": "",
    "lib/b/z.ts": "",
    "cli/c.ts": "",
    "lib/a/x_test.ts": "",
  };
  const lcov = record("lib/a/x.ts", [1, 0]) + record("lib/a/y.ts", [1, 1]) + record("lib/b/z.ts", [0]) +
    record("cli/c.ts", [0, 0]) + record("lib/a/x_test.ts", [0]);
  assert.deepEqual(judgeCoverage(lcov, sources, "/p"), {
    rooms: [{ room: "lib/a", lines: 4, hit: 3, pct: 75 }, { room: "lib/b", lines: 1, hit: 0, pct: 0 }],
    total: { room: "lib", lines: 5, hit: 3, pct: 60 },
    unloaded: [],
  });
});

Deno.test("judgeCoverage() counts all lines of a file that no test loaded, unless it only declares types", () => {
  const sources = {
    "lib/a/run.ts": "// why\nexport const a = {\n  b: 1,\n};\n",
    "lib/a/types.ts": "export interface A {\n  const: number;\n}\nexport type B = A;\n",
    "lib/a/mod.ts": 'export * from "./run.ts";\n',
  };
  const { total, unloaded } = judgeCoverage(record("lib/a/mod.ts", [1]), sources, "/p");
  assert.deepEqual(total, { room: "lib", lines: 4, hit: 1, pct: 25 });
  assert.deepEqual(unloaded, ["lib/a/run.ts"]);
});

Deno.test("judgeCoverage() gives zero percent where there is nothing to cover", () => {
  assert.deepEqual(judgeCoverage("", {}, "/p").total, { room: "lib", lines: 0, hit: 0, pct: 0 });
});
