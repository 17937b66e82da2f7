/**
 * Reads the project's TypeScript into one plain record, so that every check is a function of text.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { TEST_FILE_REGEXP } from "./layer_rules.ts";

/** Source text by path from the project root, with `/` between the parts; keys sorted. */
export type Sources = Readonly<Record<string, string>>;

const SOURCE_REGEXP = /\.tsx?$/;
/** Skipped at any depth, and skipped at the root alone: what is produced, not written. */
const SKIPPED_ANYWHERE = new Set(["node_modules", ".git"]);
const SKIPPED_AT_ROOT = new Set(["run", "coverage"]);

/** The folder above this one, so that a check judges the tree it lies in, wherever it is started from. */
export function projectRoot(): string {
  return fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
}

/** Reads every .ts and .tsx file under `root`; symbolic links are not followed. */
export function readSources(root: string): Sources {
  const paths: string[] = [];
  walk(root, "", paths);
  return Object.fromEntries(paths.sort().map((path) => [path, Deno.readTextFileSync(`${root}/${path}`)]));
}

/** Whether a path is test code: by its name (a `_test.ts`, `_contract.ts` or `_fixture.ts`), or as part of tests/. */
export function isTest(path: string): boolean {
  return path.startsWith("tests/") || TEST_FILE_REGEXP.test(path);
}

function walk(root: string, folder: string, paths: string[]): void {
  for (const entry of Deno.readDirSync(`${root}/${folder}`)) {
    if (SKIPPED_ANYWHERE.has(entry.name) || (folder === "" && SKIPPED_AT_ROOT.has(entry.name))) continue;
    const path = folder + entry.name;
    if (entry.isDirectory) walk(root, `${path}/`, paths);
    else if (entry.isFile && SOURCE_REGEXP.test(entry.name)) paths.push(path);
  }
}
