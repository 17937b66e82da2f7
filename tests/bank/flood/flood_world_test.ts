import assert from "node:assert/strict";
import { FLOWS } from "./flood_tree.ts";
import { floodWorld, receiverOf } from "./flood_world.ts";

Deno.test("floodWorld() gives on and on until its time is over", () => {
  let nowMs = 5_000;
  const world = floodWorld(2, () => nowMs);
  assert.equal(world.next()?.seq, 1);
  nowMs = 6_999;
  assert.equal(world.next()?.seq, 2);
  nowMs = 7_000;
  assert.equal(world.next(), null);
});

Deno.test("floodWorld() starts each source of quotes, and gives ticks to all others", () => {
  const world = floodWorld(1, () => 0);
  const told = Array.from({ length: 5_000 }, () => world.next()!);
  const starts = told.filter(({ body }) => body.kind === "Start").map(({ to }) => to);
  const sourcesOf = (isData: boolean) =>
    FLOWS.filter(({ lane }) => (lane === "data") === isData).map(({ source }) => source).sort();
  assert.deepEqual(starts.sort(), sourcesOf(true));
  assert.deepEqual([...new Set(told.slice(starts.length).map(({ to }) => to))].sort(), sourcesOf(false));
});

Deno.test("receiverOf() leaves latecomers out until the others have filled what they fill", () => {
  const late = new Set(FLOWS.filter(({ isLate }) => isLate).map(({ source }) => source));
  const isLate = (_: unknown, i: number) => late.has(receiverOf(i + 1));
  assert.ok(!Array.from({ length: 2_000 }, isLate).includes(true));
  assert.equal(Array.from({ length: 2_500 }, isLate).filter(Boolean).length, late.size);
});
