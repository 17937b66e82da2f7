import assert from "node:assert/strict";
import { delay } from "./delay.ts";
import { INPUT, recordingContext } from "./wrap_context_fixture.ts";

/** The delays that the first `count` messages would get, ms, without waiting for them. */
async function drawn(seed: string, incarnation: number, count = 200): Promise<number[]> {
  const waits: number[] = [];
  const realSetTimeout = globalThis.setTimeout;
  const fake = (resolve: () => void, ms: number) => {
    waits.push(ms);
    resolve();
  };
  globalThis.setTimeout = fake as unknown as typeof setTimeout;
  try {
    const { before } = delay({ seed, maxMs: 4 }, recordingContext({ incarnation }));
    for (let i = 0; i < count; i++) await before(INPUT);
  } finally {
    globalThis.setTimeout = realSetTimeout;
  }
  return waits;
}

Deno.test("delay() lets each message wait from 0 to maxMs, drawn from seed, worker and incarnation", async () => {
  const waits = await drawn("s", 1);
  assert.equal(waits.length, 200);
  assert.ok(waits.every((ms) => ms >= 0 && ms < 4));
  assert.ok(Math.min(...waits) < 0.4 && Math.max(...waits) > 3.6, "not spread");
  assert.deepEqual(await drawn("s", 1), waits);
  assert.notDeepEqual(await drawn("s", 2), waits);
  assert.notDeepEqual(await drawn("t", 1), waits);
});

Deno.test("delay() really waits", async () => {
  const startMs = performance.now();
  const { before } = delay({ seed: "s", maxMs: 30 }, recordingContext());
  for (let i = 0; i < 4; i++) await before(INPUT);
  assert.ok(performance.now() - startMs > 10);
});
