import assert from "node:assert/strict";
import { createTreeHost, type Notice, type TreeHostOptions } from "../../lib/runtime/mod.ts";
import { LISTENER } from "../../lib/runtime/host_kinds_fixture.ts";
import { scriptedWorld, tell } from "../../lib/runtime/toy_actors_test.ts";
import type { ToyRootOptions } from "./root.ts";
import {
  expectGone,
  makeFolders,
  outcomeIn,
  pidsOf,
  type ToyRunOptions,
  withToy,
} from "./toy_run_fixture.ts";
import { type ToyFolders, toyTree } from "./toy_tree.ts";

const CELLS: ToyRunOptions["cells"] = {
  vault: [{ id: "worker/idle", actors: [{ ...LISTENER, address: "idle" }] }],
  deck: [{ id: "worker/listener", actors: [LISTENER] }],
};
const BARS = Array.from({ length: 20_000 }, (_, i) => tell(i, "listener", { kind: "Bar" }));

/** A root's program on its own, and what it left. */
async function runRoot(options: ToyRootOptions) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--frozen",
      "-A",
      new URL("./root.ts", import.meta.url).href,
      JSON.stringify(options),
    ],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const lines = new TextDecoder().decode(stdout).trimEnd().split("\n").filter((line) => line !== "");
  return {
    code,
    notices: lines.map((line): Notice => JSON.parse(line)),
    errors: new TextDecoder().decode(stderr),
  };
}

Deno.test("runTree() ends with exit code 0 after an ordered end, and leaves no process", async () => {
  using folders = makeFolders();
  const { code, notices, errors } = await runRoot({ folders, cells: CELLS, script: BARS.slice(0, 3) });
  assert.deepEqual([code, errors], [0, ""]);
  assert.equal(pidsOf(notices).length, 2);
  expectGone(pidsOf(notices));
  assert.equal(outcomeIn(folders, { cells: CELLS }).journal.length, 3);
});

Deno.test("runTree() ends with exit code 70 where the budgets are spent, and leaves no process", async () => {
  using folders = makeFolders();
  const broken = { id: "worker/broken", actors: [{ address: "broken", kind: "unheard of", args: null }] };
  const { code, notices, errors } = await runRoot({
    ...{ folders, script: BARS.slice(0, 3), cells: { vault: CELLS.vault, deck: [...CELLS.deck, broken] } },
    ...{ cellFlags: { intensity: 1 }, rootFlags: { intensity: 1 } },
  });
  assert.equal(code, 70);
  assert.match(errors, /FatalError: The root gave up on cell deck \(intensity\): .*worker\/broken/);
  assert.match(errors, /load_failed: .*"unheard of"/);
  const gaveUp = notices.flatMap((notice) =>
    notice.kind === "GaveUp" ? [`${notice.supervisor}: ${notice.child}`] : []
  );
  assert.deepEqual(gaveUp, ["deck: worker/broken", "deck: worker/broken", "root: deck"]);
  const failures = notices.filter((notice) =>
    notice.kind === "WorkerFailed" && notice.worker === "worker/broken"
  );
  assert.equal(failures.length, 4, "one restart of the worker in each of two lives of its cell");
  assert.equal(pidsOf(notices).length, 3);
  expectGone(pidsOf(notices));
  assert.deepEqual(outcomeIn(folders, { cells: CELLS }).journal, [], "the world waits for the whole tree");
});

function hostOptions(folders: ToyFolders): TreeHostOptions {
  return {
    tree: toyTree({ folders, cells: CELLS }),
    world: scriptedWorld(BARS.slice(0, 3)),
    cellModule: new URL("./cell.ts", import.meta.url).href,
    runDir: folders.run,
  };
}

Deno.test("createTreeHost() refuses a run folder that another root uses, until that one has ended", async () => {
  using folders = makeFolders();
  await withToy(folders, { cells: CELLS, script: BARS }, async ({ host, ended, until }) => {
    await until("the first root works", ({ actors }) => actors.some(({ processed }) => processed > 0));
    assert.throws(() => createTreeHost(hostOptions(folders)), (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.equal(
        error.message,
        `Cannot start a root in "${folders.run}" as no other may use the folder: current value is process ${Deno.pid}, ` +
          `which holds "${folders.run}/root.lock"; stop it first, or use another folder`,
      );
      return true;
    });
    host.stop();
    assert.equal(await ended, "stopped");
  });
  const host = createTreeHost(hostOptions(folders));
  assert.equal(await host.run(), "done");
  await assert.rejects(host.run(), /Cannot run a tree host twice/);
});
