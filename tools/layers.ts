/**
 * Judges the imports of a project by the tables of layer_rules.ts: a function of text, without a file system.
 *
 * @module
 */

import { findCycles } from "./cycles.ts";
import { importsOf, type ImportUse } from "./imports.ts";
import {
  ACTOR_COMPOSERS,
  FREE_ROOMS,
  PACKAGES,
  REFUSED_NAMES,
  ROOM_ENTRIES,
  ROOM_ORDER,
  STARTED_ENTRIES,
} from "./layer_rules.ts";
import type { Breach } from "./report.ts";
import { sortBreaches } from "./report.ts";
import { pathInRoom, roomOf, targetOf } from "./rooms.ts";
import { isTest, type Sources } from "./sources.ts";
import { isPunct } from "./syntax.ts";
import { tokenize, type Tokens } from "./tokens.ts";

/** The outcome: breaches sorted by place, and how much was looked at. */
export interface LayerVerdict {
  readonly breaches: readonly Breach[];
  readonly files: number;
  readonly imports: number;
}

/** Judges every file and import of the project. */
export function judgeLayers(sources: Sources): LayerVerdict {
  const breaches: Breach[] = [];
  const graph: Record<string, string[]> = {};
  const lines = new Map<string, number>();
  let imports = 0;
  for (const [file, text] of Object.entries(sources)) {
    const tokens = tokenize(text);
    const uses = importsOf(tokens.code);
    imports += uses.length;
    breaches.push(...judgeName(file), ...judgeModFile(file, tokens, uses));
    graph[file] = [];
    for (const use of uses) {
      const why = judgeUse(file, use);
      if (why !== undefined) {
        breaches.push({
          file,
          line: use.line,
          text: `imports ${use.specifier ?? "a computed name"}: ${why}`,
        });
      }
      const target = use.specifier === undefined ? undefined : targetOf(use.specifier, file);
      // A file named by URL is loaded by another thread, so it closes no cycle.
      if (target?.kind !== "file" || use.form === "url") continue;
      graph[file].push(target.path);
      lines.set(`${file} ${target.path}`, use.line);
    }
  }
  breaches.push(...judgeRooms(sources), ...judgeCycles(graph, lines));
  return { breaches: sortBreaches(breaches), files: Object.keys(sources).length, imports };
}

/** Why the import is refused and what to do, or undefined where it is allowed. */
function judgeUse(file: string, use: ImportUse): string | undefined {
  const from = roomOf(file);
  if (from === undefined || FREE_ROOMS.includes(from)) return undefined;
  if (use.specifier === undefined) {
    return "a computed import hides where it points; write the name as one literal";
  }
  const target = targetOf(use.specifier, file);
  if (target.kind === "outside") {
    return "it lies outside the project; import a file by relative path or a listed package";
  }
  if (target.kind === "package") return judgePackage(file, target.name);
  const to = roomOf(target.path);
  if (to === undefined) {
    return `${target.path} lies in no known room; add the room to tools/layer_rules.ts or move the file`;
  }
  if (isTest(target.path) && !isTest(file) && !FREE_ROOMS.includes(to)) {
    return "it is test code, which the product must run without; move what is needed to a file of its own";
  }
  if (to === from) return from === "actors" ? judgeActor(file, target.path) : undefined;
  return judgeDirection(from, to) ?? judgeEntry(file, to, target.path, use.form);
}

function judgeDirection(from: string, to: string): string | undefined {
  if (FREE_ROOMS.includes(to)) return `nothing may import ${to}; move what is needed into a room of lib`;
  if (ROOM_ORDER.indexOf(from) < ROOM_ORDER.indexOf(to)) return undefined;
  return `${from} lies below ${to} and imports point down only (type imports too); ` +
    `move what both need to a room below ${from}, or pass it in as an argument`;
}

function judgeEntry(file: string, to: string, path: string, form: ImportUse["form"]): string | undefined {
  const inner = pathInRoom(path, to);
  const entries = ROOM_ENTRIES[to] ?? ["mod.ts"];
  if (to === path || entries.includes(inner)) return undefined;
  // A port's contract suite is run by every implementation, and a room's fixtures serve the rooms above it.
  if (isTest(file) && /_(?:contract|fixture)\.ts$/.test(inner)) return undefined;
  if (form === "url" && STARTED_ENTRIES[to]?.includes(inner)) return undefined;
  const doors = entries.map((entry) => `${to}/${entry}`).join(" and ");
  return `other rooms see only ${doors}; export it there and import that`;
}

