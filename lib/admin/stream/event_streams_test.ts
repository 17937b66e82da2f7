import assert from "node:assert/strict";
import { createEventStreams, type StreamSpec } from "./event_streams.ts";
import { createListener, createTestJournal } from "./journal_fixture.ts";

/** Streams over a journal, with the beats in the test's hands. */
function setUp(spec: Partial<StreamSpec> = {}, bytes = 10) {
  const journal = createTestJournal(bytes);
  const beats = new Set<() => void>();
  const faults: unknown[] = [];
  const every = (_: number, call: () => void) => {
    beats.add(call);
    return () => void beats.delete(call);
  };
  const streams = createEventStreams(journal, {
    ...{ maxClients: 3, bufferBytes: 4096, recentEvents: 8, heartbeatMs: 1000, every },
    ...{ onFault: (error) => void faults.push(error) },
    ...spec,
  });
  const beat = () => [...beats].forEach((call) => call());
  const open = (after: number | null, mayListen = () => true) => {
    const stream = streams.open(after, { mayListen });
    assert.ok(stream !== null);
    return createListener(stream);
  };
  return { journal, beats, beat, streams, open, faults };
}

const LISTENER = { mayListen: () => true };
const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

/** Lets streams pull. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Takes until an event has come. */
async function takeUntil(listener: ReturnType<typeof createListener>, id: number): Promise<void> {
  while (listener.ids().at(-1) !== id) assert.ok(await listener.take(), `ended before ${id}`);
}

Deno.test("open() tells where it begins, then every event once and in order", async () => {
  const { journal, open } = setUp();
  journal.commit(2);
  const listener = open(null);
  await settled();
  journal.commit(3);
  await takeUntil(listener, 5);
  assert.deepEqual(listener.ids(), [3, 4, 5]);
  assert.deepEqual(JSON.parse(listener.heard[0].data), { lastSeq: 2, after: 2, isReset: false });
  assert.deepEqual(listener.heard.map(({ event }) => event), ["hello", "decision", "fill", "decision"]);
  assert.equal(JSON.parse(listener.heard[1].data).text, `line one\nline two ${"x".repeat(10)}`);
  await listener.leave();
});

Deno.test("open() resumes after an event of long ago, page by page, and goes live without a gap", async () => {
  const { journal, open } = setUp();
  journal.commit(1700);
  const listener = open(30);
  await listener.take();
  journal.commit(20);
  await takeUntil(listener, 1720);
  journal.commit(5);
  await takeUntil(listener, 1725);
  assert.deepEqual(listener.ids(), range(31, 1695));
  await listener.leave();
});

Deno.test("open() misses nothing where events are told before they can be read, or read before they are told", async () => {
  for (const first of ["tellOnly", "writeOnly"] as const) {
    const { journal, open } = setUp();
    journal.commit(2);
    const early = open(0);
    await takeUntil(early, 2);
    journal[first](4);
    const late = open(1);
    await settled();
    journal.settle();
    journal.commit(2);
    for (const listener of [early, late]) await takeUntil(listener, 8);
    assert.deepEqual(early.ids(), range(1, 8), first);
    assert.deepEqual(late.ids(), range(2, 7), first);
    await early.leave();
    await late.leave();
  }
});

Deno.test("open() waits for the store where more was told than is kept", async () => {
  const { journal, open, beat } = setUp({ recentEvents: 4 });
  const early = open(null);
  await settled();
  journal.tellOnly(20);
  const late = open(0);
  await settled();
  assert.deepEqual(late.ids(), []);
  journal.settle();
  beat();
  await takeUntil(late, 20);
  assert.deepEqual(late.ids(), range(1, 20));
  await early.leave();
  await late.leave();
});

Deno.test("open() begins anew for who knows a later event than there is", async () => {
  const { journal, open } = setUp();
  journal.commit(1);
  const listener = open(1_000_000);
  await listener.take();
  assert.deepEqual(JSON.parse(listener.heard[0].data), { lastSeq: 1, after: 1, isReset: true });
  journal.commit(1);
  await takeUntil(listener, 2);
  await listener.leave();
});

Deno.test("a client that takes nothing is dropped; the others miss nothing, and it can resume", async () => {
  const { journal, open, streams } = setUp({}, 500);
  const slow = open(null), quick = open(null);
  await slow.take();
  await settled();
  for (let i = 0; i < 20; i++) {
    journal.commit(1);
    await takeUntil(quick, i + 1);
  }
  assert.deepEqual(streams.counts(), { clients: 1, opened: 2, dropped: 1, events: 20, lingering: 0 });
  await assert.rejects(async () => {
    while (await slow.take());
  }, /too slow/);
  assert.deepEqual(quick.ids(), range(1, 20));
  const again = open(slow.ids().at(-1) ?? 0);
  await takeUntil(again, 20);
  assert.deepEqual([...slow.ids(), ...again.ids()], range(1, 20));
  await again.leave();
  await quick.leave();
});

Deno.test("a client that stops taking while it reads the past is dropped at the second beat", async () => {
  const { journal, open, streams, beat } = setUp({ bufferBytes: 16_384 });
  journal.commit(5000);
  const listener = open(0);
  await listener.take();
  await settled();
  beat();
  assert.equal(streams.counts().dropped, 0);
  beat();
  assert.equal(streams.counts().dropped, 1);
  await assert.rejects(async () => {
    while (await listener.take());
  }, /takes nothing/);
});

Deno.test("beats are signs of life, and end what may not listen any more", async () => {
  let mayListen = true;
  const { journal, open, beat, streams, beats } = setUp();
  journal.commit(1);
  const listener = open(null, () => mayListen);
  await listener.take();
  beat();
  await listener.take();
  assert.deepEqual(listener.heard.at(-1), { id: null, event: "heartbeat", data: '{"lastSeq":1}' });
  mayListen = false;
  beat();
  assert.equal(await listener.take(), false);
  assert.equal(streams.counts().clients, 0);
  assert.equal(beats.size, 0);
});

Deno.test("no more clients than allowed; listening and beats end with the last of them", async () => {
  const { journal, open, streams, beats } = setUp();
  const listeners = [open(null), open(null), open(null)];
  assert.equal(streams.open(null, LISTENER), null);
  assert.equal(journal.listeners, 1);
  for (const listener of listeners) await listener.leave();
  assert.equal(journal.listeners, 0);
  assert.equal(beats.size, 0);
  const again = open(null);
  streams.close();
  await again.take();
  assert.equal(await again.take(), false);
  assert.equal(streams.open(null, LISTENER), null);
  assert.equal(beats.size, 0);
});

Deno.test("a store that cannot be read ends the stream, and is told", async () => {
  const { journal, faults } = setUp();
  journal.commit(1);
  const events = () => {
    throw new Error("disk gone");
  };
  const streams = createEventStreams({ ...journal, events }, {
    ...{ maxClients: 1, bufferBytes: 4096, recentEvents: 8, heartbeatMs: 1000, every: () => () => {} },
    onFault: (error) => void faults.push(error),
  });
  const listener = createListener(streams.open(0, LISTENER)!);
  await assert.rejects(async () => {
    while (await listener.take());
  }, /cannot be read/);
  assert.match(String(faults[0]), /disk gone/);
  assert.equal(streams.counts().clients, 0);
});
