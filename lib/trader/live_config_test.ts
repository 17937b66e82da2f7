import assert from "node:assert/strict";
import { LiveConfig } from "./live_config.ts";

const change = (version: string, afterMs: number) =>
  ({ kind: "ConfigChanged", version, knobs: { x: Number(version) }, afterMs }) as const;

Deno.test("LiveConfig puts each change into force with the first bar that closes after its time", () => {
  const config = LiveConfig.create();
  const at = (closeMs: number) => {
    LiveConfig.advance(config, closeMs);
    return [config.version, config.knobs.x];
  };
  LiveConfig.take(config, change("1", 10));
  LiveConfig.take(config, change("2", 20));
  // told for the same bars: the last word counts
  LiveConfig.take(config, change("3", 20));
  assert.deepEqual([at(10), at(15), at(20), at(21)], [
    ["", undefined],
    ["1", 1],
    ["1", 1],
    ["3", 3],
  ]);
  assert.deepEqual(config.coming, []);
  assert.equal(LiveConfig.isDue(config, Infinity), false);
});
