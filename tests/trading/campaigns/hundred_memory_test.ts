import assert from "node:assert/strict";
import { Memory } from "./hundred_memory.ts";

Deno.test("Memory.parse() reads the proportional set size, and not one of its parts", () => {
  const rollup = "00400000-7fff rollup\nRss:  4096 kB\nPss_Anon:  7 kB\nPss:   2048 kB\nPss_File: 9 kB\n";
  assert.deepEqual(Memory.parse(rollup), { pssMib: 2, rssMib: 4 });
  assert.throws(() => Memory.parse("Rss: 1 kB"), /must have "Pss"/);
});
