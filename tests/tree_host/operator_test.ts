import assert from "node:assert/strict";
import { LISTENER, scripted } from "../../lib/runtime/host_kinds_fixture.ts";
import { tell, to } from "../../lib/runtime/toy_actors_test.ts";
import {
  expectAsInline,
  lettersOf,
  makeFolders,
  starts,
  type ToyRunOptions,
  withToy,
} from "./toy_run_fixture.ts";

const TIMING = { heartbeatMs: 20, silenceMs: 20_000 };

/** Three actors that tell each other of every tick, for longer than any test waits. */
function chatter(): ToyRunOptions {
  const ring = ["a", "b", "c"];
  const actors = ring.map((address, i) => {
    const next = to(ring[(i + 1) % 3], { kind: "Told" });
    return scripted(address, { Tick: { sends: [next] } });
  });
  const script = Array.from(
    { length: 20_000 },
    (_, i) => tell(i, ring[i % 3], { kind: i % 7 === 0 ? "Tick" : "Quiet" }),
  );
  const worker = (i: number) => ({ id: `worker/${ring[i]}`, actors: [actors[i]] });
  return {
    script,
    timing: TIMING,
    cells: { vault: [worker(0), worker(1)], deck: [worker(2)] },
    snapshotEvery: 50,
  };
}

Deno.test("restart() restarts one worker in order and nobody else, without a trace in the journal", async () => {
  using folders = makeFolders();
  const options = chatter();
  await withToy(folders, options, async ({ host, notices, ended, seen, until }) => {
    await seen("c is ready", (notice) => notice.kind === "WorkerReady" && notice.worker === "worker/c");
    for (const life of [1, 2, 3]) {
      await until(`a works in life ${life}`, ({ actors }) => {
        return actors.some(({ address, processed }) => address === "a" && processed > 10);
      });
      host.restart("worker/a");
      const isBack = await seen(
        `a is back in life ${life + 1}`,
        (notice) =>
          notice.kind === "WorkerReady" && notice.worker === "worker/a" && notice.incarnation === life + 1,
      );
      assert.ok(isBack);
    }
    assert.throws(
      () => host.restart("worker/x"),
      /Cannot restart a worker as there is none called "worker\/x"/,
    );
    const { actors } = await until("all three work", (metrics) => metrics.actors.length === 3);
    assert.deepEqual(actors.map(({ restarts, lastError }) => [restarts, lastError]), Array(3).fill([0, ""]));
    host.stop();
    assert.equal(await ended, "stopped");
    assert.deepEqual(starts(notices), { journal: 1, "worker/a": 4, "worker/b": 1, "worker/c": 1 });
    const ends = notices.flatMap((notice) => notice.kind === "WorkerGone" ? [notice.reason.kind] : []);
    assert.deepEqual(ends, Array(7).fill("shutdown"));
  });
  await expectAsInline(folders, options);
});

for (const [cell, worker] of [["deck", "worker/c"], ["vault", "worker/b"]] as const) {
  Deno.test(`killCell() ends the process of ${cell}, whose workers start again in another, without a trace in the journal`, async () => {
    using folders = makeFolders();
    const options = { ...chatter(), rootFlags: { intensity: 1 } };
    await withToy(folders, options, async ({ host, notices, ended, seen, until }) => {
      await until("all three work", ({ actors }) => actors.length === 3);
      const before = host.metrics().pids;
      host.killCell(cell);
      await seen(
        `${worker} is back`,
        (notice) => notice.kind === "WorkerReady" && notice.worker === worker && notice.incarnation === 2,
      );
      await until("all three work again", ({ actors }) => actors.length === 3);
      const after = host.metrics().pids;
      const isSame = Object.keys(before).map((id) => [id, before[id] === after[id]]);
      assert.deepEqual(Object.fromEntries(isSame), { vault: cell !== "vault", deck: cell !== "deck" });
      assert.deepEqual(host.metrics().restarts, { [cell]: 1 });
      host.stop();
      assert.equal(await ended, "stopped");
      const lives = (id: string) => options.cells[cell].some((one) => one.id === id) ? 2 : 1;
      const workers = ["worker/a", "worker/b", "worker/c"].map((id) => [id, lives(id)]);
      assert.deepEqual(starts(notices), {
        journal: cell === "vault" ? 2 : 1,
        ...Object.fromEntries(workers),
      });
      assert.deepEqual(host.metrics().pids, {});
      assert.throws(() => host.killCell("x"), /Cannot kill a cell as there is none called "x"/);
    });
    await expectAsInline(folders, options);
  });
}

