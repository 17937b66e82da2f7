import assert from "node:assert/strict";
import { judgeLayers } from "./layers.ts";
import { formatBreach } from "./report.ts";

const MOD = "/**\n * What it knows.\n *\n * @module\n */\n";
/** The doors of the rooms that the cases mention, so that only the case itself can be a breach. */
const DOORS: Record<string, string> = Object.fromEntries(
  [
    "core",
    "runtime",
    "domain",
    "market",
    "regime",
    "risk",
    "execution",
    "trader",
    "backtest",
    "research",
    "store",
    "venues",
  ]
    .map((room) => [`lib/${room}/mod.ts`, MOD]),
);

function breachesOf(files: Record<string, string>): string[] {
  return judgeLayers({ ...DOORS, ...files }).breaches.map(formatBreach);
}

const ALLOWED: Record<string, Record<string, string>> = {
  "a room below": { "lib/domain/a.ts": 'import { a } from "../core/mod.ts"' },
  "the room's own files": { "lib/core/a.ts": 'import "./b.ts"; import "./inner/c.ts"' },
  "a sibling on the left": { "lib/execution/a.ts": 'import "../risk/mod.ts"; import "../regime/mod.ts"' },
  "backtest from research": { "lib/research/a.ts": 'import "../backtest/mod.ts"' },
  "the schema of config": {
    "cli/a.ts": 'import "../config/schema.ts"',
    "actors/b.ts": 'import "../config/schema.ts"',
  },
  "the rooms' schemas in config": {
    "config/schema.ts": 'import "../lib/risk/mod.ts"; import { z } from "zod"',
  },
  "cli from main": { "main.ts": 'import { run } from "./cli/mod.ts"' },
  "a room below from a test": {
    "lib/domain/a_test.ts": 'import "../core/mod.ts"; import "./a.ts"; import "node:assert/strict"',
  },
  "anything from tests, tools and bench": {
    "tests/a.ts": 'import "../tools/b.ts"; import "../lib/core/rng.ts"; import "left-pad"',
  },
  "zod in a schema": {
    "lib/risk/limit_schema.ts": 'import { z } from "zod"',
    "lib/risk/schema.ts": 'import "zod"',
    "actors/a/messages.ts": 'import "zod"',
  },
  "each package in its room": {
    "cli/a.ts": 'import "yaml"',
    "lib/store/b.ts": 'import "node:sqlite"',
    "lib/market/c.ts": 'import "node:zlib"',
    "lib/core/d.ts": 'import "node:crypto"',
    "lib/core/e_test.ts": 'import fc from "fast-check"',
  },
  "messages of another actor": {
    "actors/risk/behavior.ts": 'import type { A } from "../journal/messages.ts"; import "./state.ts"',
  },
  "behaviours in the tree and the worker": {
    "actors/tree.ts": 'import "./risk/behavior.ts"',
    "actors/worker.ts": 'import "./risk/behavior.ts"',
    "actors/tree_test.ts": 'import "./risk/behavior.ts"',
  },
  "a started entry by URL": { "cli/start.ts": 'new URL("../actors/worker.ts", import.meta.url)' },
  "a contract suite from another room's test": {
    "lib/store/a_test.ts": 'import { suite } from "../runtime/port_contract.ts"',
  },
  "a fixture from a higher room's test": {
    "lib/store/a_test.ts": 'import { anEntry } from "../domain/entry_fixture.ts"',
  },
  "two files that start each other by URL": {
    "actors/cell.ts": 'new Worker(new URL("./worker.ts", import.meta.url))',
    "actors/worker.ts": 'import type { A } from "./cell.ts"',
  },
};

for (const [name, files] of Object.entries(ALLOWED)) {
  Deno.test(`judgeLayers() allows ${name}`, () => assert.deepEqual(breachesOf(files), []));
}

