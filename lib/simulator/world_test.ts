import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Tape } from "./tape.ts";
import { type BarText, tapeOf } from "./exchange_fixture.ts";
import { createTapeWorld, type MarketAdvanced } from "./world.ts";

const TAPE = tapeOf(Array<BarText>(18).fill([100, 100, 100, 100]));

function rest(world: ReturnType<typeof createTapeWorld>) {
  const messages = [];
  for (let m = world.next(); m !== null; m = world.next()) messages.push(m);
  return messages;
}

Deno.test("createTapeWorld() tells every instant of the tape, with rising numbers and no time going back", () => {
  const messages = rest(createTapeWorld(TAPE, "venue/paper"));
  deepStrictEqual(
    messages.map(({ atMs, body }) => {
      const { bar, phase } = body as MarketAdvanced;
      return { bar, phase, atMs };
    }),
    [...Tape.instants(TAPE)],
  );
  strictEqual(messages.length, 18 * 5 + 2); // settlements at 8:00 and 16:00
  for (const [i, m] of messages.entries()) {
    const { kind, bar, phase } = m.body as MarketAdvanced;
    deepStrictEqual([m.to, kind, m.seq], ["venue/paper", "MarketAdvanced", bar * 6 + phase + 1]);
    if (i > 0) strictEqual(m.seq > messages[i - 1].seq && m.atMs >= messages[i - 1].atMs, true);
  }
});

Deno.test("createTapeWorld().seek() goes on after any number, its gaps included", () => {
  const all = rest(createTapeWorld(TAPE, "venue/paper"));
  const world = createTapeWorld(TAPE, "venue/paper");
  for (let seq = 0; seq <= 18 * 6 + 3; seq++) {
    world.seek(seq);
    deepStrictEqual(rest(world), all.filter((m) => m.seq > seq));
  }
  strictEqual(world.next(), null);
  throws(() => world.seek(-1), RangeError);
});