Deno.test("metrics() count what each actor handled, and how long it took", async () => {
  using folders = makeFolders();
  const rally = { a: 60, b: 30 };
  const options: ToyRunOptions = {
    script: [
      ...Array.from({ length: 30 }, () => tell(1, "a", { kind: "Serve" })),
      ...Array.from({ length: 20_000 }, (_, i) => tell(2 + i, "listener", { kind: "Bar" })),
    ],
    timing: TIMING,
    cells: {
      vault: [{
        id: "worker/ab",
        actors: [
          scripted("a", { Serve: { sends: [to("b", { kind: "Return" })] } }),
          scripted("b", { Return: { sends: [to("a", { kind: "Caught" })] } }),
        ],
      }],
      deck: [{ id: "worker/listener", actors: [LISTENER] }],
    },
  };
  await withToy(folders, options, async ({ host, ended, until }) => {
    const metrics = await until(
      "the rally is over and the listener works",
      (metrics) =>
        metrics.actors.length === 3 && metrics.actors.every(({ address, processed }) => {
          return processed >= (rally[address as keyof typeof rally] ?? 10);
        }),
    );
    const { actors, pids, restarts, staleWrites } = metrics;
    for (const { address, processed, handlingUs, ...rest } of actors) {
      assert.equal(handlingUs.reduce((sum, count) => sum + count, 0), processed, address);
      if (address === "listener") continue;
      assert.equal(processed, rally[address as keyof typeof rally]);
      assert.deepEqual(rest, {
        ...{ worker: "worker/ab", cell: "vault", isHalted: false, restarts: 0, lastError: "" },
        ...{ depth: 0, oldestMs: 0, failed: 0, duplicates: 0, conflated: 0, refused: 0, unsettled: 0 },
        reportsDropped: 0,
      });
    }
    assert.deepEqual([restarts, lettersOf(metrics), staleWrites], [{}, {}, 0]);
    assert.deepEqual(Object.keys(pids), ["vault", "deck"]);
    host.stop();
    assert.equal(await ended, "stopped");
  });
});

Deno.test("metrics() show what waits behind a message that hangs, until its worker is declared dead and goes on", async () => {
  using folders = makeFolders();
  const cells: ToyRunOptions["cells"] = {
    vault: [{
      id: "worker/source",
      actors: [
        scripted("source", {
          Go: { sends: [1, 2, 3].map((count) => to("listener", { kind: "Hi", count })) },
        }),
      ],
    }],
    deck: [{
      id: "worker/listener",
      actors: [LISTENER],
      wrap: [{ kind: "hang_once", args: { messageId: "source#1" } }],
    }],
  };
  const script = [tell(1, "source", { kind: "Go" })];
  const timing = { heartbeatMs: 50, silenceMs: 800 };
  const options: ToyRunOptions = {
    script,
    cells,
    timing,
    cellFlags: { intensity: 5 },
    rootFlags: { intensity: 5 },
  };
  await withToy(folders, options, async ({ notices, ended, seen, until, host }) => {
    const { actors } = await until("two wait", (metrics) => metrics.actors.some(({ depth }) => depth === 2));
    assert.ok(actors.find(({ address }) => address === "listener")!.oldestMs > 0);
    const failed = await seen(
      "the silence",
      (notice) => notice.kind === "WorkerFailed" && notice.worker === "worker/listener",
    );
    assert.ok(failed.kind === "WorkerFailed");
    assert.match(
      `${failed.reason.kind}: ${failed.reason.detail}`,
      /^silence: busy with one message for \d+ ms$/,
    );
    assert.equal(await ended, "done");
    assert.equal(starts(notices)["worker/source"], 1);
    assert.equal(host.metrics().restarts["worker/listener"], 1);
  });
  await expectAsInline(folders, options);
});
