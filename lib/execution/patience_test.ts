import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { againDelayMs, Hold } from "./patience.ts";
import { callConfig } from "./schema.ts";

const config = callConfig.parse({ again_min_ms: 500, again_max_ms: 4000 });

Deno.test("againDelayMs() doubles up to the cap", () => {
  deepStrictEqual([1, 2, 3, 4, 5, 100].map((n) => againDelayMs(config, n, "")), [
    ...[500, 1000, 2000, 4000, 4000, 4000],
  ]);
});

Deno.test("againDelayMs() takes off up to a fifth by its salt, and differs from order to order", () => {
  const seen = new Set<number>();
  fc.assert(
    fc.property(fc.string({ maxLength: 36 }), (salt) => {
      const delayMs = againDelayMs(config, 4, salt);
      ok(Number.isInteger(delayMs) && delayMs >= 3200 && delayMs <= 4000, String(delayMs));
      seen.add(delayMs);
    }),
    { numRuns: 300, seed: 3 },
  );
  ok(seen.size > 15, `${seen.size} delays`);
});

Deno.test("Hold lets the first repetition go at once where it may, and starts over when one is taken", () => {
  const hold = Hold.create();
  const refused = (atOnce: boolean) => {
    Hold.refused(hold, config, 1000, "", atOnce);
    return hold.untilMs;
  };
  deepStrictEqual([refused(true), refused(true), refused(true)], [1000, 1500, 2000]);
  Hold.taken(hold);
  deepStrictEqual(hold, Hold.create());
  deepStrictEqual([refused(false), refused(false)], [1500, 2000]);
});
