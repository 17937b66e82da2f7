/**
 * The gate must be able to close: on a copy of the project every check passes, and with one fault planted the check
 * meant for it fails and names the place.
 *
 * @module
 */

import assert from "node:assert/strict";
import { dirname } from "node:path";
import { projectRoot, readSources } from "../tools/sources.ts";

interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Copies the TypeScript and deno.json to a folder of its own; dispose() deletes it. */
function copyProject(): { root: string; [Symbol.dispose](): void } {
  const root = Deno.makeTempDirSync({ prefix: "bulkhead-gate-" });
  for (const [path, text] of Object.entries(readSources(projectRoot()))) plant(root, path, text);
  Deno.copyFileSync(`${projectRoot()}/deno.json`, `${root}/deno.json`);
  return { root, [Symbol.dispose]: () => Deno.removeSync(root, { recursive: true }) };
}

function plant(root: string, path: string, text: string): void {
  Deno.mkdirSync(dirname(`${root}/${path}`), { recursive: true });
  Deno.writeTextFileSync(`${root}/${path}`, text);
}

/** Runs a check of the copy as the gate does, from a folder that is not the project. */
async function check(root: string, tool: string): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-lock", "--cached-only", "--allow-read", `${root}/tools/${tool}.ts`],
    cwd: dirname(root),
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, output: text.decode(stdout) + text.decode(stderr) };
}

/** Each check, and the counters its last line must show as not zero. */
const CHECKS: readonly [string, RegExp][] = [
  ["check_layers", /^layers: [1-9]\d* files read, [1-9]\d* imports judged, 0 breaches$/],
  ["check_purity", /^purity: [1-9]\d* files read, [1-9]\d* pure files judged, \d+ allowed, 0 breaches$/],
  ["check_sizes", /^sizes: [1-9]\d* files and [1-9]\d* functions judged, median [\d.]+ lines, 0 breaches$/],
];

/** A fault: the file it is planted as, its text, the check that must see it, and what it must say. */
const FAULTS: readonly { name: string; path: string; text: string; tool: string; says: string }[] = [
  {
    name: "an upward import",
    path: "lib/core/planted.ts",
    text: 'export { Candle } from "../market/mod.ts";\n',
    tool: "check_layers",
    says: "lib/core/planted.ts:1 imports ../market/mod.ts: lib/core lies below lib/market",
  },
  {
    name: "an upward import of a type",
    path: "lib/domain/planted.ts",
    text: '/** A. */\nimport type { Command } from "../../cli/mod.ts";\nexport type A = Command;\n',
    tool: "check_layers",
    says: "lib/domain/planted.ts:2 imports ../../cli/mod.ts: lib/domain lies below cli",
  },
  {
    name: "a clock in a pure room",
    path: "lib/market/planted.ts",
    text: "/** Now. */\nexport const ageMs = (atMs: number) => Date.now() - atMs;\n",
    tool: "check_purity",
    says: "lib/market/planted.ts:2 uses Date.now: it reads the host's clock",
  },
  {
    name: "a file too long",
    path: "cli/planted.ts",
    text: "// one line\n".repeat(301),
    tool: "check_sizes",
    says: "cli/planted.ts:1 has 301 lines, over 300",
  },
];

Deno.test("the gate passes an untouched copy of the project and counts what it judged", async () => {
  using copy = copyProject();
  for (const [tool, closing] of CHECKS) {
    const { code, output } = await check(copy.root, tool);
    assert.equal(code, 0, output);
    assert.match(output.trimEnd().split("\n").at(-1) ?? "", closing);
  }
});

Deno.test("the gate refuses each planted fault by its place and reason", async (t) => {
  using copy = copyProject();
  for (const { name, path, text, tool, says } of FAULTS) {
    await t.step(name, async () => {
      plant(copy.root, path, text);
      const { code, output } = await check(copy.root, tool);
      await Deno.remove(`${copy.root}/${path}`);
      assert.equal(code, 1, output);
      assert.ok(output.split("\n").some((line) => line.startsWith(says)), output);
    });
  }
});

Deno.test("the gate refuses a project in which it finds nothing to judge", async () => {
  using copy = copyProject();
  for (const folder of ["lib", "actors"]) {
    plant(copy.root, `${folder}/planted.ts`, "");
    await Deno.remove(`${copy.root}/${folder}`, { recursive: true });
  }
  const { code, output } = await check(copy.root, "check_purity");
  assert.equal(code, 1, output);
  assert.match(output, /^Cannot vouch for the project as no file was judged/m);
});
