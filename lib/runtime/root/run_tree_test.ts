import assert from "node:assert/strict";
import { FatalError } from "../errors.ts";
import { runTree, TREE_EXIT } from "./run_tree.ts";
import { endlessWorld, fakeTree, treeSpec, until } from "./fake_tree_fixture.ts";
import { createTreeHost, type TreeHost } from "./tree_host.ts";

function hostThat(run: TreeHost["run"]): TreeHost {
  return { run } as TreeHost;
}

Deno.test("runTree() answers 0 after an ordered end, and 70 where an invariant broke, which it tells", async () => {
  const told: Error[] = [];
  const onFatal = (error: FatalError) => void told.push(error);
  assert.equal(await runTree(hostThat(() => Promise.resolve("done")), { onFatal }), TREE_EXIT.ok);
  assert.deepEqual(told, []);
  const broken = new FatalError("broken");
  assert.equal(await runTree(hostThat(() => Promise.reject(broken)), { onFatal }), TREE_EXIT.fatal);
  assert.deepEqual(told, [broken]);
  assert.deepEqual(TREE_EXIT, { ok: 0, fatal: 70 });
});

Deno.test("runTree() hands its options on, and rejects with what is no broken invariant", async () => {
  let given: unknown;
  const host = hostThat((options) => {
    given = options;
    return Promise.reject(new RangeError("another root"));
  });
  const onFatal = () => assert.fail();
  await assert.rejects(runTree(host, { maxRounds: 3, onFatal }), new RangeError("another root"));
  assert.deepEqual(given, { maxRounds: 3 });
});

Deno.test("runTree() ends a tree in order on SIGINT and SIGTERM, and hears them only while it runs", async () => {
  const listeners = new Map<string, () => void>();
  const { addSignalListener, removeSignalListener } = Deno;
  // the real ones would end the test runner too
  Deno.addSignalListener = (signal, listener) => void listeners.set(signal, listener);
  Deno.removeSignalListener = (signal, listener) => {
    if (listeners.get(signal) === listener) listeners.delete(signal);
  };
  try {
    for (const signal of ["SIGINT", "SIGTERM"]) {
      using it = fakeTree({ world: endlessWorld("b") });
      const code = runTree(it.host, { onFatal: (error) => assert.fail(error) });
      await until(() => it.host.metrics().actors.some(({ processed }) => processed > 0), "work");
      listeners.get(signal)!();
      listeners.get(signal)!();
      assert.equal(await code, 0);
      const ends = it.notices.flatMap((notice) => notice.kind === "WorkerGone" ? [notice.reason.kind] : []);
      assert.deepEqual(ends, ["shutdown", "shutdown", "shutdown"]);
      assert.deepEqual([...listeners], []);
    }
  } finally {
    Object.assign(Deno, { addSignalListener, removeSignalListener });
  }
});

Deno.test("createTreeHost() takes its folder only while it runs: one that never runs keeps nobody out", async () => {
  using it = fakeTree({ world: endlessWorld("b") });
  const options = { tree: treeSpec(), world: endlessWorld("b"), cellModule: "none", runDir: it.runDir };
  const late = createTreeHost({ ...options, spawn: it.machine.spawn });
  const ended = it.run();
  await until(() => it.host.metrics().actors.length > 0, "work");
  const processes = it.machine.cells.length;
  await assert.rejects(late.run(), (error: Error) => {
    assert.match(error.message, /^Cannot start a root in .* as no other may use the folder/);
    return !(error instanceof FatalError);
  });
  assert.throws(() => createTreeHost(options), /no other may use the folder/);
  assert.equal(it.machine.cells.length, processes);
  it.host.stop();
  assert.equal((await ended).end, "stopped");
  const next = createTreeHost({ ...options, spawn: it.machine.spawn });
  next.stop();
  assert.equal(await next.run(), "stopped");
  await assert.rejects(next.run(), /Cannot run a tree host twice/);
});

Deno.test("createTreeHost() refuses a tree that is wrong, with all that is", () => {
  const tree = treeSpec({ cells: [], snapshotEvery: NaN });
  assert.throws(
    () => fakeTree({ tree }),
    /^TypeError: Cannot create a tree host as the tree is wrong: One worker must have a store.*; 'snapshotEvery'/,
  );
});
