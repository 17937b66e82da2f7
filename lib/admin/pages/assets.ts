import { stripTypeScriptTypes } from "node:module";
import { sha256Hex } from "../../core/mod.ts";
import { CHART_LIBRARY, CLIENT_SOURCES } from "./client_sources.ts";
import { ICON, PACKED_STYLE_SHEET } from "./style_sources.ts";

/** Something the page loads beside itself. */
export interface Asset {
  readonly type: string;
  readonly text: string;
  /** The text, packed by gzip: the first time, and not for each browser that asks. */
  packed(): Promise<ArrayBuffer>;
  /** As the header ETag has it. */
  readonly etag: string;
}

/** The script that runs before the page is painted: it is written into the page. */
const FIRST_SCRIPT = "theme.ts";

/** All assets. Paths carry a hash of everything, so that what a browser keeps is never of another version. */
export interface Assets {
  /** "/assets/<hash>/" */
  readonly root: string;
  /** By path under the root. */
  readonly byPath: ReadonlyMap<string, Asset>;
  /** What stands in each page itself. */
  readonly style: string;
  readonly firstScript: string;
  /** Path of an asset from the root of the server. Throws RangeError for one that does not exist. */
  url(path: string): string;
  /** The scripts a page's script imports, near and far, so that the browser can load them all at once. */
  importsOf(path: string): readonly string[];
}

/** Those a page asks for by itself. */
const PAGE_SCRIPTS = ["dashboard.js", "login.js"];
const HASH_LENGTH = 16;
const IMPORT_REGEXP = /^(?:import|export)\s[^"]*?from\s*"([^"]+)";?$|^import\s*"([^"]+)";?$/gm;
const CHARTS = "lightweight-charts.js";
/** Stands for the package fancy-canvas, which the library imports. */
const CANVAS = "canvas_size.js";

/** Strips types and doc texts, and gathers everything. Pure but for the work it costs: call it once. */
export function createAssets(): Assets {
  const texts = new Map<string, readonly [string, string]>();
  const { [FIRST_SCRIPT]: first, ...sources } = CLIENT_SOURCES;
  for (const [path, source] of Object.entries(sources)) {
    texts.set(jsPath(path), ["text/javascript; charset=utf-8", scriptOf(path, source)]);
  }
  texts.set(CHARTS, [
    "text/javascript; charset=utf-8",
    CHART_LIBRARY.replaceAll('"fancy-canvas"', `"./${CANVAS}"`),
  ]);
  texts.set("icon.svg", ["image/svg+xml", ICON]);
  const hash = sha256Hex([...texts].flat(2).join("\0")).slice(0, HASH_LENGTH);
  const root = `/assets/${hash}/`;
  const byPath = new Map(
    [...texts].map((
      [path, [type, text]],
    ) => [path, {
      type,
      text,
      packed: once(() => pack(text)),
      etag: `"${sha256Hex(text).slice(0, HASH_LENGTH)}"`,
    }]),
  );
  const imports = new Map(
    PAGE_SCRIPTS.map((path) => [path, [...reach(byPath, path, new Set())].filter((found) => found !== path)]),
  );
  return {
    root,
    byPath,
    style: PACKED_STYLE_SHEET,
    firstScript: scriptOf(FIRST_SCRIPT, first),
    url(path) {
      if (!byPath.has(path)) throw new RangeError(`There is no asset ${path}`);
      return root + path;
    },
    importsOf: (path) => imports.get(path) ?? [],
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

async function pack(text: string): Promise<ArrayBuffer> {
  return await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")))
    .arrayBuffer();
}

/** What is served for a source: no types, no comments on lines of their own, and names of files as they are served. */
function scriptOf(path: string, source: string): string {
  const bare = stripTypeScriptTypes(source)
    .replace(/^\/\*\*(?:[^*]|\*(?!\/))*\*\/$/gm, "")
    .replace(/^ +\/\*\*.*\*\/$/gm, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/[ \t]+$/gm, "")
    // indents, and where types stood: no text of ours goes over lines or has three spaces in a row, a test says so
    .replace(/^ +| {3,}/gm, " ")
    .replace(/^ /gm, "")
    .replace(/\n{2,}/g, "\n")
    .trimStart();
  const up = "../".repeat(path.split("/").length - 1) || "./";
  return bare.replace(
    IMPORT_REGEXP,
    (statement) =>
      statement.replace(
        /"([^"]+)"/,
        (_, name: string) => `"${name === "lightweight-charts" ? up + CHARTS : jsPath(name)}"`,
      ),
  );
}

function jsPath(path: string): string {
  return path.replace(/\.ts$/, ".js");
}

/** Everything a script imports. */
function reach(byPath: ReadonlyMap<string, Asset>, path: string, found: Set<string>): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  if (path === CHARTS) reach(byPath, CANVAS, found);
  for (const [, name, bare] of byPath.get(path)!.text.matchAll(IMPORT_REGEXP)) {
    reach(byPath, new URL(name ?? bare, `asset:/${path}`).pathname.slice(1), found);
  }
  return found;
}
