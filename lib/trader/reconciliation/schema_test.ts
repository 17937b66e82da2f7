import assert from "node:assert/strict";
import { reconcileConfig } from "./schema.ts";

Deno.test("reconcileConfig fills in the defaults of the decisions page: every 10 s, adopt, two clean passes", () => {
  const { every_ms, unknown_position, clean_passes, clock_skew_ms } = reconcileConfig.parse({});
  assert.deepEqual([every_ms, unknown_position, clean_passes, clock_skew_ms], [10_000, "adopt", 2, 500]);
});

for (
  const config of [{ balance_tolerance: "-1" }, { clean_passes: 0 }, { unknown_position: "fight" }, {
    every: 1,
  }]
) {
  Deno.test(`reconcileConfig refuses ${JSON.stringify(config)}`, () => {
    assert.ok(!reconcileConfig.safeParse(config).success);
  });
}
