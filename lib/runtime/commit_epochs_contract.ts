// impure-ok: test suite
import assert from "node:assert/strict";
import type { CommitBatch, CommitPort, Epoch } from "./commit_port.ts";
import {
  batch,
  envelope,
  everything,
  freeBatch,
  handled,
  type PortUnderTest,
  type Promised,
  ROOT,
  snapshot,
} from "./commit_rows_fixture.ts";
import { FatalError, StaleEpochError } from "./errors.ts";
import { createInlineHost } from "./inline_host.ts";
import { listener, scriptedWorld, tell } from "./toy_actors_test.ts";

/** How a port keeps an earlier life of a writer from writing. */
export const EPOCH_PROMISES: readonly Promised[] = [
  ["raiseEpoch() counts each writer's lives from 1, also after reopening", checkNumbers],
  ["commit() in any epoch but its writer's newest throws StaleEpochError and stores nothing", checkStale],
  ["commit() of one writer does not care for the lives of another", checkIndependent],
  ["createInlineHost() on a store ends the host that was there before at its next commit", checkFence],
];

function checkNumbers(subject: PortUnderTest): void {
  const raised = (port: CommitPort) =>
    ["deck/1", "deck/1", "deck/2"].map((writer) => {
      const epoch = port.raiseEpoch(writer);
      assert.equal(epoch.writer, writer);
      return epoch.number;
    });
  assert.deepEqual(raised(subject.port), [1, 2, 1]);
  const port = subject.reopen();
  assert.deepEqual(raised(port), [3, 4, 2]);
  assert.equal(port.raiseEpoch(ROOT.writer).number, ROOT.number + 1);
}

/** Commits in a stale epoch; nothing may change. */
function assertRefused(port: CommitPort, what: CommitBatch, epoch: Epoch, newest: number): void {
  const before = everything(port);
  assert.throws(() => port.commit(what, epoch), (error: unknown) => {
    assert.ok(error instanceof StaleEpochError && error instanceof FatalError, String(error));
    assert.deepEqual([error.name, error.epoch, error.newest], ["StaleEpochError", epoch, newest]);
    assert.equal(
      error.message,
      `Cannot commit as writer ${epoch.writer} must be in its newest epoch ${newest}: current value is ` +
        `${epoch.number}; a later life of it has taken over, end this one`,
    );
    return true;
  });
  assert.deepEqual(everything(port), before);
}

function checkStale(subject: PortUnderTest): void {
  const newest = subject.port.raiseEpoch(ROOT.writer);
  const row = handled("a", 1, { sends: [envelope("a", 1, "b")] });
  const stepped = { ...batch(1, [row]), snapshots: [snapshot("a", 1, 1)] };
  const free = { ...stepped, rounds: null };
  const refuseAll = (port: CommitPort) => {
    for (const what of [stepped, free]) {
      assertRefused(port, what, ROOT, 2);
      assertRefused(port, what, { writer: ROOT.writer, number: 3 }, 2);
      for (const number of [0, 1]) assertRefused(port, what, { writer: "nobody", number }, 0);
    }
  };
  refuseAll(subject.port);
  const port = subject.reopen();
  refuseAll(port);
  port.commit(stepped, newest);
  assert.equal(port.load("a", 1).outbox.length, 1);
}

function checkIndependent({ port }: PortUnderTest): void {
  const [one, two] = ["deck/1", "deck/2"].map((writer) => port.raiseEpoch(writer));
  const again = port.raiseEpoch("deck/2");
  port.commit(freeBatch([handled("a", 1)]), one);
  port.commit(batch(1, []), ROOT);
  const rows = freeBatch([handled("b", 1)]);
  assertRefused(port, rows, two, 2);
  port.commit(rows, again);
  port.commit(freeBatch([handled("a", 2)]), one);
  assert.deepEqual([port.load("a", 1).inputs.length, port.load("b", 1).inputs.length], [2, 1]);
}

function checkFence({ port }: PortUnderTest): void {
  const bars = [1, 2, 3, 4].map((atMs) => tell(atMs, "a", { kind: "Bar" }));
  const start = () => createInlineHost({ actors: { a: listener }, world: scriptedWorld(bars), commit: port });
  const first = start();
  first.run({ maxRounds: 1 });
  const second = start();
  const before = everything(port);
  const fenced = new StaleEpochError({ writer: ROOT.writer, number: 2 }, 3);
  assert.throws(() => first.run(), fenced);
  assert.deepEqual(everything(port), before);
  assert.throws(() => first.run(), /failed earlier/);
  assert.equal(second.run(), "done");
  assert.deepEqual(port.resumePoint(), { lastRound: 4, atMs: 4, marketSeq: 4, pending: [] });
}
