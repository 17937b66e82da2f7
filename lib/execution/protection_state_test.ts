import { strictEqual } from "node:assert/strict";
import { ProtectiveSlot } from "./protection.ts";
import { type Protection, protectionOf } from "./protection_state.ts";

/** A slot of stops: those that rest, as steps and ticks, and those on their way. */
function stopsOf(
  resting: readonly (readonly [number, number])[],
  pending: readonly (readonly [number, number])[] = [],
): ProtectiveSlot {
  const slot = ProtectiveSlot.create();
  for (const [i, [steps, ticks]] of [...resting, ...pending].entries()) {
    ProtectiveSlot.sent(slot, `s${i}`, steps, ticks);
    if (i < resting.length) ProtectiveSlot.accepted(slot, `s${i}`);
  }
  return slot;
}

const WHOLE = [[900, 9900]] as const;
const BETTER = [[900, 9950]] as const;

for (
  const [name, held, isClosing, slot, expected] of [
    ["flat", 0, false, stopsOf(WHOLE), "none"],
    ["flat while closing", 0, true, stopsOf(WHOLE), "none"],
    ["no stop", 900, false, stopsOf([]), "placing"],
    ["a stop on its way", 900, false, stopsOf([], BETTER), "placing"],
    ["a stop for all of it", 900, false, stopsOf(WHOLE), "protected"],
    ["two stops for all of it", 900, false, stopsOf([[300, 9900], [600, 9900]]), "protected"],
    ["a better one on its way", 900, false, stopsOf(WHOLE, BETTER), "replacing"],
    ["one for a part", 1200, false, stopsOf(WHOLE), "replacing"],
    ["one at another price", 900, false, stopsOf([[900, 9800]]), "replacing"],
    ["one of two at another price", 900, false, stopsOf([[300, 9800], [600, 9900]]), "replacing"],
    ["closing under its stop", 900, true, stopsOf(WHOLE), "closing"],
    ["closing without", 900, true, stopsOf([]), "closing"],
  ] as readonly (readonly [string, number, boolean, ProtectiveSlot, Protection])[]
) {
  Deno.test(`protectionOf() a position with ${name} is ${expected}`, () => {
    strictEqual(protectionOf(held, isClosing, slot, 9900), expected);
  });
}
