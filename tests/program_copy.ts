/**
 * The program as a copy, with some of its lines changed: what a campaign finds when a guard is taken away.
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

const PROGRAM = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** Copies parts of the program into `folder`, which must exist, and changes the copy. Throws as `patched`. */
export async function copyProgram(
  folder: string,
  parts: readonly string[],
  patches: readonly Patch[],
): Promise<void> {
  for (const part of parts) await copy(`${PROGRAM}/${part}`, `${folder}/${part}`);
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
