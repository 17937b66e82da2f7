import assert from "node:assert/strict";
import { cellArguments, cellEnvironment } from "./cell_command.ts";
import { cellSpec } from "./driven_cell_fixture.ts";

const SPEC = cellSpec("run", []);

Deno.test("cellArguments() closes what is not listed and limits the heap", () => {
  const spec = { ...SPEC, permissions: { read: ["lib"], write: ["run"] }, maxHeapMib: 128 };
  assert.deepEqual(cellArguments(spec, "file:///cell.ts"), [
    ...["run", "--no-prompt", "--cached-only", "--frozen", "--unstable-worker-options"],
    ...[
      "--v8-flags=--max-old-space-size=128,--max-semi-space-size=2",
      "--allow-read=lib",
      "--allow-write=run",
      "--deny-import",
    ],
    "file:///cell.ts",
  ]);
});

Deno.test("cellArguments() gives a compiled program what it is started with, and nothing of Deno's", () => {
  assert.deepEqual(cellArguments({ ...SPEC, permissions: { read: ["lib"] } }, ["cell"]), ["cell"]);
});

Deno.test("cellArguments() refuses a cell without a listed permission", () => {
  for (const entry of ["cell.ts", new URL("file:///cell.ts"), ["cell"]]) {
    assert.throws(() => cellArguments({ ...SPEC, permissions: {} }, entry), TypeError);
  }
});

Deno.test("cellEnvironment() is the cell's own and where Deno's cache is, nothing else", () => {
  const ofRoot: Record<string, string> = { HOME: "/home/a", SECRET: "s", DENO_DIR: "/cache", PATH: "/bin" };
  const environment = cellEnvironment({ ...SPEC, env: { KEY: "k" } }, (name) => ofRoot[name]);
  assert.deepEqual(environment, {
    ...{ DENO_NO_UPDATE_CHECK: "1", MALLOC_ARENA_MAX: "2", DENO_DIR: "/cache", HOME: "/home/a", KEY: "k" },
  });
  assert.equal(cellEnvironment({ ...SPEC, env: { HOME: "/other" } }, () => "/home/a").HOME, "/other");
});
