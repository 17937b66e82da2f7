/**
 * The program without its sorting, as a copy: what stepped delivery comes to when the order of arrival decides.
 *
 * @module
 */
import { copyProgram, type Patch } from "../../program_copy.ts";

export { type Patch, patched } from "../../program_copy.ts";

/**
 * Switches the sorting off. Each alone changes nothing in this bank, whose transfers are all of one lane: the other still
 * puts them in order. Nothing else does: workers are given, and handle, what they get in the order of the delivery.
 */
export const UNSORTED: readonly Patch[] = [
  {
    // the sorting that the rule asks for: what is delivered stays as it was released
    file: "lib/runtime/conductor.ts",
    find: "const inputs = conductor.waiting.sort(compareEnvelopes);",
    replace: "const inputs = conductor.waiting;",
  },
  {
    // rows are sorted for the journal, and what they sent is released in that order: by sender and sequence, which is
    // the order of delivery again. Unsorted, they lie as their workers answered
    file: "lib/runtime/root/stepped_round.ts",
    find: "return all.sort(compareRows);",
    replace: "return all;",
  },
];

/** All that a bank's processes read. */
const PARTS = ["deno.json", "deno.lock", "lib", "tests/bank", "tests/lines.ts", "tests/program_copy.ts"];

/** Copies the bank's program into `folder`, which must exist, and changes the copy. Throws as `patched`. */
export function copyPatched(folder: string, patches: readonly Patch[]): Promise<void> {
  return copyProgram(folder, PARTS, patches);
}