/** File, source, and the words its only breach must begin with. */
const REFUSED: Record<string, [string, string, string]> = {
  "a room above": [
    "lib/core/a.ts",
    '\nimport { a } from "../domain/mod.ts"',
    "lib/core/a.ts:2 imports ../domain/mod.ts: lib/core lies below lib/domain",
  ],
  "a room above by type alone": [
    "lib/domain/a.ts",
    'import type { A } from "../market/mod.ts"',
    "lib/domain/a.ts:1 imports ../market/mod.ts: lib/domain lies below",
  ],
  "a room above by re-export": [
    "lib/domain/a.ts",
    'export * from "../market/mod.ts"',
    "lib/domain/a.ts:1 imports ../market/mod.ts: lib/domain lies below",
  ],
  "a room above by dynamic import": [
    "lib/domain/a.ts",
    'await import("../market/mod.ts")',
    "lib/domain/a.ts:1 imports ../market/mod.ts: lib/domain lies below",
  ],
  "a room above by worker": [
    "lib/runtime/a.ts",
    'new Worker(new URL("../../actors/worker.ts", import.meta.url))',
    "lib/runtime/a.ts:1 imports ../../actors/worker.ts: lib/runtime lies below actors",
  ],
  "a room above from a test": [
    "lib/domain/a_test.ts",
    'import "../market/mod.ts"',
    "lib/domain/a_test.ts:1 imports ../market/mod.ts: lib/domain lies below",
  ],
  "trading in the runtime": [
    "lib/runtime/a.ts",
    'import "../domain/mod.ts"',
    "lib/runtime/a.ts:1 imports ../domain/mod.ts: lib/runtime lies below",
  ],
  "a sibling on the right": [
    "lib/risk/a.ts",
    'import "../execution/mod.ts"',
    "lib/risk/a.ts:1 imports ../execution/mod.ts: lib/risk lies below lib/execution",
  ],
  "research from backtest": [
    "lib/backtest/a.ts",
    'import "../research/mod.ts"',
    "lib/backtest/a.ts:1 imports ../research/mod.ts: lib/backtest lies below",
  ],
  "an inner file of another room": [
    "lib/domain/a.ts",
    'import "../core/rng.ts"',
    "lib/domain/a.ts:1 imports ../core/rng.ts: other rooms see only lib/core/mod.ts",
  ],
  "a started entry by import": [
    "cli/a.ts",
    'import "../actors/worker.ts"',
    "cli/a.ts:1 imports ../actors/worker.ts: other rooms see only actors/mod.ts",
  ],
  "tests from a room": [
    "lib/core/a.ts",
    'import "../../tests/b.ts"',
    "lib/core/a.ts:1 imports ../../tests/b.ts: nothing may import tests",
  ],
  "test code in the product": [
    "lib/core/a.ts",
    'import "./b_test.ts"',
    "lib/core/a.ts:1 imports ./b_test.ts: it is test code",
  ],
  "a contract suite in the product": [
    "lib/core/a.ts",
    'import "./b_contract.ts"',
    "lib/core/a.ts:1 imports ./b_contract.ts: it is test code",
  ],
  "a behaviour of another actor": [
    "actors/risk/behavior.ts",
    'import "../journal/behavior.ts"',
    "actors/risk/behavior.ts:1 imports ../journal/behavior.ts: an actor is known",
  ],
  "a behaviour in the cell": [
    "actors/cell.ts",
    'import "./risk/behavior.ts"',
    "actors/cell.ts:1 imports ./risk/behavior.ts: an actor is known",
  ],
  "an unlisted package": [
    "cli/a.ts",
    'import "left-pad/sub"',
    "cli/a.ts:1 imports left-pad/sub: this package has no room; do without it, or add it to PACKAGES in tools/layer_rules.ts and to docs/dependencies.md",
  ],
  "an unlisted built-in": [
    "lib/core/a.ts",
    'import "node:dns"',
    "lib/core/a.ts:1 imports node:dns: this package has no room",
  ],
  "a listed package by its registry name": [
    "config/a.ts",
    'import "npm:zod@4"',
    "config/a.ts:1 imports npm:zod@4: this package has no room",
  ],
  "zod outside a schema": [
    "lib/risk/limits.ts",
    'import { z } from "zod"',
    "lib/risk/limits.ts:1 imports zod: zod may be imported only in schema.ts",
  ],
  "zod in a file that only ends like a schema": [
    "lib/risk/nonschema.ts",
    'import { z } from "zod"',
    "lib/risk/nonschema.ts:1 imports zod: zod may",
  ],
  "yaml in lib": [
    "lib/risk/schema.ts",
    'import "yaml"',
    "lib/risk/schema.ts:1 imports yaml: yaml may be imported only in cli/ and config/",
  ],
  "fast-check in the product": [
    "lib/core/a.ts",
    'import "fast-check"',
    "lib/core/a.ts:1 imports fast-check: fast-check may",
  ],
  "the database outside its room": [
    "cli/a.ts",
    'import "node:sqlite"',
    "cli/a.ts:1 imports node:sqlite: node:sqlite may be imported only in lib/store",
  ],
  "a file outside the project": [
    "cli/a.ts",
    'import "../../b.ts"',
    "cli/a.ts:1 imports ../../b.ts: it lies outside the project",
  ],
  "code from the network": [
    "cli/a.ts",
    'import "https://a.example/b.ts"',
    "cli/a.ts:1 imports https://a.example/b.ts: it lies outside the project",
  ],
  "a computed import": [
    "cli/a.ts",
    "import(name)",
    "cli/a.ts:1 imports a computed name: a computed import hides where it points",
  ],
  "an unknown room": ["lib/orders/mod.ts", MOD, "lib/orders/mod.ts:1 lies in no known room"],
  "a loose file": ["setup.ts", "", "setup.ts:1 lies in no known room"],
  "a folder with an empty name": [
    "lib/core/utils/a.ts",
    "",
    "lib/core/utils/a.ts:1 lies in a folder named utils",
  ],
  "a door without a module paragraph": [
    "lib/core/mod.ts",
    '/** Things. */\nexport * from "./a.ts"',
    "lib/core/mod.ts:1 has no @module paragraph",
  ],
  "a door with code": [
    "lib/core/mod.ts",
    `${MOD}export * from "./a.ts";\nexport const b = 1;`,
    "lib/core/mod.ts:7 holds export: mod.ts only re-exports",
  ],
  "a room without a door": ["lib/notify/a.ts", "", "lib/notify/mod.ts:1 is missing"],
  "a file that imports itself": [
    "lib/core/a.ts",
    '\nimport "./a.ts"',
    "lib/core/a.ts:2 imports lib/core/a.ts: import cycle lib/core/a.ts -> lib/core/a.ts",
  ],
};

for (const [name, [file, source, start]] of Object.entries(REFUSED)) {
  Deno.test(`judgeLayers() refuses ${name}`, () => {
    const breaches = breachesOf({ [file]: source });
    assert.equal(breaches.length, 1, breaches.join("\n"));
    assert.ok(breaches[0].startsWith(start), breaches[0]);
  });
}

Deno.test("judgeLayers() names a cycle of type imports once, at the import that opens it", () => {
  assert.deepEqual(
    breachesOf({
      "lib/core/a.ts": '\n\nimport type { B } from "./b.ts"',
      "lib/core/b.ts": 'import { a } from "./a.ts"',
    }),
    [
      "lib/core/a.ts:3 imports lib/core/b.ts: import cycle lib/core/a.ts -> lib/core/b.ts -> lib/core/a.ts; " +
      "move what both need to a file of its own",
    ],
  );
});

Deno.test("judgeLayers() counts files and imports", () => {
  const { files, imports } = judgeLayers({
    "lib/core/a.ts": 'import "./b.ts"; export * from "./c.ts"',
    "main.ts": "",
  });
  assert.deepEqual([files, imports], [2, 2]);
});
