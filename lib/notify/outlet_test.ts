import assert from "node:assert/strict";
import { createBench, DOWN, note, REFUSED, T0 } from "./outlet_fixture.ts";

Deno.test("Outlet delivers one at a time, in order, the loudest first", () => {
  const bench = createBench({ perWindow: 9 });
  for (
    const it of [note("a"), note("b"), note("w", "warning"), note("c1", "critical"), note("c2", "critical")]
  ) {
    bench.offer(it);
  }
  assert.deepEqual(bench.said(), ["a"]);
  for (let i = 0; i < 5; i++) bench.takes();
  assert.deepEqual(bench.said(), ["a", "c1", "c2", "w", "b"]);
  assert.deepEqual([bench.state.counts.taken, bench.state.counts.delivered], [5, 5]);
});

Deno.test("Outlet keeps the order of one key whatever the levels", () => {
  const key = "protection/A";
  const bench = createBench({ perWindow: 9 });
  bench.offer(note("busy"));
  bench.offer(note("restored", "warning", { key }));
  bench.offer(note("other", "warning"));
  bench.offer(note("lost", "critical", { key }));
  for (let i = 0; i < 4; i++) bench.takes();
  assert.deepEqual(bench.said(), ["busy", "restored", "lost", "other"]);
  // and when the earlier one has to be repeated
  const again = createBench();
  again.offer(note("restored", "warning", { key }));
  again.offer(note("lost", "critical", { key }));
  again.refuses();
  again.pass(1_000);
  again.takes();
  assert.deepEqual(again.said(), ["restored", "restored (2)", "lost"]);
});

Deno.test("Outlet leaves what is below its level to other channels", () => {
  const bench = createBench({ minLevel: "warning" });
  for (const it of [note("i"), note("w", "warning"), note("c", "critical")]) bench.offer(it);
  bench.takes();
  assert.deepEqual([bench.said(), bench.state.counts.taken], [["w", "c"], 2]);
});

Deno.test("Outlet holds back what is over the rate, and says so when the window ends", () => {
  const bench = createBench();
  for (const id of ["a", "b", "c", "d", "e"]) {
    bench.offer(note(id, id === "d" ? "warning" : "info"));
    if (bench.state.current !== null) bench.takes();
  }
  assert.deepEqual(bench.said(), ["a", "b", "c"]);
  bench.pass(59_999);
  assert.equal(bench.said().length, 3);
  bench.pass(1);
  const text =
    "2 notifications not told here (1 warning, 1 info) from 2024-01-01 00:00 UTC to 2024-01-01 00:00 UTC: " +
    "2 over the rate limit; the loudest: d";
  assert.deepEqual(bench.said().slice(3), [text]);
  assert.equal(bench.deliveries[3].notification.level, "warning");
  // the summary counts into the new window
  bench.takes();
  assert.deepEqual([bench.state.windowCount, bench.state.counts.heldByRate], [1, 2]);
});

Deno.test("Outlet never holds a critical notification back for the rate", () => {
  const bench = createBench({ perWindow: 1, queueSize: 50 });
  for (let i = 0; i < 20; i++) bench.offer(note(`c${i}`, "critical"));
  for (let i = 0; i < 20; i++) bench.takes();
  assert.equal(bench.said().length, 20);
  bench.offer(note("i"));
  assert.equal(bench.state.counts.heldByRate, 1);
});

Deno.test("Outlet displaces the oldest of the least important where the queue is full, and says so", () => {
  const bench = createBench({ perWindow: 99 });
  bench.offer(note("sent"));
  for (const id of ["a", "b", "c", "d"]) bench.offer(note(id));
  bench.offer(note("x", "critical"));
  bench.offer(note("y", "critical"));
  assert.deepEqual(bench.state.queue.map((it) => it.notification.id), ["x", "y", "c", "d"]);
  for (let i = 0; i < 6; i++) bench.takes();
  const summary = bench.said().find((text) => text.includes("not told here"));
  assert.match(summary ?? "", /^2 notifications not told here \(2 info\).*: 2 for want of room in the queue/);
  assert.deepEqual(bench.said().filter((text) => text !== summary), ["sent", "x", "y", "c", "d"]);
});

