/**
 * Every file the program needs to run, derived from its code: what it imports, which files it starts as workers and cells,
 * and which it opens (migrations, configuration, page assets). A compiled program embeds them, a packed one ships them.
 *
 * @module
 */

import { COMPANION_FILES, COMPUTED_FILES, ENTRY } from "./embedded_rules.ts";
import { placesOf } from "./embedded_scan.ts";
import { importsOf } from "./imports.ts";
import type { Breach } from "./report.ts";
import { sortBreaches } from "./report.ts";
import { targetOf } from "./rooms.ts";
import type { Sources } from "./sources.ts";
import { tokenize } from "./tokens.ts";

/** Paths from the project root, sorted, each in one of the lists. */
export interface Embedded {
  /** Reached from the entry by imports; `deno compile` finds them by itself. */
  readonly imported: readonly string[];
  /** Modules that are started by URL, and what those alone import. */
  readonly started: readonly string[];
  /** The ones of `started` that are named by a URL: roots of their own. */
  readonly startedRoots: readonly string[];
  /** Opened as data, or imported as text. */
  readonly opened: readonly string[];
  /** For people, beside the program. */
  readonly companions: readonly string[];
  /** Names of the packages that are imported, as the import map has them. */
  readonly packages: readonly string[];
  /** Places that name a file no rule knows, and files that are not there. */
  readonly breaches: readonly Breach[];
}

/** The rules a project is judged by. */
export interface EmbeddedRules {
  readonly entry: string;
  readonly computed: Readonly<Record<string, readonly string[]>>;
  readonly companions: readonly string[];
}

export const EMBEDDED_RULES: EmbeddedRules = {
  entry: ENTRY,
  computed: COMPUTED_FILES,
  companions: COMPANION_FILES,
};

const MODULE_REGEXP = /\.tsx?$/;

interface Walk {
  readonly sources: Sources;
  readonly files: readonly string[];
  readonly rules: EmbeddedRules;
  readonly roots: Set<string>;
  readonly opened: Set<string>;
  readonly packages: Set<string>;
  readonly breaches: Breach[];
}

/** Derives the list. `files` are all files of the project, `sources` the text of those that are TypeScript. */
export function embeddedFiles(
  sources: Sources,
  files: readonly string[],
  rules: EmbeddedRules = EMBEDDED_RULES,
): Embedded {
  const walk: Walk = {
    ...{ sources, files, rules, breaches: [] },
    ...{ roots: new Set(), opened: new Set(), packages: new Set() },
  };
  const imported = new Set<string>();
  reach(walk, rules.entry, imported);
  const started = new Set<string>();
  // started modules may start others
  for (const root of walk.roots) reach(walk, root, started);
  const companions = rules.companions.flatMap((pattern) =>
    matching(walk, pattern, "tools/embedded_rules.ts", 1)
  );
  return {
    imported: [...imported].sort(),
    started: [...started].filter((path) => !imported.has(path)).sort(),
    startedRoots: [...walk.roots].sort(),
    opened: [...walk.opened].sort(),
    companions: companions.sort(),
    packages: [...walk.packages].sort(),
    breaches: sortBreaches(walk.breaches),
  };
}

/** All files of a list, sorted. */
export function allFiles({ imported, started, opened, companions }: Embedded): string[] {
  return [...new Set([...imported, ...started, ...opened, ...companions])].sort();
}

/** Adds a module and all it imports to `seen`; notes what they start and open. */
function reach(walk: Walk, entry: string, seen: Set<string>): void {
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    const text = walk.sources[file];
    if (text === undefined) {
      walk.breaches.push({ file, line: 1, text: "is needed by the program and is not there" });
      continue;
    }
    seen.add(file);
    const { code } = tokenize(text);
    for (const { specifier, form } of importsOf(code)) {
      if (specifier === undefined || form === "url") continue;
      const target = targetOf(specifier, file);
      if (target.kind === "package") walk.packages.add(target.name);
      else if (target.kind === "file" && MODULE_REGEXP.test(target.path)) waiting.push(target.path);
      else if (target.kind === "file") {
        matching(walk, target.path, file, 1).forEach((path) => walk.opened.add(path));
      }
    }
    for (const place of placesOf(code)) note(walk, file, place.specifier, place.line);
  }
}

/** Notes what a file starts or opens at one place. */
function note(walk: Walk, file: string, specifier: string | undefined, line: number): void {
  const patterns = walk.rules.computed[file];
  if (patterns !== undefined) {
    for (const path of patterns.flatMap((pattern) => matching(walk, pattern, file, line))) keep(walk, path);
  }
  if (specifier === undefined) {
    if (patterns === undefined) {
      const text =
        "asks where it lies without naming one file: name it in new URL(literal, import.meta.url), or " +
        "add its files to COMPUTED_FILES of tools/embedded_rules.ts";
      walk.breaches.push({ file, line, text });
    }
    return;
  }
  const target = targetOf(specifier, file);
  if (target.kind === "package") walk.packages.add(target.name);
  // a folder names no file; what is opened in it has a place of its own
  if (target.kind !== "file" || isFolder(walk, target.path)) return;
  for (const path of matching(walk, target.path, file, line)) keep(walk, path);
}

function keep({ roots, opened }: Walk, path: string): void {
  if (MODULE_REGEXP.test(path)) roots.add(path);
  else opened.add(path);
}

function isFolder({ files }: Walk, path: string): boolean {
  const folder = path.replace(/\/$/, "");
  return folder === "." || files.some((file) => file.startsWith(`${folder}/`));
}

/** Files of the project a pattern stands for; none is a breach. */
function matching({ files, breaches }: Walk, pattern: string, file: string, line: number): string[] {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^/]*");
  const found = files.filter((path) => new RegExp(`^${escaped}$`).test(path));
  if (found.length === 0) breaches.push({ file, line, text: `needs ${pattern}, and there is no such file` });
  return found;
}
