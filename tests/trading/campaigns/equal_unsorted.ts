/**
 * The program without its sorting, as a copy: what stepped delivery comes to when the order of arrival decides.
 *
 * @module
 */
import { UNSORTED } from "../../bank/campaigns/equal_unsorted.ts";
import { copyProgram } from "../../program_copy.ts";

/** All that a paper run reads, the product and its double in tests. */
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
  "tests/bank/wrappers",
];

/** Copies the program into `folder`, which must exist; without sorting if `patches` are not told. */
export function copyUnsorted(folder: string, patches = UNSORTED): Promise<void> {
  return copyProgram(folder, PARTS, patches);
}
