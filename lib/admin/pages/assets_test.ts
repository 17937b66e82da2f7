import { deepStrictEqual, ok } from "node:assert/strict";
import { createAssets } from "./assets.ts";
import { CLIENT_SOURCES } from "./client_sources.ts";

/** Most characters of all our scripts together, and of them packed. */
const MOST = 85_000;
const MOST_PACKED = 30_000;

const assets = createAssets();
const scripts = [...assets.byPath].filter(([path]) =>
  path.endsWith(".js") && path !== "lightweight-charts.js"
);

Deno.test("CLIENT_SOURCES lists every file of the client folder", () => {
  deepStrictEqual(
    Object.keys(CLIENT_SOURCES).sort(),
    filesUnder(new URL("../client/", import.meta.url), "").sort(),
  );
});

Deno.test("no text in a client source could be hurt by taking indents and types out", () => {
  for (const [path, source] of Object.entries(CLIENT_SOURCES)) {
    for (const line of source.split("\n")) {
      ok((line.match(/`/g) ?? []).length % 2 === 0, `${path}: a template goes over lines: ${line}`);
      ok(!/\S {3,}\S/.test(line), `${path}: three spaces in a row: ${line}`);
    }
  }
});

Deno.test("createAssets() serves scripts without types, whose imports all exist", () => {
  for (const [path, { text }] of scripts) {
    ok(!/\b(?:interface|import type)\b/.test(text), path);
    for (const [, name] of text.matchAll(/\bfrom "(\.[^"]+)";$/gm)) {
      const target = new URL(name, `asset:/${path}`).pathname.slice(1);
      ok(assets.byPath.has(target), `${path} imports ${name}`);
    }
  }
  const reached = new Set(["dashboard.js", "login.js"].flatMap((path) => [path, ...assets.importsOf(path)]));
  deepStrictEqual(scripts.map(([path]) => path).filter((path) => !reached.has(path)), []);
});

Deno.test("what stands in the page itself does not end it", () => {
  for (const text of [assets.style, assets.firstScript]) {
    ok(text.length > 500 && !/<\/|<!--|\bimport\b/.test(text));
  }
});

Deno.test("the scripts are small", async () => {
  const all = scripts.map(([, { text }]) => text);
  const packed = new Blob(all).stream().pipeThrough(new CompressionStream("gzip"));
  const size = (await new Response(packed).arrayBuffer()).byteLength;
  const total = all.reduce((sum, text) => sum + text.length, 0);
  ok(total < MOST && size < MOST_PACKED, `${total} characters, ${size} bytes packed`);
});

function filesUnder(folder: URL, prefix: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? filesUnder(new URL(`${name}/`, folder), `${prefix}${name}/`)
      : name.endsWith("_test.ts")
      ? []
      : [prefix + name]
  );
}
