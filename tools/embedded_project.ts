/**
 * The list of embedded files of this project, read from its folder.
 *
 * @module
 */

import { type Embedded, embeddedFiles } from "./embedded.ts";
import { formatBreach } from "./report.ts";
import { projectRoot, readSources } from "./sources.ts";

/** Skipped at the root: produced, not written. */
const SKIPPED = new Set(["run", "coverage", "node_modules", ".git"]);

/** Reads the project; throws Error where a file it needs is not known or not there. */
export function readEmbedded(root = projectRoot()): Embedded {
  const embedded = embeddedFiles(readSources(root), projectFiles(root));
  if (embedded.breaches.length === 0) return embedded;
  throw new Error(
    `Cannot pack the program as its files are not all known:\n${
      embedded.breaches.map(formatBreach).join("\n")
    }`,
  );
}

/** Every file under the root, with `/` between the parts; symbolic links are not followed. */
export function projectFiles(root = projectRoot()): string[] {
  const files: string[] = [];
  const walk = (folder: string) => {
    for (const { name, isDirectory, isFile } of Deno.readDirSync(`${root}/${folder}`)) {
      if (folder === "" && SKIPPED.has(name)) continue;
      if (isDirectory) walk(`${folder}${name}/`);
      else if (isFile) files.push(folder + name);
    }
  };
  walk("");
  return files.sort();
}
