import assert from "node:assert/strict";
import { Rng } from "../../core/mod.ts";
import { drawBlocks, shuffle } from "./resample.ts";
import { near } from "./statistics_fixture.ts";

Deno.test("shuffle() keeps every place and makes each order of three about as often", () => {
  const rng = Rng.create("orders");
  const seen: Record<string, number> = {};
  for (let i = 0; i < 6000; i++) {
    const places = Int32Array.of(0, 1, 2);
    shuffle(places, rng);
    seen[places.join("")] = (seen[places.join("")] ?? 0) + 1;
  }
  assert.equal(Object.keys(seen).length, 6);
  for (const [order, count] of Object.entries(seen)) near(count, 1000, 0.12, order);
});

Deno.test("drawBlocks() draws every place alike, in blocks of the stated mean length", () => {
  for (const meanBlock of [1, 8]) {
    const places = new Int32Array(40_000);
    drawBlocks(places, 50, { meanBlock, rng: Rng.create("blocks") });
    const counts = new Float64Array(50);
    let joints = 0;
    places.forEach((place, i) => {
      counts[place] += 1;
      if (i > 0 && place === (places[i - 1] + 1) % 50) joints += 1;
    });
    counts.forEach((count) => near(count, 800, meanBlock === 1 ? 0.15 : 0.4, "count of a place"));
    // a block also goes on where a new one begins at the next place by chance, 1 time in 50
    const wanted = 1 - 1 / meanBlock + 1 / meanBlock / 50;
    assert.ok(Math.abs(joints / 40_000 - wanted) < 0.01, `${joints / 40_000} joints, wanted ${wanted}`);
  }
});

Deno.test("drawBlocks() refuses blocks shorter than one", () => {
  assert.throws(() => drawBlocks(new Int32Array(3), 3, { meanBlock: 0.5, rng: Rng.create("x") }), {
    name: "RangeError",
    message: "Cannot resample as 'meanBlock' must be at least 1: current value is 0.5",
  });
});
