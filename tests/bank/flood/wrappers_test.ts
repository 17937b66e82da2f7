import assert from "node:assert/strict";
import { INPUT, recordingContext } from "../wrappers/wrap_context_fixture.ts";
import { mortal } from "./mortal.ts";
import { slow } from "./slow.ts";
import { stuck, STUCK_NOTE } from "./stuck.ts";

Deno.test("slow() takes its time for each message, and none once its time is over", async () => {
  const { before } = slow({ perMessageMs: 10, forMs: 60 });
  const startMs = performance.now();
  for (let i = 0; i < 3; i++) await before(INPUT);
  assert.ok(performance.now() - startMs >= 20);
  await new Promise((resolve) => setTimeout(resolve, 60));
  assert.equal(before(INPUT), undefined);
});

Deno.test("slow() saves up waits that no timer keeps", async () => {
  const { before } = slow({ perMessageMs: 1, forMs: 10_000 });
  const startMs = performance.now();
  let waits = 0;
  for (let i = 0; i < 40; i++) {
    const wait = before(INPUT);
    if (wait !== undefined) waits++;
    await wait;
  }
  assert.ok(performance.now() - startMs >= 30);
  assert.ok(waits <= 10, `${waits} waits`);
});

Deno.test("stuck() notes it, and hears nothing from then on", () => {
  const context = recordingContext();
  const thread = globalThis as { onmessage?: unknown };
  const { before } = stuck({ how: "deaf", afterMs: 0 }, context);
  thread.onmessage = () => {};
  before(INPUT);
  before(INPUT);
  assert.equal(thread.onmessage, null);
  assert.deepEqual(context.notes, [STUCK_NOTE]);
});

Deno.test("mortal() dies in as many lives as it was told", () => {
  for (const [incarnation, dies] of [[1, true], [2, true], [3, false]] as const) {
    const { before } = mortal({ lives: 2, afterMs: 0 }, recordingContext({ incarnation }));
    if (dies) {
      assert.throws(() => before(INPUT), { message: `Life ${incarnation} of worker/0 ends as it was to` });
    } else before(INPUT);
  }
});

Deno.test("mortal() lives its time, and tells of the locks around it", async () => {
  const context = recordingContext();
  const { before } = mortal({ lives: 1, afterMs: 10_000 }, context);
  before(INPUT);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(context.notes, [{ locks: 0 }]);
});
