import assert from "node:assert/strict";
import { SilenceWatch } from "./silence_watch.ts";

const TIMING = { heartbeatMs: 250, silenceMs: 1_000 };

type Event =
  | { readonly atMs: number; readonly look: readonly string[] }
  | { readonly atMs: number; readonly heard: string; readonly busyMs?: number }
  | { readonly atMs: number; readonly add: string };

/** Plays events; looks happen every 250 ms in between, but from `standsStill` to its end. */
function play(events: readonly Event[], standsStill: readonly [number, number] = [0, 0]): void {
  const watch = SilenceWatch.create(TIMING, 0);
  let lookMs = 250;
  for (const event of events) {
    for (; lookMs < event.atMs; lookMs += 250) {
      if (lookMs > standsStill[0] && lookMs < standsStill[1]) continue;
      assert.deepEqual(SilenceWatch.look(watch, lookMs), [], `at ${lookMs}`);
    }
    if ("add" in event) SilenceWatch.add(watch, event.add, event.atMs);
    else if ("heard" in event) SilenceWatch.heard(watch, event.heard, event.busyMs ?? 0, event.atMs);
    else assert.deepEqual(SilenceWatch.look(watch, event.atMs).map(({ name }) => name), event.look);
  }
}

const CASES: Readonly<Record<string, () => void>> = {
  "finds who says nothing for longer than the limit": () =>
    play([{ atMs: 100, add: "a" }, { atMs: 1_100, look: [] }, { atMs: 1_101, look: ["a"] }]),
  "tells it once": () =>
    play([{ atMs: 0, add: "a" }, { atMs: 1_001, look: ["a"] }, { atMs: 9_000, look: [] }]),
  "starts the period again at each heartbeat": () =>
    play([
      ...[{ atMs: 0, add: "a" }, { atMs: 900, heard: "a" }],
      ...[{ atMs: 1_800, heard: "a" }, { atMs: 2_801, look: ["a"] }],
    ]),
  "judges each alone": () =>
    play([
      ...[{ atMs: 0, add: "a" }, { atMs: 0, add: "b" }],
      ...[{ atMs: 900, heard: "b" }, { atMs: 1_001, look: ["a"] }, { atMs: 1_901, look: ["b"] }],
    ]),
  "finds who beats but hangs in one message": () =>
    play([
      ...[{ atMs: 0, add: "a" }, { atMs: 600, heard: "a", busyMs: 100 }],
      ...[{ atMs: 1_500, heard: "a", busyMs: 1_000 }, { atMs: 1_500, look: [] }],
      ...[{ atMs: 1_510, heard: "a", busyMs: 1_010 }, { atMs: 1_511, look: ["a"] }],
    ]),
  "forgets a message that was handled": () =>
    play([
      ...[{ atMs: 0, add: "a" }, { atMs: 900, heard: "a", busyMs: 900 }, { atMs: 1_000, heard: "a" }],
      ...[{ atMs: 1_100, heard: "a", busyMs: 10 }, { atMs: 1_900, look: [] }],
    ]),
  "gives everybody a fresh period after it stood still itself": () =>
    play([{ atMs: 0, add: "a" }, { atMs: 5_000, look: [] }, { atMs: 6_001, look: ["a"] }], [500, 5_000]),
  "does not count what stood still as time in one message": () =>
    play([
      ...[{ atMs: 0, add: "a" }, { atMs: 4_999, heard: "a", busyMs: 4_700 }, { atMs: 5_000, look: [] }],
      ...[{ atMs: 5_900, heard: "a", busyMs: 5_600 }, { atMs: 5_950, look: [] }],
      ...[{ atMs: 6_010, heard: "a", busyMs: 5_710 }, { atMs: 6_011, look: ["a"] }],
    ], [500, 5_000]),
  "takes a look that is one heartbeat late for a look": () =>
    play([{ atMs: 0, add: "a" }, { atMs: 750, look: [] }, { atMs: 1_001, look: ["a"] }], [250, 750]),
  "does not know who was not added": () => play([{ atMs: 100, heard: "x" }, { atMs: 3_000, look: [] }]),
};

for (const [name, run] of Object.entries(CASES)) Deno.test(`SilenceWatch.look() ${name}`, run);

Deno.test("SilenceWatch.remove() ends the watch", () => {
  const watch = SilenceWatch.create(TIMING, 0);
  SilenceWatch.add(watch, "a", 0);
  SilenceWatch.remove(watch, "a");
  SilenceWatch.look(watch, 500);
  SilenceWatch.look(watch, 1_000);
  assert.deepEqual(SilenceWatch.look(watch, 1_500), []);
});

Deno.test("SilenceWatch.look() bears longer with those that were added so", () => {
  const watch = SilenceWatch.create(TIMING, 0);
  SilenceWatch.add(watch, "a", 0);
  SilenceWatch.add(watch, "slow", 0, 3_000);
  const found = [250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000, 2_250, 2_500, 2_750, 3_000, 3_250]
    .flatMap((nowMs) => SilenceWatch.look(watch, nowMs).map(({ name }) => `${name} ${nowMs}`));
  assert.deepEqual(found, ["a 1250", "slow 3250"]);
});
