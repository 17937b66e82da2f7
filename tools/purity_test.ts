import assert from "node:assert/strict";
import { judgePurity } from "./purity.ts";
import { formatBreach } from "./report.ts";

function breachesOf(files: Record<string, string>): string[] {
  return judgePurity(files).breaches.map(formatBreach);
}

const PURE_FILES = [
  "core/rng",
  "domain/a",
  "indicators/a",
  "market/inner/a",
  "regime/a",
  "scoring/a",
  "strategies/a",
  "portfolio/a",
  "risk/a",
  "execution/a",
  "trader/a",
  "simulator/matching",
  "runtime/conductor",
].map((path) => `lib/${path}.ts`).concat("actors/risk/behavior.ts", "actors/venue/execution/behavior.ts");

for (const file of PURE_FILES) {
  Deno.test(`judgePurity() judges ${file}`, () => {
    assert.deepEqual(breachesOf({ [file]: "\nDate.now();" }), [
      `${file}:2 uses Date.now: it reads the host's clock, so a replay would differ; ` +
      "take nowMs from the message or as an argument",
    ]);
  });
}

const FREE_FILES = [
  "lib/core/clock.ts",
  "lib/core/rng_test.ts",
  "lib/runtime/commit_contract.ts",
  "lib/simulator/wire/server.ts",
  "lib/venues/a.ts",
  "lib/store/a.ts",
  "actors/risk/messages.ts",
  "actors/worker.ts",
  "cli/start.ts",
  "tests/a.ts",
];

Deno.test("judgePurity() leaves edges and tests alone", () => {
  const sources = Object.fromEntries(FREE_FILES.map((file) => [file, "Date.now();"]));
  assert.deepEqual(judgePurity(sources), {
    breaches: [],
    files: FREE_FILES.length,
    pureFiles: 0,
    allowed: 0,
  });
});

Deno.test("judgePurity() lets only lib/runtime wait", () => {
  assert.deepEqual(breachesOf({ "lib/runtime/a.ts": "await f();" }), []);
  assert.equal(breachesOf({ "lib/trader/a.ts": "await f();" }).length, 1);
});

/** Source of a pure file, and how its breaches begin after `file:`. */
const MARKED: { name: string; source: string; expected: string[]; allowed: number }[] = [
  {
    name: "one use with a reason",
    source: "Date.now(); // impure-ok: printed only",
    expected: [],
    allowed: 1,
  },
  {
    name: "only the first of two uses",
    source: "f(Date.now(), Math.random()); // impure-ok: why",
    expected: ["1 uses Math.random"],
    allowed: 1,
  },
  {
    name: "no use without a reason",
    source: "Date.now(); // impure-ok: ",
    expected: ["1 uses Date.now: its marker gives no reason"],
    allowed: 0,
  },
  {
    name: "no use on the next line",
    source: "// impure-ok: why\nDate.now();",
    expected: ["1 has an impure-ok marker", "2 uses Date.now"],
    allowed: 0,
  },
  {
    name: "no use by a string",
    source: 'f("// impure-ok: why", Date.now());',
    expected: ["1 uses Date.now"],
    allowed: 0,
  },
  {
    name: "no use by a word inside a comment",
    source: "Date.now(); // see impure-ok: why",
    expected: ["1 uses Date.now"],
    allowed: 0,
  },
  {
    name: "no stale marker",
    source: "f(nowMs); // impure-ok: why",
    expected: ["1 has an impure-ok marker"],
    allowed: 0,
  },
];

for (const { name, source, expected, allowed } of MARKED) {
  Deno.test(`judgePurity() lets a marker allow ${name}`, () => {
    const verdict = judgePurity({ "lib/risk/a.ts": source });
    const texts = verdict.breaches.map((breach) => formatBreach(breach).replace("lib/risk/a.ts:", ""));
    assert.equal(texts.length, expected.length, texts.join("\n"));
    for (const [i, start] of expected.entries()) assert.ok(texts[i].startsWith(start), texts[i]);
    assert.equal(verdict.allowed, allowed);
  });
}

Deno.test("judgePurity() lets a file of lib/runtime step out with a reason, and no other room's", () => {
  const source = "// impure-file: it owns the threads\nnew Worker(url); Date.now();";
  assert.deepEqual(judgePurity({ "lib/runtime/a.ts": source }), {
    breaches: [],
    files: 1,
    pureFiles: 1,
    allowed: 1,
  });
  assert.match(breachesOf({ "lib/risk/a.ts": source })[0], /^lib\/risk\/a\.ts:1 marks the whole file impure/);
  assert.match(
    breachesOf({ "lib/runtime/a.ts": "// impure-file:\nDate.now();" })[0],
    /:1 marks .* without a reason/,
  );
});

Deno.test("judgePurity() refuses markup in a pure room", () => {
  assert.match(breachesOf({ "lib/risk/a.tsx": "" })[0], /^lib\/risk\/a\.tsx:1 is markup in a pure room/);
});
