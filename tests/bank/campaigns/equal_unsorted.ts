/**
 * The program without its sorting, as a copy: what stepped delivery comes to when the order of arrival decides.
 *
 * @module
 */

/** One change of a source file; `find` must be in it exactly once. */
export interface Patch {
  /** Relative to the program's folder. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

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

const PROGRAM = new URL("../../..", import.meta.url).pathname.replace(/\/$/, "");

/** All that a bank's processes read. */
const PARTS = ["deno.json", "deno.lock", "lib", "tests/bank"];

/** Copies the program into `folder`, which must exist, and changes the copy. Throws as `patched`. */
export async function copyPatched(folder: string, patches: readonly Patch[]): Promise<void> {
  for (const part of PARTS) await copy(`${PROGRAM}/${part}`, `${folder}/${part}`);
  for (const patch of patches) {
    const path = `${folder}/${patch.file}`;
    await Deno.writeTextFile(path, patched(await Deno.readTextFile(path), patch));
  }
}

/** The changed text. Throws Error unless the place is there exactly once: the program has changed, and the patch must too. */
export function patched(text: string, { file, find, replace }: Patch): string {
  const pieces = text.split(find);
  if (pieces.length === 2) return pieces.join(replace);
  throw new Error(
    `Cannot patch ${file} as it must have "${find}" exactly once: current value is ${
      pieces.length - 1
    } times`,
  );
}

async function copy(from: string, to: string): Promise<void> {
  const { isDirectory } = await Deno.stat(from);
  if (!isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}
