/**
 * The compiled program's cells, without compiling: processes of Deno with the permissions it is compiled with, all of them
 * started as `main.ts cell`.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Notice } from "../../lib/runtime/mod.ts";
import type { Manifest } from "../../tools/dist_packages.ts";
import { compileArguments } from "../../tools/embedded_compile.ts";
import { readEmbedded } from "../../tools/embedded_project.ts";
import { cli, denoNeeds, resultOf, scratch } from "../fixtures/cli.ts";

const ROOT = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

/** What a process of Deno is told to be what the compiled program is. */
async function bakedFlags(): Promise<string[]> {
  const manifest: Manifest = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  const baked = compileArguments(manifest, readEmbedded(ROOT), "out")
    .filter((arg) => /^--(?:allow|deny|no-prompt)/.test(arg));
  return ["run", "--cached-only", "--frozen", ...baked];
}

Deno.test("the compiled program's cells come to what one thread comes to, and give back what they have no use for", async () => {
  using place = scratch();
  place.put("market.yaml", "feed: { simulated: { seed: 3, symbols: 2, bars: 24 } }\n");
  const options = (store: string) => ["--config", "market.yaml", "--store", `${store}.sqlite`];
  const alone = await cli(place.path, ["start", ...options("alone")]);
  strictEqual(alone.code, 0, alone.err);

  const flags = await bakedFlags();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...flags,
      `${ROOT}/tests/packaging/compiled_root.ts`,
      JSON.stringify([...flags, `${ROOT}/main.ts`, "cell"]),
      ...options("cells"),
    ],
    cwd: place.path,
    clearEnv: true,
    env: { ...denoNeeds(), NO_COLOR: "1", BULKHEAD_CELLS: "default" },
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  strictEqual(code, 0, err);
  strictEqual(/^result ([0-9a-f]{64})$/m.exec(out)?.[1], resultOf(alone));

  const notices = out.split("\n").filter((line) => line.startsWith("{")).map((line) =>
    JSON.parse(line) as Notice
  );
  const ready = notices.filter((notice) => notice.kind === "CellReady");
  deepStrictEqual(ready.map(({ cell }) => cell).sort(), ["bridge", "deck-1", "harbour", "keel"]);
  for (const { cell, effective } of ready) {
    const granted = Object.entries(effective).filter(([, state]) => state === "granted").map(([name]) =>
      name
    );
    deepStrictEqual(granted, ["read", "write"], cell);
  }
  ok(!notices.some(({ kind }) => kind === "WorkerFailed" || kind === "CellFailed"));
});

Deno.test("main.ts cell is for the program alone: refused to a person, and in no help", async () => {
  using place = scratch();
  const { code, err } = await cli(place.path, ["cell"]);
  strictEqual(code, 2);
  match(err, /Cannot run a cell as its process must be spawned by a root/);
  const { out } = await cli(place.path, ["help"]);
  ok(!/^ +cell\b/m.test(out), out);
});
