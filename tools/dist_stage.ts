/**
 * Lays the program out as it is shipped: Deno, the files it needs and no others, and the packages it imports.
 *
 * @module
 */

import { allFiles, type Embedded } from "./embedded.ts";
import { cacheFolderOf, type Lock, type Manifest, trimmed } from "./dist_packages.ts";
import { dirname } from "node:path";

/** Where the packages lie, in Deno's cache and in a shipped one. */
const NPM = "npm/registry.npmjs.org";
/** Files of a package that nothing runs. */
const UNUSED_REGEXP = /\.d\.[cm]?ts$|\.map$|\.md$|\.flow$/;

/** What was laid out. */
export interface Stage {
  readonly files: number;
  /** Packages with their versions. */
  readonly npm: readonly string[];
}

/** Fills `folder` (made if need be) with `deno`, `app/` and `deno_dir/`. Throws Error where a package is not cached. */
export async function stage(root: string, folder: string, embedded: Embedded): Promise<Stage> {
  const read = <T>(name: string): T => JSON.parse(Deno.readTextFileSync(`${root}/${name}`));
  const manifest = read<Manifest>("deno.json");
  const packed = trimmed(manifest, read<Lock>("deno.lock"), packagesOf(embedded, manifest));
  const files = allFiles(embedded);
  for (const path of files) copyFile(`${root}/${path}`, `${folder}/app/${path}`);
  write(`${folder}/app/deno.json`, packed.manifest);
  write(`${folder}/app/deno.lock`, packed.lock);
  const cache = await npmCache();
  for (const locked of packed.npm) {
    const place = cacheFolderOf(locked);
    copyPackage(`${cache}/${place}`, `${folder}/deno_dir/${NPM}/${place}`);
  }
  copyFile(Deno.execPath(), `${folder}/deno`);
  await Deno.chmod(`${folder}/deno`, 0o755);
  return { files: files.length + 2, npm: packed.npm };
}

/** Packages the code imports; JSX imports one without a word. */
function packagesOf({ packages, ...embedded }: Embedded, { compilerOptions }: Manifest): string[] {
  const source = compilerOptions?.jsxImportSource?.split("/")[0];
  const hasJsx = allFiles({ packages, ...embedded }).some((path) => path.endsWith(".tsx"));
  return hasJsx && source !== undefined ? [...packages, source] : [...packages];
}

/** The folder of Deno's cache with the packages of npm. */
async function npmCache(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return `${JSON.parse(new TextDecoder().decode(stdout)).denoDir}/${NPM}`;
}

function copyPackage(from: string, to: string): void {
  try {
    for (const { name, isDirectory, isFile } of Deno.readDirSync(from)) {
      if (isDirectory) copyPackage(`${from}/${name}`, `${to}/${name}`);
      else if (isFile && !UNUSED_REGEXP.test(name)) copyFile(`${from}/${name}`, `${to}/${name}`);
    }
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new Error(`Cannot pack ${from} as it is not in Deno's cache: run \`deno install --frozen\``, {
      cause,
    });
  }
}

function copyFile(from: string, to: string): void {
  Deno.mkdirSync(dirname(to), { recursive: true });
  Deno.copyFileSync(from, to);
}

function write(path: string, value: unknown): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
