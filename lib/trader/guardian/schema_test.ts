import assert from "node:assert/strict";
import { protectionConfig } from "./schema.ts";

Deno.test("protectionConfig fills in the defaults of the decisions page: 5 s naked, 2 s a call", () => {
  const { max_naked_ms, call_deadline_ms, guard_after_ms, every_ms } = protectionConfig.parse({});
  assert.deepEqual([max_naked_ms, call_deadline_ms, guard_after_ms, every_ms], [5000, 2000, 2000, 1000]);
});

const REFUSED: readonly [string, Record<string, unknown>][] = [
  ["leaves no time for a stop before the position is closed at 4500 ms", { guard_after_ms: 4500 }],
  ["must not be above every_ms", { every_ms: 200 }],
  ["Unrecognized key", { every: 1 }],
];

for (const [want, config] of REFUSED) {
  Deno.test(`protectionConfig refuses ${JSON.stringify(config)}`, () => {
    const parsed = protectionConfig.safeParse(config);
    assert.ok(!parsed.success && parsed.error.issues.some(({ message }) => message.includes(want)));
  });
}
