import assert from "node:assert/strict";
import { cacheFolderOf, type Lock, type Manifest, trimmed } from "./dist_packages.ts";

const MANIFEST: Manifest & { readonly version: string; readonly fmt: unknown } = {
  version: "1.0.0",
  fmt: {},
  tasks: { start: "deno run main.ts start" },
  imports: {
    "a": "npm:a@1.0.0",
    "hono": "npm:hono@4.0.0",
    "hono/": "npm:/hono@4.0.0/",
    "@scope/t": "npm:@scope/t@2.0.0",
    "unused": "npm:unused@9.0.0",
  },
};

const LOCK: Lock = {
  specifiers: {
    "npm:@scope/t@2.0.0": "2.0.0",
    "npm:a@1.0.0": "1.0.0_ws@8.0.0",
    "npm:hono@4.0.0": "4.0.0",
    "npm:unused@9.0.0": "9.0.0",
  },
  npm: {
    "@scope/t@2.0.0": {},
    "a@1.0.0_ws@8.0.0": { dependencies: ["ws", "b@1.0.0"], optionalDependencies: ["c"] },
    "b@1.0.0": { dependencies: ["@scope/t"] },
    "b@2.0.0": {},
    "c@3.0.0": { dependencies: ["a"] },
    "hono@4.0.0": {},
    "unused@9.0.0": {},
    "ws@8.0.0_c@3.0.0": {},
  },
  workspace: { dependencies: ["npm:@scope/t@2.0.0", "npm:a@1.0.0", "npm:hono@4.0.0", "npm:unused@9.0.0"] },
};

Deno.test("trimmed() keeps what the packages need, with all they depend on, and what says how to run", () => {
  const { manifest, lock, npm } = trimmed(MANIFEST, LOCK, ["a", "hono", "node:path"]);
  assert.deepEqual(npm, [
    "@scope/t@2.0.0",
    "a@1.0.0_ws@8.0.0",
    "b@1.0.0",
    "c@3.0.0",
    "hono@4.0.0",
    "ws@8.0.0_c@3.0.0",
  ]);
  assert.deepEqual(manifest, {
    version: "1.0.0",
    imports: { "a": "npm:a@1.0.0", "hono": "npm:hono@4.0.0", "hono/": "npm:/hono@4.0.0/" },
  });
  assert.deepEqual(Object.keys(lock.npm).sort(), npm);
  assert.deepEqual(lock.specifiers, { "npm:a@1.0.0": "1.0.0_ws@8.0.0", "npm:hono@4.0.0": "4.0.0" });
  assert.deepEqual(lock.workspace.dependencies, ["npm:a@1.0.0", "npm:hono@4.0.0"]);
});

Deno.test("trimmed() refuses a package the lockfile does not hold", () => {
  const lock = { ...LOCK, specifiers: {} };
  assert.throws(() => trimmed(MANIFEST, lock, ["a"]), /npm:a@1\.0\.0.*deno install/);
});

Deno.test("cacheFolderOf() leaves peers out", () => {
  assert.equal(cacheFolderOf("ws@8.21.0_bufferutil@4.1.0"), "ws/8.21.0");
  assert.equal(cacheFolderOf("@noble/curves@2.2.0"), "@noble/curves/2.2.0");
});
