import assert from "node:assert/strict";
import { driveCell, within } from "./driven_cell_fixture.ts";
import { tempDir } from "./lock_holder_fixture.ts";

/** As a compiled program starts: every permission of `start`, whole. */
const BAKED = ["read", "write", "net", "env", "run", "sys", "ffi"].map((name) => `--allow-${name}`);
const ENTRY = [
  ...["run", "--no-prompt", "--cached-only", "--unstable-worker-options", ...BAKED, "--deny-import"],
  new URL("./baked_cell_fixture.ts", import.meta.url).href,
];
const RUNTIME = `${import.meta.dirname}/..`;

Deno.test("a compiled program's cell gives back whole what it lists nothing of, and its workers have their lists", async () => {
  using dir = tempDir();
  const lockPath = `${dir.path}/cell.lock`;
  await using cell = driveCell({
    workers: ["a"],
    cellModule: ENTRY,
    lockPath,
    spec: { permissions: { read: [RUNTIME, dir.path], write: [dir.path], env: ["HOME"] } },
  });
  const { effective } = await cell.next("CellReady");
  const given = { net: "prompt", sys: "prompt", run: "prompt", ffi: "prompt" };
  // Deno cannot narrow these in a running process
  const kept = { read: "granted", write: "granted", env: "granted" };
  assert.deepEqual(effective, { ...given, ...kept });
  const refused = Object.fromEntries(
    ["net", "run", "kill", "sys", "ffi"].map((name) => [name, "NotCapable"]),
  );
  assert.deepEqual(await triedBeside(lockPath), { ...refused, env: "done", read: "done" });

  cell.start("a", { permissions: { read: [RUNTIME] } });
  await cell.next("WorkerReady", "a");
  cell.tell("a", { what: "try_everything" });
  const worker = {
    ...refused,
    env: "NotCapable",
    read: "NotCapable",
    write: "NotCapable",
    own_source: "done",
  };
  assert.deepEqual((await cell.next("Note", "a")).note, worker);
});

Deno.test("a compiled program's cell whose permissions are empty is not started", () => {
  using dir = tempDir();
  const options = { cellModule: ENTRY, lockPath: `${dir.path}/cell.lock`, spec: { permissions: {} } };
  assert.throws(() => driveCell(options), TypeError);
});

async function triedBeside(lockPath: string): Promise<Record<string, string>> {
  const read = async (): Promise<string> => {
    for (;;) {
      const text = await Deno.readTextFile(`${lockPath}.tried`).catch(() => "");
      if (text.endsWith("}")) return text;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return JSON.parse(await within(read(), () => "what the process tried"));
}
