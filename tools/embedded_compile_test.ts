import assert from "node:assert/strict";
import { compileArguments, embeddedInTree, notEmbedded } from "./embedded_compile.ts";
import type { Embedded } from "./embedded.ts";

const PRINTED = `Compile main.ts to ../dist/c

Embedded Files

c
├─┬ .deno_compile_node_modules (6.92MB - 6.74MB unique)
│ └── localhost/zod/4.6.7/* (5.93MB)
├─┬ actors (128.95KB)
│ ├── cell.ts (501B)
│ └─┬ clock (4KB)
│   └── behavior.ts (4.11KB)
├── config/* (2KB)
├── deno.json (6.19KB)
└─┬ migrations (5.16KB)
  ├── 0001_journal.sql (2.35KB)
  └── postgres/0001_journal.sql (2.81KB)

Files: 91.72MB
`;

const EMBEDDED: Embedded = {
  imported: ["main.ts"],
  started: ["actors/cell.ts"],
  startedRoots: ["actors/cell.ts"],
  opened: ["config/systems/rr.yaml", "deno.json", "migrations/postgres/0001_journal.sql"],
  ...{ companions: ["LICENSE"], packages: [], breaches: [] },
};

Deno.test("embeddedInTree() reads the tree that deno compile prints", () => {
  assert.deepEqual(embeddedInTree(PRINTED), [
    ".deno_compile_node_modules/localhost/zod/4.6.7/*",
    "actors/cell.ts",
    "actors/clock/behavior.ts",
    "config/*",
    "deno.json",
    "migrations/0001_journal.sql",
    "migrations/postgres/0001_journal.sql",
  ]);
});

Deno.test("notEmbedded() tells what is missing in it, and takes nothing of another folder for it", () => {
  assert.deepEqual(notEmbedded(EMBEDDED, PRINTED), []);
  const opened = ["0001_journal.sql", "migrations/0002.sql", "page.css"];
  assert.deepEqual(notEmbedded({ ...EMBEDDED, opened }, PRINTED), opened);
});

Deno.test("compileArguments() embeds workers and data, with the permissions of start and no other", () => {
  const command = "deno run --no-prompt --frozen --allow-read --allow-run main.ts start";
  const manifest = { imports: {}, tasks: { start: { command }, help: "deno run --allow-env main.ts help" } };
  const args = compileArguments(manifest, EMBEDDED, "/out");
  const included = args.filter((_, i) => args[i - 1] === "--include");
  assert.deepEqual(included, [...EMBEDDED.startedRoots, ...EMBEDDED.opened]);
  assert.deepEqual(args.filter((arg) => arg.startsWith("--allow")), ["--allow-read", "--allow-run"]);
  assert.ok(args.includes("--deny-import"));
  assert.deepEqual(args.slice(-3), ["--output", "/out", "main.ts"]);
});
