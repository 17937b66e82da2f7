import assert from "node:assert/strict";
import { createEventStreams } from "./event_streams.ts";
import { createListener, createTestJournal } from "./journal_fixture.ts";

const SPEC = {
  ...{ maxClients: 20, bufferBytes: 65_536, recentEvents: 64, heartbeatMs: 1000, every: () => () => {} },
  onFault: (error: unknown) => assert.fail(String(error)),
};
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Streams over a journal, and a way to read one to an event. */
function setUp(spec: Partial<typeof SPEC> = {}) {
  const journal = createTestJournal();
  const streams = createEventStreams(journal, { ...SPEC, ...spec });
  const open = (after: number, closed?: Promise<unknown>) => {
    const stream = streams.open(after, { mayListen: () => true, ...(closed && { closed }) });
    return stream === null ? null : createListener(stream);
  };
  return { journal, streams, open };
}

type Heard = NonNullable<ReturnType<ReturnType<typeof setUp>["open"]>>;

async function takeUntil(listener: Heard, id: number): Promise<void> {
  while (listener.ids().at(-1) !== id) assert.ok(await listener.take(), `ended before ${id}`);
}

const gaps = ({ heard }: Heard) =>
  heard.filter(({ event }) => event === "gap").map(({ id, data }) => ({ id, ...JSON.parse(data) }));

Deno.test("who resumes from before what is kept is told what is gone, before what is left of it", async () => {
  const { journal, open } = setUp();
  journal.commit(700);
  journal.prune(600, 250);
  const listener = open(100)!;
  await takeUntil(listener, 700);
  assert.deepEqual(listener.ids(), [250, 500, ...range(601, 700)]);
  assert.deepEqual(gaps(listener), [{ id: null, from: 101, to: 600 }]);
  assert.deepEqual(listener.heard.map(({ event }) => event).slice(0, 2), ["hello", "gap"]);
  await listener.leave();
});

Deno.test("who resumes at or after the first event that is kept is told of no gap", async () => {
  const { journal, open } = setUp();
  journal.commit(700);
  journal.prune(600);
  for (const after of [600, 650, 700]) {
    const listener = open(after)!;
    journal.commit(1);
    await takeUntil(listener, journal.lastSeq());
    assert.deepEqual(gaps(listener), [], `after ${after}`);
    await listener.leave();
  }
});

Deno.test("retention that overtakes a client under way, or one that is live, is told", async () => {
  const { journal, open } = setUp();
  journal.commit(1300);
  const behind = open(0)!, live = open(1300)!;
  await behind.take();
  await behind.take();
  await live.take();
  assert.equal(behind.ids().at(-1), 500);
  journal.writeOnly(20);
  journal.prune(1310);
  journal.settle();
  await takeUntil(live, 1320);
  assert.deepEqual(gaps(live), [{ id: null, from: 1301, to: 1310 }]);
  await takeUntil(behind, 1320);
  const missing = range(1, 1320).filter((id) => !behind.ids().includes(id));
  const [{ from, to }] = gaps(behind);
  assert.deepEqual(missing, range(from, to));
  await behind.leave();
  await live.leave();
});

Deno.test("twenty clients that come back at once cost the store about what one does", async () => {
  const { journal, open } = setUp();
  journal.commit(2000);
  const alone = open(30)!;
  await takeUntil(alone, 2000);
  await alone.leave();
  const one = journal.reads;
  assert.equal(one, 4);
  const listeners = Array.from({ length: 20 }, (_, i) => open(30 + i % 3)!);
  await Promise.all(listeners.map((listener) => takeUntil(listener, 2000)));
  // one page more for each place they begin at, as those before the first to come do not have all of its page
  assert.ok(journal.reads - one <= one + 2, `${journal.reads - one} reads`);
  for (const [i, listener] of listeners.entries()) assert.deepEqual(listener.ids(), range(31 + i % 3, 2000));
  await Promise.all(listeners.map((listener) => listener.leave()));
});

Deno.test("who comes back to others that listen is told of a short break without the store", async () => {
  const { journal, open } = setUp();
  journal.commit(100);
  const other = open(100)!;
  await other.take();
  journal.commit(60);
  const before = journal.reads;
  const listeners = Array.from({ length: 19 }, (_, i) => open(100 + i)!);
  for (const listener of listeners) await takeUntil(listener, 160);
  assert.equal(journal.reads, before);
  for (const listener of [other, ...listeners]) await listener.leave();
});

Deno.test("connections of dropped clients hold as many places at most as clients do, until they are closed", async () => {
  const { journal, streams, open } = setUp({ maxClients: 2, bufferBytes: 512 });
  const closed = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  for (const { promise } of closed) {
    await open(journal.lastSeq(), promise)!.take();
    for (let i = 0; i < 8; i++) {
      journal.commit(1);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  assert.deepEqual([streams.counts().clients, streams.counts().lingering], [0, 2]);
  assert.equal(open(0), null);
  closed[0]!.reject(new Error("reset"));
  await Promise.allSettled([closed[0]!.promise]);
  assert.equal(streams.counts().lingering, 1);
  const listener = open(journal.lastSeq())!;
  await listener.leave();
});
