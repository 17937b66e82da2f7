// impure-ok: test suite
import assert from "node:assert/strict";
import { messageId } from "./envelope.ts";
import {
  beforeAndAfter,
  envelope,
  freeBatch,
  handled,
  pending,
  type Promised,
} from "./commit_rows_fixture.ts";

/**
 * What a port does for workers with an emergency log: what they sent in an outage was released, so that the rows of its
 * handling may come before those of its sending.
 */
export const LATE_PROMISES: readonly Promised[] = [
  ["commit() takes a sending after its handling, and leaves it out of the outbox", (subject) => {
    const sender = subject.port.raiseEpoch("sender");
    const receiver = subject.port.raiseEpoch("receiver");
    const sends = [1, 2, 3].map((seq) => envelope("a", seq, "c"));
    const input = { ...sends[0], atMs: sends[0].atMs + 9 };
    subject.port.commit(freeBatch([handled("c", 1, { input })]), receiver);
    subject.port.commit(freeBatch([handled("a", 1, { sends, seqAfter: 3 })]), sender);
    for (const port of beforeAndAfter(subject)) {
      assert.deepEqual(pending(port).map(messageId), ["a#2", "a#3"]);
      assert.deepEqual(port.load("a", 1).outbox, sends.slice(1));
      assert.deepEqual(port.load("c", 1).inputs.map((row) => row.input), [input]);
    }
    const port = subject.reopen();
    port.commit(freeBatch([handled("c", 2, { input: sends[2] })]), receiver);
    assert.deepEqual(pending(port), []);
  }],
];
