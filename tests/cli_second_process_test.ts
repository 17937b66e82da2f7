/**
 * A second process on the run of one that lives, from outside: refused, and the run none the worse.
 *
 * @module
 */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { createSqliteStore } from "../lib/store/mod.ts";
import { cli, mustRefuse, resultOf, type Scratch, scratch, SHORT_YAML } from "./fixtures/cli.ts";

const start = (folder: Scratch, ...more: string[]) =>
  cli(folder.path, ["start", "--config", "short.yaml", "--store", "a.sqlite", ...more]);

/** As a process of this number has it. */
function lockAs(folder: Scratch, pid: number): Disposable {
  const file = Deno.openSync(`${folder.path}/a.run/run.lock`, { read: true, write: true });
  file.truncateSync(0);
  file.writeSync(new TextEncoder().encode(`${pid}\n`));
  strictEqual(file.tryLockSync(true), true);
  return file;
}

for (const more of [[], ["--fresh"]]) {
  Deno.test(`start ${more.join("")} leaves the run of a process that lives alone`, async () => {
    using folder = scratch();
    folder.put("short.yaml", SHORT_YAML);
    const result = resultOf(await start(folder));
    const before = folder.bytes("a.sqlite");
    {
      using _lock = lockAs(folder, 4711);
      mustRefuse(
        await start(folder, ...more),
        /^Cannot play .*a\.run as process 4711 plays it: stop it first/,
      );
      deepStrictEqual(folder.bytes("a.sqlite"), before);
    }
    strictEqual(resultOf(await start(folder, ...more)), result);
  });
}

Deno.test("start on one thread refuses a store that another run folder's process writes, and gives its own lease back", async () => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  resultOf(await start(folder));
  const store = createSqliteStore({ path: `${folder.path}/a.sqlite`, nowMs: Date.now });
  const request = { holder: "elsewhere", ttlMs: 60_000, nowMs: Date.now() };
  strictEqual(store.acquireLease(request).ok, true);
  mustRefuse(await start(folder), /one process at a time may: elsewhere holds it since/);
  store.releaseLease("elsewhere");
  match((await start(folder)).out, /^result [0-9a-f]{64}$/m);
  store.close();
});
