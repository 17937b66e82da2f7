/**
 * `deno run -A tools/dist.ts [--out FILE] [--folder FOLDER]`: packs the program into one file that starts on any Linux of this
 * processor without Deno, Node or a network; or, for an image, lays the same out in a folder. The same sources and the same
 * Deno give the same bytes.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { flagCases, packedCommands } from "./dist_commands.ts";
import type { Manifest } from "./dist_packages.ts";
import { stage } from "./dist_stage.ts";
import { readEmbedded } from "./embedded_project.ts";
import { printLine } from "./report.ts";
import { projectRoot } from "./sources.ts";

/** One file that unpacks and starts the program. */
export interface Packed {
  readonly bytes: number;
  /** Of the archive in it. */
  readonly sha256: string;
  readonly files: number;
  readonly npm: readonly string[];
}

export interface PackOptions {
  /** Of gzip, 1 (fast) to 9 (small). @default 9 */
  readonly level?: number;
}

/** Packs the project at `root` into `out`. */
export async function pack(root: string, out: string, { level = 9 }: PackOptions = {}): Promise<Packed> {
  const work = await Deno.makeTempDir({ prefix: "bulkhead-dist-" });
  try {
    const { files, npm } = await stage(root, `${work}/stage`, readEmbedded(root));
    await archive(`${work}/stage`, `${work}/archive`, level);
    const body = await Deno.readFile(`${work}/archive`);
    const sha256 = hex(await crypto.subtle.digest("SHA-256", body));
    const stub = new TextEncoder().encode(await stubOf(root, sha256));
    const file = await Deno.open(out, { write: true, create: true, truncate: true, mode: 0o755 });
    for (const part of [stub, body]) {
      await new Blob([part]).stream().pipeTo(file.writable, { preventClose: true });
    }
    file.close();
    await Deno.chmod(out, 0o755);
    return { bytes: stub.length + body.length, sha256, files, npm };
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

/** The script before the archive, with everything filled in. */
export async function stubOf(root: string, sha256: string): Promise<string> {
  const manifest: Manifest & { readonly version: string } = JSON.parse(
    await Deno.readTextFile(`${root}/deno.json`),
  );
  const text = (await Deno.readTextFile(`${root}/tools/dist_stub.sh`))
    .replace("  @FLAG_CASES@) ;;", () => flagCases(packedCommands(manifest)))
    .replaceAll("@VERSION@", manifest.version)
    .replaceAll("@HASH@", sha256);
  return text.replace("@FIRST_LINE@", String(text.split("\n").length));
}

/** The same folder gives the same archive, whoever packs it and when. */
async function archive(folder: string, out: string, level: number): Promise<void> {
  const tar =
    "tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=go-w -cf - deno app deno_dir";
  const { code, stderr } = await new Deno.Command("sh", {
    args: ["-c", `cd "$1" && ${tar} | gzip -n -"$3" >"$2"`, "sh", folder, out, String(level)],
  }).output();
  if (code !== 0) throw new Error(`Cannot pack ${folder}: ${new TextDecoder().decode(stderr)}`);
}

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

if (import.meta.main) {
  const { values } = parseArgs({
    args: Deno.args,
    options: { out: { type: "string" }, folder: { type: "string" } },
  });
  const root = projectRoot();
  if (values.folder !== undefined) {
    const { files, npm } = await stage(root, resolve(values.folder), readEmbedded(root));
    printLine(`${values.folder}: ${files} files, ${npm.length} packages (${npm.join(", ")})`);
  } else {
    const out = resolve(values.out ?? `${root}/run/dist/bulkhead`);
    await Deno.mkdir(dirname(out), { recursive: true });
    const { bytes, sha256, files, npm } = await pack(root, out);
    printLine(
      `${out}: ${(bytes / 1e6).toFixed(1)} MB, ${files} files, ${npm.length} packages (${npm.join(", ")})`,
    );
    printLine(`archive sha256 ${sha256}`);
  }
}
