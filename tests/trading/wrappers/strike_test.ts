import assert from "node:assert/strict";
import type { CommitPort, Message } from "../../../lib/runtime/mod.ts";
import type { JournalStore } from "../../../lib/runtime/worker/registry.ts";
import { INPUT, recordingContext } from "../../bank/wrappers/wrap_context_fixture.ts";
import { poison, poisoned, type PoisonNote } from "./poison.ts";
import { type Strike, strike, type StrikeArgs, type StrikeNote, struckStore } from "./strike.ts";

const LIVES: readonly Strike[] = [{ way: "throw", nth: 3 }, { way: "load" }];

const wayOf = ({ notes }: ReturnType<typeof recordingContext>) =>
  (notes as StrikeNote[]).map(({ strike }) => strike);

Deno.test("strike() ends a life at its nth message, and notes it just before", () => {
  const context = recordingContext({ incarnation: 1 });
  const { before } = strike({ lives: LIVES, at: "actor" }, context);
  before(INPUT);
  before(INPUT);
  assert.deepEqual(context.notes, []);
  assert.throws(() => before(INPUT), /^Error: Injected fault: throw$/);
  assert.deepEqual(context.notes, [
    { strike: "throw", worker: "worker/0", incarnation: 1, messageId: "account/1#1", logicalMs: 5 },
  ]);
  assert.equal(before(INPUT), undefined, "once per life");
});

Deno.test("strike() fails at load, and leaves lives beyond its plan alone", () => {
  const second = recordingContext({ incarnation: 2 }), third = recordingContext({ incarnation: 3 });
  assert.throws(
    () => strike({ lives: LIVES, at: "actor" }, second),
    /^Error: Injected strike: worker\/0#2 fails to load$/,
  );
  assert.deepEqual(wayOf(second), ["load"]);
  const { before } = strike({ lives: LIVES, at: "actor" }, third);
  for (let i = 0; i < 10; i++) before(INPUT);
  assert.deepEqual(third.notes, []);
});

/** Stores so many commits, one after the other, in a journal that is struck. */
function commit(args: Omit<StrikeArgs, "at">, times: number) {
  const context = recordingContext();
  let stored = 0;
  const store = struckStore({ commit: () => void stored++ } as unknown as JournalStore);
  strike({ ...args, at: "journal" }, context);
  let threw = 0;
  for (let i = 0; i < times; i++) {
    try {
      store.commit(...[] as unknown as Parameters<CommitPort["commit"]>);
    } catch {
      threw++;
    }
  }
  return { context, stored, threw };
}

Deno.test("strike() ends a journal's life at its nth commit: before it is stored by a throw", () => {
  const { context, stored, threw } = commit({ lives: [{ way: "throw", nth: 2 }] }, 4);
  assert.deepEqual([wayOf(context), stored, threw], [["throw"], 3, 1]);
});

Deno.test("strike() ends a journal's life at its nth commit: after it is stored by a rejection", async () => {
  const seen = Promise.withResolvers<PromiseRejectionEvent>();
  const listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    seen.resolve(event);
  };
  globalThis.addEventListener("unhandledrejection", listener);
  const { context, stored, threw } = commit({ lives: [{ way: "rejection", nth: 2 }] }, 2);
  assert.deepEqual([wayOf(context), stored, threw], [["rejection"], 2, 0]);
  assert.equal((await seen.promise).reason.message, "Injected strike: rejection");
  globalThis.removeEventListener("unhandledrejection", listener);
});

Deno.test("struckStore() closes where its store does, and only there", () => {
  let closed = 0;
  struckStore({ close: () => void closed++ } as unknown as JournalStore).close!();
  assert.equal(closed, 1);
  assert.equal(struckStore({} as JournalStore).close, undefined);
});

Deno.test("poison() throws on its message in every life, and on no other", () => {
  for (const incarnation of [1, 2, 3]) {
    const context = recordingContext({ incarnation });
    const { before } = poison({ kind: "Transfer", by: { id: "account/1#1" } }, context);
    before({ ...INPUT, seq: 2 });
    before({ ...INPUT, body: { kind: "Other" } });
    assert.throws(() => before(INPUT), /^Error: Injected poison: Transfer account\/1#1$/);
    assert.throws(() => before(INPUT), /poison/);
    assert.equal((context.notes[0] as PoisonNote).incarnation, incarnation);
  }
});

Deno.test("poison() knows a bar by when it opened", () => {
  const { before } = poison({ kind: "BarClosed", by: { openMs: 60 } }, recordingContext());
  const bar = (openMs: number) => ({ ...INPUT, body: { kind: "BarClosed", openMs } as Message });
  before(bar(0));
  assert.throws(() => before(bar(60)), /Injected poison: BarClosed/);
});

Deno.test("poisoned() lets a port reject what is poison, and perform all else", async () => {
  const { before } = poison({ kind: "Deliver", by: { id: "n#2" }, at: "port" }, recordingContext());
  before({ ...INPUT, from: "n", seq: 2, body: { kind: "Deliver" } });
  let performed = 0;
  const port = poisoned({ perform: () => Promise.resolve((performed++, [])) });
  assert.ok("perform" in port);
  const ctx = { nowMs: 0, self: "port/x", from: "n", messageId: "n#1" };
  await port.perform({ kind: "Deliver" }, ctx);
  await assert.rejects(
    port.perform({ kind: "Deliver" }, { ...ctx, messageId: "n#2" }),
    /Injected poison: Deliver n#2/,
  );
  assert.equal(performed, 1);
});
