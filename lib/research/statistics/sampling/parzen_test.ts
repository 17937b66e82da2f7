import assert from "node:assert/strict";
import { Rng } from "../../../core/mod.ts";
import { Parzen } from "./parzen.ts";

const CASES = [[], [0.5], [0, 1], [0.2, 0.21, 0.22, 0.9]];

Deno.test("Parzen.density() has an area of one and is above 0 everywhere", () => {
  for (const shares of CASES) {
    const parzen = Parzen.of(shares);
    let area = 0;
    for (let i = 0; i < 2000; i++) {
      const density = Parzen.density(parzen, (i + 0.5) / 2000);
      assert.ok(density > 0);
      area += density / 2000;
    }
    assert.ok(Math.abs(area - 1) < 1e-3, `${area}`);
  }
});

Deno.test("Parzen.draw() follows the density", () => {
  for (const shares of CASES) {
    const parzen = Parzen.of(shares);
    const rng = Rng.create("parzen");
    const counts = new Float64Array(10);
    for (let i = 0; i < 10_000; i++) counts[Math.floor(Parzen.draw(parzen, rng) * 10)] += 1;
    counts.forEach((count, cell) => {
      let wanted = 0;
      for (let i = 0; i < 100; i++) wanted += Parzen.density(parzen, (cell + (i + 0.5) / 100) / 10) * 10;
      assert.ok(
        Math.abs(count - wanted) < 4.5 * Math.sqrt(wanted),
        `${count} in cell ${cell}, wanted ${wanted}`,
      );
    });
  }
});

Deno.test("Parzen.of() makes bells as wide as the gap to the farther neighbour, within bounds", () => {
  const { centres, widths } = Parzen.of([0.9, 0.2, 0.21]);
  assert.deepEqual(centres, [0.2, 0.21, 0.9]);
  assert.deepEqual(widths.map((width) => Number(width.toFixed(9))), [0.25, 0.69, 0.69]);
});
