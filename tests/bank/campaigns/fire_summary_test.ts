import assert from "node:assert/strict";
import { readOptions } from "./fire_options.ts";
import { Fire } from "./fire_state.ts";
import { summarize } from "./fire_summary.ts";

Deno.test("summarize() tells what was tried, and what of it was found wrong", () => {
  const fire = Fire.create({
    options: readOptions([], "s"),
    delivery: "stepped",
    program: "/",
    folder: "/",
    signal: new AbortController().signal,
  });
  Object.assign(fire.totals, { forgedRefused: 3, othersRefused: 4, stalePackets: 5, staleTaken: 6 });
  Object.assign(fire.totals, { transfersAsked: 9, transfersHandled: 8, transfersLost: 1, rootsGaveUp: 2 });
  Object.assign(fire.totals, { moneyBefore: 80n, moneyAfter: 79n, banksAudited: 2, banksEqual: 1 });
  fire.judge.starts = 11;
  fire.judge.early = 7;
  const text = summarize(fire).join("\n");
  for (
    const told of [
      /^seed +s, stepped$/m,
      /^faults +0 of 500 asked for/m,
      /0 killed and 2 ended with exit code 70/,
      /^dead lives +18 attempts .*: 3 writes of zombies and 4 others .* 5 packets .*; accepted 6$/m,
      /^starts +7 before the exit proof, of 11 starts/m,
      /^money +80 before, 79 after, in 2 banks$/m,
      /^transfers +9 asked for, 8 handled, 1 lost, 0 doubled$/m,
      /^states +1 of 2 banks/m,
    ]
  ) assert.match(text, told);
  assert.doesNotMatch(summarize({ ...fire, delivery: "free" }).join("\n"), /^states/m);
});
