import assert from "node:assert/strict";
import type { ProcessFigures } from "./process_figures.ts";
import { Samples } from "./samples.ts";

/** 20 samples, in the second half of which one figure is another. */
function samples(change: Partial<ProcessFigures>): Samples {
  const usual: ProcessFigures = { pssMib: 50, ownMib: 40, threads: 4, descriptors: 20 };
  return new Map([["root", Array.from({ length: 20 }, (_, i) => i < 10 ? usual : { ...usual, ...change })]]);
}

const CASES: readonly { readonly change: Partial<ProcessFigures>; readonly breach: RegExp | null }[] = [
  { change: {}, breach: null },
  { change: { ownMib: 45 }, breach: null },
  {
    change: { ownMib: 47 },
    breach: /^memory of its own, MiB of root: 40 at 20 % of the run, 47 at its end$/,
  },
  { change: { threads: 7 }, breach: /^threads of root: 4 / },
  { change: { descriptors: 23 }, breach: /^descriptors of root: 20 / },
  // whoever else runs the same program decides that too
  { change: { pssMib: 90 }, breach: null },
];

for (const { change, breach } of CASES) {
  Deno.test(`Samples.breaches() of ${JSON.stringify(change)} is ${breach ?? "nothing"}`, () => {
    const found = Samples.breaches(samples(change));
    if (breach === null) assert.deepEqual(found, []);
    else assert.match(found.join("\n"), breach);
  });
}

Deno.test("Samples.take() leaves out a process that is over", () => {
  const none: Samples = new Map();
  Samples.take(none, [["gone", 2 ** 30]]);
  assert.equal(none.size, 0);
});
