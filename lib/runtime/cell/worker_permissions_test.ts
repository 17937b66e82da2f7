import assert from "node:assert/strict";
import { driveCell } from "./driven_cell_fixture.ts";
import { tempDir } from "./lock_holder_fixture.ts";

const ALL_REFUSED = {
  ...{ net: "NotCapable", env: "NotCapable", read: "NotCapable", write: "NotCapable", run: "NotCapable" },
  ...{ ffi: "NotCapable", sys: "NotCapable", kill: "NotCapable", own_source: "NotCapable" },
};
const RUNTIME = `${import.meta.dirname}/..`;

for (
  const [name, permissions, attempts] of [
    ["nothing if nothing is listed", {}, ALL_REFUSED],
    ["what is listed and no more", { read: [RUNTIME] }, { ...ALL_REFUSED, own_source: "done" }],
    ["also what its cell may, if it is listed", { env: ["HOME"] }, { ...ALL_REFUSED, env: "done" }],
  ] as const
) {
  Deno.test(`a worker may do ${name}`, async () => {
    using dir = tempDir();
    await using cell = driveCell({
      workers: ["a"],
      lockPath: `${dir.path}/cell.lock`,
      spec: { permissions: { read: [RUNTIME, dir.path], write: [dir.path], env: ["HOME"] } },
    });
    await cell.next("CellReady");
    cell.start("a", { permissions });
    await cell.next("WorkerReady", "a");
    cell.tell("a", { what: "try_everything" });
    assert.deepEqual((await cell.next("Note", "a")).note, attempts);
  });
}