Deno.test("Outlet repeats under the same id with doubled waits up to the longest", () => {
  const bench = createBench();
  bench.offer(note("a", "critical"));
  const atMs: number[] = [];
  for (let i = 0; i < 6; i++) {
    bench.refuses();
    const before = bench.deliveries.length;
    while (bench.deliveries.length === before) bench.pass(100);
    atMs.push(bench.nowMs - T0);
  }
  assert.deepEqual(atMs, [1_000, 3_000, 7_000, 15_000, 23_000, 31_000]);
  assert.deepEqual([...new Set(bench.deliveries.map((it) => it.notification.id))], ["a"]);
  assert.deepEqual(bench.deliveries.map((it) => it.attempt), [1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("Outlet spreads repeats by the jitter, the same way each time", () => {
  const first = () => {
    const bench = createBench({ retry: { firstMs: 1_000, factor: 2, maxMs: 8_000, jitterPct: 50 } });
    bench.offer(note("a"));
    bench.refuses();
    return bench.state.queue[0].notBeforeMs - T0;
  };
  assert.equal(first(), first());
  assert.ok(first() >= 500 && first() <= 1_500 && first() !== 1_000, String(first()));
});

Deno.test("Outlet calls nobody before the time the channel asked for", () => {
  const bench = createBench();
  bench.offer(note("a"));
  bench.refuses({ ...DOWN, retryAfterMs: 9_000 });
  bench.offer(note("c", "critical"));
  bench.pass(8_999);
  assert.deepEqual(bench.said(), ["a"]);
  bench.pass(1);
  assert.deepEqual(bench.said(), ["a", "c"]);
});

Deno.test("Outlet tries a critical notification at once while a lesser one waits to be repeated", () => {
  const bench = createBench();
  bench.offer(note("a"));
  bench.refuses();
  bench.offer(note("c", "critical"));
  assert.deepEqual(bench.said(), ["a", "c"]);
});

Deno.test("Outlet gives up after the level's budget, counts it, and says so once the channel works", () => {
  const bench = createBench();
  bench.offer(note("a"));
  while (bench.givenUp.length === 0) {
    bench.refuses();
    bench.pass(8_000);
  }
  const [{ attempts, why, isOwn }] = bench.givenUp;
  assert.deepEqual([attempts, why, isOwn], [3, "HTTP 503", false]);
  // while the channel fails, nothing is said of it
  bench.pass(600_000);
  assert.deepEqual(bench.said(), ["a", "a (2)", "a (3)"]);
  bench.offer(note("b"));
  bench.takes();
  bench.pass(0);
  assert.match(
    bench.said().at(-1)!,
    /^1 notification not told here .*: 1 not taken by the channel; the loudest: a$/,
  );
});

Deno.test("Outlet gives up at once what may not be repeated", () => {
  const bench = createBench();
  bench.offer(note("a", "critical"));
  bench.refuses(REFUSED);
  assert.deepEqual(bench.givenUp.map((it) => [it.notification.id, it.attempts]), [["a", 1]]);
  bench.pass(600_000);
  assert.deepEqual(bench.said(), ["a"]);
});

Deno.test("Outlet takes a summary that is not told back into the count", () => {
  const bench = createBench({ perWindow: 1 });
  bench.offer(note("a"));
  bench.offer(note("b"));
  bench.takes();
  bench.pass(60_000);
  assert.match(bench.said().at(-1)!, /^1 notification not told/);
  bench.refuses(REFUSED);
  bench.offer(note("c", "critical"));
  bench.takes();
  bench.pass(60_000);
  assert.match(bench.said().at(-1)!, /^1 notification not told here \(1 info\).*: 1 over the rate limit/);
});

Deno.test("Outlet takes a missing answer for a failure, twice for the last, and a late one for nothing", () => {
  const bench = createBench();
  bench.offer(note("a", "critical"));
  bench.pass(30_000);
  assert.equal(bench.state.counts.failed, 1);
  bench.pass(1_000);
  assert.deepEqual(bench.said(), ["a", "a (2)"]);
  bench.pass(30_000);
  assert.deepEqual(bench.givenUp.map((it) => it.why), ["no answer within 30000 ms"]);
  bench.takes();
  bench.refuses();
  assert.deepEqual([bench.state.counts.late, bench.state.counts.delivered], [2, 0]);
});
