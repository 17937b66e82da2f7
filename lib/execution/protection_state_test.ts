import { strictEqual } from "node:assert/strict";
import { ProtectiveSlot } from "./protection.ts";
import { type Protection, protectionOf } from "./protection_state.ts";

/** A stop of 900 steps at 9900 that rests, with what differs. */
const resting = (change: Partial<ProtectiveSlot> = {}): ProtectiveSlot => ({
  ...ProtectiveSlot.create(),
  ...{ workingId: "a", workingSteps: 900, workingTicks: 9900 },
  ...change,
});

const pending = { pendingId: "b", pendingSteps: 900, pendingTicks: 9950 };

for (
  const [name, held, isClosing, slot, expected] of [
    ["flat", 0, false, resting(), "none"],
    ["flat while closing", 0, true, resting(), "none"],
    ["no stop", 900, false, ProtectiveSlot.create(), "placing"],
    ["a stop on its way", 900, false, { ...ProtectiveSlot.create(), ...pending }, "placing"],
    ["a stop that is being cancelled", 900, false, resting({ cancelling: true }), "placing"],
    ["a stop for all of it", 900, false, resting(), "protected"],
    ["a better one on its way", 900, false, resting(pending), "replacing"],
    ["one for a part", 1200, false, resting(), "replacing"],
    ["one at another price", 900, false, resting({ workingTicks: 9800 }), "replacing"],
    ["closing under its stop", 900, true, resting(), "closing"],
    ["closing without", 900, true, ProtectiveSlot.create(), "closing"],
  ] as readonly (readonly [string, number, boolean, ProtectiveSlot, Protection])[]
) {
  Deno.test(`protectionOf() a position with ${name} is ${expected}`, () => {
    strictEqual(protectionOf(held, isClosing, slot, 9900), expected);
  });
}