/** Inside actors/: another actor is known by its messages alone. */
function judgeActor(file: string, path: string): string | undefined {
  const [from, to] = [actorOf(file), actorOf(path)];
  if (to === undefined || from === to || path === `actors/${to}/messages.ts`) return undefined;
  const composer = from === undefined &&
    ACTOR_COMPOSERS.includes(pathInRoom(file, "actors").replace("_test.", "."));
  if (composer) return undefined;
  return `an actor is known to others by its messages alone; import actors/${to}/messages.ts, ` +
    `or compose it in actors/${ACTOR_COMPOSERS.join(" or actors/")}`;
}

function actorOf(path: string): string | undefined {
  const parts = path.split("/");
  return parts.length > 2 ? parts[1] : undefined;
}

function judgePackage(file: string, name: string): string | undefined {
  const rule = PACKAGES.find((one) => one.name === name);
  if (rule === undefined) {
    return "this package has no room; do without it, or add it to PACKAGES in tools/layer_rules.ts and to docs/dependencies.md";
  }
  return rule.files.test(file)
    ? undefined
    : `${name} may be imported only in ${rule.where}; move the code that needs it there`;
}

/** A file must lie in a room of the table, and no folder may have a name that says nothing. */
function judgeName(file: string): Breach[] {
  const breaches: Breach[] = [];
  if (roomOf(file) === undefined) {
    const text =
      "lies in no known room; move it into one, or add the room to ROOM_ORDER in tools/layer_rules.ts";
    breaches.push({ file, line: 1, text });
  }
  for (const folder of file.split("/").slice(0, -1)) {
    if (!REFUSED_NAMES.includes(folder.toLowerCase())) continue;
    const text =
      `lies in a folder named ${folder}: the name says nothing about what it knows; name it for its subject`;
    breaches.push({ file, line: 1, text });
  }
  return breaches;
}

/** A room's mod.ts is a table of contents: a module paragraph, re-exports, nothing else. */
function judgeModFile(file: string, tokens: Tokens, uses: readonly ImportUse[]): Breach[] {
  if (!/^lib\/[^/]+\/mod\.ts$/.test(file)) return [];
  const breaches: Breach[] = [];
  if (
    !tokens.comments.some((comment) => comment.text.startsWith("/**") && comment.text.includes("@module"))
  ) {
    const text = "has no @module paragraph; say what the room knows and what it must never know";
    breaches.push({ file, line: 1, text });
  }
  const exported = uses.filter((use) => use.form === "export");
  const stray = tokens.code.find((token, i) =>
    !isPunct(token, ";") && !exported.some((use) => use.first <= i && i <= use.last)
  );
  if (stray !== undefined) {
    const text = `holds ${stray.text}: mod.ts only re-exports; move it to a file named for what it does`;
    breaches.push({ file, line: stray.line, text });
  }
  return breaches;
}

/** Every room of lib needs its mod.ts. */
function judgeRooms(sources: Sources): Breach[] {
  const files = Object.keys(sources);
  const rooms = new Set(files.filter((file) => /^lib\/[^/]+\//.test(file)).map((file) => file.split("/")[1]));
  return [...rooms].filter((room) => !files.includes(`lib/${room}/mod.ts`)).map((room) => ({
    file: `lib/${room}/mod.ts`,
    line: 1,
    text: "is missing: it is the room's only door; add it with a @module paragraph and the re-exports",
  }));
}

function judgeCycles(graph: Record<string, string[]>, lines: ReadonlyMap<string, number>): Breach[] {
  return findCycles(graph).map((cycle) => ({
    file: cycle[0],
    line: lines.get(`${cycle[0]} ${cycle[1]}`) ?? 1,
    text: `imports ${cycle[1]}: import cycle ${cycle.join(" -> ")}; move what both need to a file of its own`,
  }));
}
