import assert from "node:assert/strict";
import { letter } from "./agent_fixture.ts";
import { beforeHandling } from "./before_handling.ts";
import type { HandlingWrapper } from "./registry.ts";

const input = letter(1, { kind: "Hello" });

function wrapper(name: string, said: string[], wait?: Promise<void>): HandlingWrapper {
  return {
    before: () => {
      said.push(name);
      return wait;
    },
  };
}

Deno.test("beforeHandling() asks all in order, and answers no promise if nobody waits", () => {
  const said: string[] = [];
  assert.equal(beforeHandling([wrapper("one", said), wrapper("two", said)], input), undefined);
  assert.deepEqual(said, ["one", "two"]);
  assert.equal(beforeHandling([], input), undefined);
});

Deno.test("beforeHandling() asks the next one when the one before has waited", async () => {
  const said: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiters = [
    wrapper("one", said),
    wrapper("two", said, promise),
    wrapper("three", said, Promise.resolve()),
  ];
  const all = beforeHandling(waiters, input);
  await Promise.resolve();
  assert.deepEqual(said, ["one", "two"]);
  resolve();
  await all;
  assert.deepEqual(said, ["one", "two", "three"]);
});

Deno.test("beforeHandling() throws and rejects as the wrapper does", async () => {
  const throws: HandlingWrapper = {
    before: () => {
      throw new Error("at once");
    },
  };
  assert.throws(() => beforeHandling([throws], input), /at once/);
  await assert.rejects(
    async () => await beforeHandling([wrapper("one", [], Promise.resolve()), throws], input),
    /at once/,
  );
});
