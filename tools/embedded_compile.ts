/**
 * `deno run -A tools/embedded_compile.ts [--out FILE] [--check-only]`: compiles the program into one binary with everything
 * in it that `deno compile` does not find by itself: workers, cells, migrations, configuration, page assets. It needs Deno's
 * base binary (fetched once, or named by DENORT_BIN).
 *
 * A compiled program has the permissions it is compiled with, for all its processes: its cells, which it starts by the
 * command `cell` of its own, give back those they list nothing of. `--check-only` compiles with Deno itself as the base, which
 * makes no program that runs, but tells which files are embedded; they are compared with the list.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { stage } from "./dist_stage.ts";
import type { Embedded } from "./embedded.ts";
import { readEmbedded } from "./embedded_project.ts";
import { packedCommands } from "./dist_commands.ts";
import type { Manifest } from "./dist_packages.ts";
import { count, printLine } from "./report.ts";
import { projectRoot } from "./sources.ts";

/** Arguments of Deno that compile the program. */
export function compileArguments(manifest: Manifest, embedded: Embedded, out: string): string[] {
  const start = packedCommands(manifest).find(({ name }) => name === "start");
  if (start === undefined) {
    throw new Error("Cannot compile as deno.json has no task that starts main.ts start");
  }
  const notForCompile = ["--frozen"];
  return [
    "compile",
    "--frozen",
    // types are the gate's business
    "--no-check",
    ...start.flags.filter((flag) => !notForCompile.includes(flag)),
    // all it imports is in it
    "--deny-import",
    ...[...embedded.startedRoots, ...embedded.opened].flatMap((path) => ["--include", path]),
    ...["--output", out, "main.ts"],
  ];
}

/** Paths in the tree that `deno compile` prints: strokes, a name and a size; "folder/*" is a folder with all in it. */
export function embeddedInTree(printed: string): string[] {
  const paths: string[] = [];
  const folders: string[] = [];
  for (const line of printed.split("\n")) {
    const match = /^((?:[│ ] )*)[├└]─([┬─]) (.+?)(?: \([^()]*\))?$/.exec(line);
    if (match === null) continue;
    const [, indent, branch, name] = match;
    folders.length = indent.length / 2;
    if (branch === "┬") folders.push(name);
    else paths.push([...folders, name].join("/"));
  }
  return paths;
}

/** What must be embedded beside what the entry imports, and is not. */
export function notEmbedded({ startedRoots, opened }: Embedded, printed: string): string[] {
  const paths = embeddedInTree(printed);
  const holds = (found: string, path: string) =>
    found === path || (found.endsWith("/*") && path.startsWith(found.slice(0, -1)));
  return [...startedRoots, ...opened].filter((path) => !paths.some((found) => holds(found, path))).sort();
}

/** Lays the program out and compiles it there, so that only its own packages are embedded; gives what Deno printed. */
async function compile(
  root: string,
  out: string,
  isCheck: boolean,
): Promise<{ code: number; printed: string }> {
  const folder = await Deno.makeTempDir({ prefix: "bulkhead-compile-" });
  try {
    const embedded = readEmbedded(root);
    await stage(root, folder, embedded);
    const manifest: Manifest = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: compileArguments(manifest, embedded, out),
      cwd: `${folder}/app`,
      env: { NO_COLOR: "1", ...(isCheck ? { DENORT_BIN: Deno.execPath() } : {}) },
    }).output();
    const text = new TextDecoder();
    return { code, printed: text.decode(stdout) + text.decode(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    args: Deno.args,
    options: { out: { type: "string" }, "check-only": { type: "boolean" } },
  });
  const root = projectRoot();
  const isCheck = values["check-only"] === true;
  const out = resolve(values.out ?? `${root}/run/dist/bulkhead-compiled`);
  await Deno.mkdir(dirname(out), { recursive: true });
  const { code, printed } = await compile(root, out, isCheck);
  const embedded = readEmbedded(root);
  const missing = code === 0 ? notEmbedded(embedded, printed) : [];
  if (code !== 0) printLine(printed);
  for (const path of missing) printLine(`${path} is needed by the program and is not embedded`);
  if (isCheck) await Deno.remove(out).catch(() => {});
  else if (code === 0) printLine(`${out}: ${((await Deno.stat(out)).size / 1e6).toFixed(1)} MB`);
  const wanted = embedded.startedRoots.length + embedded.opened.length;
  printLine(`compile: ${count(wanted, "file")} beside the imports, ${missing.length} not embedded`);
  Deno.exit(code !== 0 ? code : missing.length === 0 ? 0 : 1);
}
