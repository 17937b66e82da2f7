import assert from "node:assert/strict";
import type { Telling } from "./notification.ts";
import { T0 } from "./outlet_fixture.ts";
import { RepeatFilter } from "./repeat_filter.ts";

const SPEC = { windowMs: 60_000, topics: 3 };

const telling = (key: string, change: Partial<Telling> = {}): Telling => ({
  ...{ level: "info", key, variant: "", text: `of ${key}`, atMs: T0, ...change },
});

function filter() {
  const state = RepeatFilter.create();
  return {
    state,
    take: (it: Telling, afterMs = 0) =>
      RepeatFilter.take(SPEC, state, it, T0 + afterMs).map((one) => one.text),
    due: (afterMs: number) => RepeatFilter.due(SPEC, state, T0 + afterMs),
    next: () => RepeatFilter.nextMs(SPEC, state),
  };
}

Deno.test("RepeatFilter holds repeats back within the window, and tells how many when it ends", () => {
  const { take, due, next } = filter();
  assert.deepEqual(take(telling("a")), ["of a"]);
  assert.equal(next(), null);
  assert.deepEqual(take(telling("a", { text: "second" }), 1), []);
  assert.deepEqual(take(telling("a", { text: "third" }), 59_999), []);
  assert.deepEqual(take(telling("b"), 59_999), ["of b"]);
  assert.equal(next(), T0 + 60_000);
  assert.deepEqual(due(59_999), []);
  assert.deepEqual(due(60_000), [
    telling("a", { text: "2 repeats since 2024-01-01 00:00 UTC, the last: third" }),
  ]);
});

Deno.test("RepeatFilter tells of a flood once a window, and forgets what has ended", () => {
  const { take, due, next, state } = filter();
  take(telling("a"));
  take(telling("a"), 10);
  due(60_000);
  assert.deepEqual(take(telling("a"), 60_010), []);
  assert.match(due(120_000)[0].text, /^1 repeat since 2024-01-01 00:01 UTC/);
  assert.equal(next(), null);
  assert.deepEqual(due(180_000), []);
  assert.deepEqual(state.topics, []);
  assert.deepEqual(take(telling("a"), 180_000), ["of a"]);
});

Deno.test("RepeatFilter lets a change and a louder repeat through at once, after the count of what was held", () => {
  const on = telling("a", { variant: "on", text: "on" }), off = telling("a", { variant: "off", text: "off" });
  const { take } = filter();
  take(on);
  take(on, 1);
  const held = "1 repeat since 2024-01-01 00:00 UTC, the last: on";
  assert.deepEqual(take(off, 2), [held, "off"]);
  assert.deepEqual(take(on, 3), ["on"]);
  assert.deepEqual(take({ ...on, level: "critical" }, 4), ["on"]);
  assert.deepEqual(take({ ...on, level: "warning" }, 5), []);
});

Deno.test("RepeatFilter tells what comes after the window, also if nobody looked when it ended", () => {
  const { take } = filter();
  take(telling("a"));
  take(telling("a"), 59_999);
  assert.deepEqual(take(telling("a"), 60_000), [
    "1 repeat since 2024-01-01 00:00 UTC, the last: of a",
    "of a",
  ]);
});

Deno.test("RepeatFilter says the loudest level of what it held", () => {
  const { take, due } = filter();
  take(telling("a", { level: "critical" }));
  take(telling("a", { level: "critical" }), 1);
  take(telling("a", { level: "info" }), 2);
  assert.deepEqual(due(60_000).map((it) => it.level), ["critical"]);
});

Deno.test("RepeatFilter closes the oldest topic early where there are too many, and loses no count", () => {
  const { take, state } = filter();
  for (const key of ["a", "b", "c"]) take(telling(key));
  take(telling("a"), 1);
  assert.deepEqual(take(telling("d"), 2), ["1 repeat since 2024-01-01 00:00 UTC, the last: of a", "of d"]);
  assert.deepEqual(state.topics.map((topic) => topic.key), ["b", "c", "d"]);
});

Deno.test("RepeatFilter keeps a summary within the longest text", () => {
  const { take, due } = filter();
  take(telling("a"));
  take(telling("a", { text: "x".repeat(1_000) }), 1);
  const [{ text }] = due(60_000);
  assert.equal(text.length, 1_000);
  assert.ok(text.endsWith("x…"));
});
