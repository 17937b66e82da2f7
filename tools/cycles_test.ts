import assert from "node:assert/strict";
import fc from "fast-check";
import { findCycles } from "./cycles.ts";

const CASES: { name: string; graph: Record<string, string[]>; expected: string[][] }[] = [
  { name: "no cycle in a diamond", graph: { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, expected: [] },
  { name: "a file that imports itself", graph: { a: ["a"] }, expected: [["a", "a"]] },
  { name: "a pair", graph: { a: ["b"], b: ["a"] }, expected: [["a", "b", "a"]] },
  {
    name: "the shortest way round",
    graph: { a: ["b", "c"], b: ["c"], c: ["a"] },
    expected: [["a", "c", "a"]],
  },
  {
    name: "two knots apart",
    graph: { a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] },
    expected: [["a", "b", "a"], ["c", "d", "c"]],
  },
  {
    name: "a knot reached from outside",
    graph: { a: ["c"], b: ["c"], c: ["b"] },
    expected: [["b", "c", "b"]],
  },
  { name: "nothing in unknown targets", graph: { a: ["z"] }, expected: [] },
];

for (const { name, graph, expected } of CASES) {
  Deno.test(`findCycles() finds ${name}`, () => assert.deepEqual(findCycles(graph), expected));
}

Deno.test("findCycles() finds none exactly where the files can be put in order", () => {
  const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
  fc.assert(
    fc.property(edges, (pairs) => {
      const graph: Record<string, string[]> = {};
      for (let i = 0; i < 8; i += 1) graph[i] = [];
      for (const [from, to] of pairs) graph[from].push(String(to));
      assert.equal(findCycles(graph).length === 0, canBeOrdered(graph));
      for (const cycle of findCycles(graph)) {
        assert.equal(cycle[0], cycle.at(-1));
        for (let i = 1; i < cycle.length; i += 1) assert.ok(graph[cycle[i - 1]].includes(cycle[i]));
      }
    }),
    { seed: 7, numRuns: 300 },
  );
});

/** Takes away leaves until nothing is left, or nothing more can be taken. */
function canBeOrdered(graph: Record<string, string[]>): boolean {
  const left = new Set(Object.keys(graph));
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const file of left) if (!graph[file].some((target) => left.has(target))) left.delete(file);
  }
  return left.size === 0;
}
