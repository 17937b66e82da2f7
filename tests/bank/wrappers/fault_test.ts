import assert from "node:assert/strict";
import { fault, type FaultArgs, type FaultNote } from "./fault.ts";
import { act, type FaultKind } from "./fault_kinds.ts";
import { INPUT, recordingContext } from "./wrap_context_fixture.ts";

/** Fails at the first message. */
const AT_ONCE: FaultArgs = { seed: "s", kinds: ["throw"], meanMs: 0, journal: "journal" };

/** What the first message of each of so many lives does, and what was noted. */
function firstMessages(args: FaultArgs, lives: number) {
  const contexts = Array.from({ length: lives }, (_, i) => recordingContext({ incarnation: i + 1 }));
  return contexts.map((context) => {
    try {
      fault(args, context).before(INPUT);
      return { threw: "", notes: context.notes as FaultNote[] };
    } catch (error) {
      return { threw: error instanceof Error ? error.message : error, notes: context.notes as FaultNote[] };
    }
  });
}

Deno.test("fault() notes what it does just before, once per life", () => {
  const context = recordingContext({ incarnation: 7 });
  const { before } = fault(AT_ONCE, context);
  const beforeMs = Date.now();
  assert.throws(() => before(INPUT), /^Error: Injected fault: throw$/);
  const [{ atMs, ...note }] = context.notes as FaultNote[];
  assert.deepEqual(note, { fault: "throw", worker: "worker/0", incarnation: 7 });
  assert.ok(atMs >= beforeMs && atMs <= Date.now());
  assert.equal(before(INPUT), undefined);
  assert.equal(context.notes.length, 1);
});

Deno.test("fault() waits for its time, which is exponential: about e^-1 of the lives outlast the mean", () => {
  const realNow = Date.now;
  try {
    let nowMs = 1_000_000;
    Date.now = () => nowMs;
    let outlasted = 0;
    for (let incarnation = 1; incarnation <= 1_000; incarnation++) {
      nowMs = 1_000_000;
      const context = recordingContext({ incarnation });
      const { before } = fault({ ...AT_ONCE, meanMs: 10_000 }, context);
      before(INPUT);
      assert.equal(context.notes.length, 0, "it failed at once");
      nowMs += 10_000;
      try {
        before(INPUT);
        outlasted++;
      } catch { /* its time had come */ }
    }
    assert.ok(Math.abs(outlasted / 1_000 - Math.exp(-1)) < 0.05, `${outlasted} of 1000`);
  } finally {
    Date.now = realNow;
  }
});

Deno.test("fault() draws kinds as listed, from seed, worker and incarnation", () => {
  const args: FaultArgs = { ...AT_ONCE, kinds: ["throw", "throw_string", "data_clone", "stack"] };
  const kinds = (given: FaultArgs) => firstMessages(given, 400).map(({ notes }) => notes[0].fault);
  const drawn = kinds(args);
  for (const kind of args.kinds) {
    const count = drawn.filter((one) => one === kind).length;
    assert.ok(count > 60 && count < 140, `${kind}: ${count} of 400`);
  }
  assert.deepEqual(kinds(args), drawn);
  assert.notDeepEqual(kinds({ ...args, seed: "t" }), drawn);
});

Deno.test("fault() fails to load as often as it is told, and says so", () => {
  const runs = firstMessages({ ...AT_ONCE, kinds: [], loadProbability: 0.25 }, 400);
  const failed = runs.filter(({ threw }) => threw !== "");
  assert.ok(failed.length > 70 && failed.length < 130, String(failed.length));
  for (const { threw, notes } of failed) {
    assert.match(String(threw), /^Injected fault: worker\/0#\d+ fails to load$/);
    assert.equal(notes[0].fault, "load");
  }
  const sound = runs.filter(({ threw }) => threw === "");
  assert.ok(sound.every(({ notes }) => notes.length === 0), "without kinds nothing else happens");
});

Deno.test("act() throws in the ways that throw", () => {
  const scene = { context: recordingContext(), journal: "journal", zombieAfterMs: 0 };
  const thrown = (kind: FaultKind): unknown => {
    try {
      act(kind, scene);
    } catch (error) {
      return error;
    }
  };
  assert.ok(thrown("throw") instanceof Error);
  assert.equal(thrown("throw_string"), "Injected fault: throw_string");
  assert.equal((thrown("data_clone") as DOMException).name, "DataCloneError");
  assert.ok(thrown("stack") instanceof RangeError);
});

Deno.test("act() leaves a rejection to nobody", async () => {
  const scene = { context: recordingContext(), journal: "journal", zombieAfterMs: 0 };
  const seen = Promise.withResolvers<PromiseRejectionEvent>();
  const listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    seen.resolve(event);
  };
  globalThis.addEventListener("unhandledrejection", listener);
  assert.equal(act("rejection", scene), undefined);
  assert.equal((await seen.promise).reason.message, "Injected fault: rejection");
  globalThis.removeEventListener("unhandledrejection", listener);
});

Deno.test("fault() of a worker that handles nothing fails by a timer", async () => {
  const context = recordingContext();
  const { before } = fault({ ...AT_ONCE, kinds: ["close"], at: "timer" }, context);
  assert.equal(before(INPUT), undefined);
  assert.equal(context.notes.length, 0, "not by a message");
  const closed = Promise.withResolvers<void>();
  const realClose = self.close;
  self.close = closed.resolve;
  try {
    await closed.promise;
  } finally {
    self.close = realClose;
  }
  assert.equal((context.notes[0] as FaultNote).fault, "close");
});

Deno.test("act() is silent for ever where it is told so", async () => {
  // without an epoch it does not write either
  const scene = { context: recordingContext({ epoch: null }), journal: "journal", zombieAfterMs: 0 };
  const late = new Promise((resolve) => setTimeout(resolve, 20, "late"));
  assert.equal(await Promise.race([act("silence", scene), late]), "late");
});
