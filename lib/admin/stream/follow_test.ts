/// <reference lib="dom" />
import assert from "node:assert/strict";
import { follow } from "../client/stream.ts";

/** What the page uses of a browser's EventSource, in the test's hands. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static last: FakeSource;
  readyState = 1;
  constructor(readonly url: string) {
    super();
    FakeSource.last = this;
  }
  say(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }
  close(): void {}
}

/** The page's side of the stream, from event 100 on. */
function setUp() {
  const taken: number[] = [];
  let resets = 0;
  const { EventSource: source, setInterval: timer } = globalThis;
  Object.assign(globalThis, { EventSource: FakeSource, setInterval: () => 0 });
  follow(100, {
    onEvent: ({ seq }) => void taken.push(seq),
    onReset: () => void (resets += 1),
    onLive() {},
    onLost() {},
  });
  Object.assign(globalThis, { EventSource: source, setInterval: timer });
  const event = (seq: number) => FakeSource.last.say("fill", { seq });
  return { taken, resets: () => resets, event, say: FakeSource.last.say.bind(FakeSource.last) };
}

Deno.test("follow() reads all anew once where events are missing, and goes on after what is read then", () => {
  const { taken, resets, event, say } = setUp();
  assert.equal(FakeSource.last.url, "/api/stream?after=100");
  say("hello", { lastSeq: 900, after: 100, isReset: false });
  say("gap", { from: 101, to: 600 });
  for (const seq of [250, 500]) event(seq);
  say("gap", { from: 501, to: 700 });
  for (const seq of [701, 900, 901]) event(seq);
  assert.deepEqual(taken, [901]);
  assert.equal(resets(), 1);
  say("gap", { from: 902, to: 950 });
  event(951);
  assert.deepEqual(taken, [901, 951]);
  assert.equal(resets(), 2);
});

Deno.test("follow() begins anew with the numbers of another journal", () => {
  const { taken, resets, event, say } = setUp();
  say("hello", { lastSeq: 100, after: 100, isReset: false });
  for (const seq of [101, 101, 102]) event(seq);
  say("hello", { lastSeq: 5, after: 5, isReset: true });
  for (const seq of [6, 7]) event(seq);
  assert.deepEqual(taken, [101, 102, 6, 7]);
  assert.equal(resets(), 1);
});
