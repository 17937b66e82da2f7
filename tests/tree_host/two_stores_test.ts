import assert from "node:assert/strict";
import { LISTENER, scripted } from "../../lib/runtime/host_kinds_fixture.ts";
import { messageId } from "../../lib/runtime/mod.ts";
import { tell, to } from "../../lib/runtime/toy_actors_test.ts";
import {
  expectAsInline,
  makeFolders,
  outcomeIn,
  type ToyRun,
  type ToyRunOptions,
  withToy,
} from "./toy_run_fixture.ts";
import { readOutcome } from "./toy_store.ts";
import { ownStorePath, type ToyFolders } from "./toy_tree.ts";

const BARS = 150;

/** A source tells an exchange with a store of its own, which tells back. */
function twoStores(): ToyRunOptions {
  const source = scripted("source", { Go: { sends: [to("exchange", { kind: "Order" })] } });
  const exchange = scripted("exchange", { Order: { sends: [to("listener", { kind: "Fill" })] } });
  return {
    script: Array.from({ length: BARS }, (_, i) => tell(i, "source", { kind: "Go" })),
    ownStore: "harbour",
    snapshotEvery: 50,
    rootFlags: { intensity: 3 },
    cells: {
      vault: [{ id: "worker/source", actors: [source] }, { id: "worker/listener", actors: [LISTENER] }],
      harbour: [{ id: "worker/exchange", actors: [exchange] }],
    },
  };
}

/** Kills a cell once its run is under way. */
async function killOnce({ host, until }: ToyRun, cell: string, actor: string): Promise<void> {
  await until("it is under way", ({ actors }) => {
    return actors.some(({ address, processed }) => address === actor && processed > 20);
  });
  host.killCell(cell);
}

/** What the cell's own store holds of the exchange. */
function ownRows(folders: ToyFolders): readonly string[] {
  return readOutcome(ownStorePath(folders), ["exchange"]).journal.map(({ input }) => messageId(input));
}

for (const cell of ["vault", "harbour"]) {
  Deno.test(`createTreeHost() keeps two stores at one, with the cell ${cell} killed on the way`, async () => {
    using folders = makeFolders();
    const options = twoStores();
    await withToy(folders, options, async (run) => {
      await killOnce(run, cell, "exchange");
      assert.equal(await run.ended, "done");
      assert.deepEqual(run.host.metrics().restarts, { [cell]: 1 });
    });
    await expectAsInline(folders, options);
    const orders = Array.from({ length: BARS }, (_, i) => `source#${i + 1}`);
    assert.deepEqual(ownRows(folders), orders, "each once");
    const { point } = readOutcome(ownStorePath(folders), ["exchange"]);
    assert.ok(point.pending.length <= 1, "what the tree has taken over has left the other's outbox");
  });
}

Deno.test("createTreeHost() lets a port perform and journals what it sends, with its cell killed on the way", async () => {
  using folders = makeFolders();
  const source = scripted("source", { Go: { sends: [to("post", { kind: "Letter" })] } });
  const options: ToyRunOptions = {
    script: Array.from({ length: BARS }, (_, i) => tell(i, "source", { kind: "Go" })),
    rootFlags: { intensity: 3 },
    cells: {
      vault: [{ id: "worker/source", actors: [source] }, { id: "worker/listener", actors: [LISTENER] }],
      bridge: [{ id: "worker/post", actors: [{ address: "post", kind: "port", args: { to: "listener" } }] }],
    },
  };
  await withToy(folders, options, async (run) => {
    await killOnce(run, "bridge", "post");
    assert.equal(await run.ended, "done");
    assert.deepEqual(run.host.metrics().restarts, { bridge: 1 });
  });
  const { journal, point } = outcomeIn(folders, options);
  const posted = journal.filter(({ actor }) => actor === "listener").map(({ input }) => input.body);
  assert.deepEqual(
    posted,
    Array.from({ length: BARS }, (_, i) => ({ kind: "Posted", name: `Letter source#${i + 1}` })),
  );
  assert.deepEqual(point.pending, []);
});
