/**
 * Store files that cannot be used, from outside: refused with what to do, and never changed.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { cli, mustRefuse, resultOf, type Scratch, scratch, SHORT_YAML } from "./fixtures/cli.ts";

const start = (folder: Scratch, store: string, ...more: string[]) => {
  folder.put("short.yaml", SHORT_YAML);
  return cli(folder.path, ["start", "--config", "short.yaml", "--store", store, ...more]);
};

const DIARY = "Dear diary,\n" + "today I named a text file as the store. ".repeat(200);

for (const more of [[], ["--fresh"]]) {
  Deno.test(`start ${more.join("")} refuses a text file as store and leaves it alone`, async () => {
    using folder = scratch();
    folder.put("diary.sqlite", DIARY);
    mustRefuse(await start(folder, "diary.sqlite", ...more), /diary\.sqlite/, /store/, /BULKHEAD_STORE/);
    strictEqual(folder.text("diary.sqlite"), DIARY);
    deepStrictEqual(folder.traces(), ["diary.sqlite"]);
  });
}

Deno.test("report refuses a text file as store", async () => {
  using folder = scratch();
  folder.put("diary.sqlite", DIARY);
  mustRefuse(
    await cli(folder.path, ["report", "--store", "diary.sqlite"]),
    /^Cannot open store diary\.sqlite/,
  );
});

Deno.test("start refuses a folder as store, and a store in what is no folder", async () => {
  using folder = scratch();
  folder.put("photos/cat.txt", "");
  folder.put("file", "x");
  mustRefuse(await start(folder, "photos", "--fresh"), /^Cannot use store photos: it is a folder/);
  mustRefuse(await start(folder, "file/a.sqlite"), /^Cannot make the folder of store file\/a\.sqlite/);
  strictEqual(folder.text("file"), "x");
});

Deno.test("start and report refuse a corrupt store; --fresh replaces it", async () => {
  using folder = scratch();
  const result = resultOf(await start(folder, "a.sqlite"));
  const sound = folder.bytes("a.sqlite");
  const torn = sound.slice();
  torn.fill(0xa5, 4096, torn.length);
  folder.put("a.sqlite", torn);
  for (
    const outcome of [
      await start(folder, "a.sqlite"),
      await cli(folder.path, ["report", "--store", "a.sqlite"]),
    ]
  ) {
    mustRefuse(outcome, /^Cannot \w+ store a\.sqlite as the file must be intact/, /restore it from a backup/);
  }
  deepStrictEqual(folder.bytes("a.sqlite"), torn);
  strictEqual(resultOf(await start(folder, "a.sqlite", "--fresh")), result);
});

/** Whether this user may write where the mode says nobody may. */
function writesEverywhere(): boolean {
  using folder = scratch();
  Deno.chmodSync(folder.path, 0o555);
  try {
    folder.put("probe", "");
    return true;
  } catch {
    return false;
  } finally {
    Deno.chmodSync(folder.path, 0o755);
  }
}

Deno.test({
  name:
    "start says what to do about a store folder it may not write (skipped for a user who may write everywhere)",
  ignore: writesEverywhere(),
  async fn() {
    using folder = scratch();
    folder.put("locked/x", "");
    Deno.chmodSync(`${folder.path}/locked`, 0o555);
    const { code, out, err } = await start(folder, "locked/a.sqlite");
    Deno.chmodSync(`${folder.path}/locked`, 0o755);
    strictEqual(out, "");
    ok(code === 2 || code === 75, `${code}: ${err}`);
    match(err, /locked\/a\.sqlite.*BULKHEAD_STORE/);
  },
});

Deno.test("start refuses --fresh on a server before it removes anything of the run", async () => {
  using folder = scratch();
  await Deno.mkdir(`${folder.path}/run`);
  folder.put("run/paper.harbour.sqlite", "");
  // nobody listens there: it must not come to that
  const env = { DATABASE_URL: "postgres://bulkhead@127.0.0.1:1/postgres" };
  const outcome = await cli(folder.path, ["start", "--fresh", "--bars", "48"], env);
  mustRefuse(outcome, /^Cannot empty a PostgreSQL store for --fresh: drop its schema/);
  strictEqual((await Deno.stat(`${folder.path}/run/paper.harbour.sqlite`)).size, 0);
});
