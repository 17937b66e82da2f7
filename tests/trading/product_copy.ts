/**
 * The product and its double in tests as a copy, with some of its lines changed: what a campaign finds when a guard is
 * taken away.
 *
 * @module
 */
import { copyProgram, type Patch } from "../program_copy.ts";

/** All that a paper run reads, with and without faults around it. */
const PARTS = [
  "deno.json",
  "deno.lock",
  "main.ts",
  "cli",
  "actors",
  "config",
  "lib",
  "migrations",
  "schemas",
  "tests/trading",
  "tests/bank",
  "tests/lines.ts",
  "tests/program_copy.ts",
];

/** Copies the product into `folder`, which must exist, and changes the copy. Throws as `patched`. */
export function copyProduct(folder: string, patches: readonly Patch[]): Promise<void> {
  return copyProgram(folder, PARTS, patches);
}
