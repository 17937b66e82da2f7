import assert from "node:assert/strict";
import { addRestart, countOf, type RestartRecord } from "./restart_window.ts";

const CASES = [
  { name: "keeps one that is exactly a period old", at: 1_100, kept: [100, 500, 1_100] },
  { name: "forgets one that is older by 1 ms", at: 1_101, kept: [500, 1_101] },
  { name: "keeps several of the same ms", at: 500, kept: [100, 500, 500] },
  { name: "forgets all after a long calm", at: 9_000, kept: [9_000] },
];

for (const { name, at, kept } of CASES) {
  Deno.test(`addRestart() ${name}`, () => {
    const before: RestartRecord[] = [{ id: "a", atMs: 100 }, { id: "b", atMs: 500 }];
    const after = addRestart(before, { id: "a", atMs: at }, 1_000);
    assert.deepEqual(after.map(({ atMs }) => atMs), kept);
    assert.equal(before.length, 2);
  });
}

Deno.test("countOf() counts one child", () => {
  const restarts = [{ id: "a", atMs: 1 }, { id: "b", atMs: 2 }, { id: "a", atMs: 2 }];
  assert.deepEqual(["a", "b", "c"].map((id) => countOf(restarts, id)), [2, 1, 0]);
});
