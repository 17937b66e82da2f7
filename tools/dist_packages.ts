/**
 * The part of the lockfile and of deno.json that a shipped program needs: Deno looks for every locked package before it
 * starts, so what only tests use must not be in them.
 *
 * @module
 */

/** A lockfile, as far as it is read here. */
export interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, LockedPackage>>;
  readonly workspace: { readonly dependencies: readonly string[] };
}

interface LockedPackage {
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
}

/** deno.json, as far as it is read here. */
export interface Manifest {
  readonly imports: Readonly<Record<string, string>>;
  readonly tasks: Readonly<Record<string, string | { readonly command: string }>>;
  readonly compilerOptions?: { readonly jsxImportSource?: string };
}

/** Keys of deno.json that say how the program runs. */
const KEPT_KEYS = ["name", "version", "exports", "nodeModulesDir", "unstable", "compilerOptions"];

/** Both files without what the given packages (names as in the import map) do not need. */
export function trimmed(
  manifest: Manifest,
  lock: Lock,
  packages: readonly string[],
): { readonly manifest: Record<string, unknown>; readonly lock: Lock; readonly npm: readonly string[] } {
  const aliases = Object.entries(manifest.imports).filter(([alias]) =>
    packages.some((name) => alias === name || alias === `${name}/`)
  );
  const wanted = new Set(aliases.map(([, target]) => specifierOf(target)));
  const missing = [...wanted].filter((specifier) => lock.specifiers[specifier] === undefined);
  if (missing.length > 0) {
    throw new Error(`Cannot pack ${missing.join(", ")} as deno.lock does not hold it: run \`deno install\``);
  }
  const roots = [...wanted].map((specifier) =>
    `${nameOf(specifier.slice("npm:".length))}@${lock.specifiers[specifier]}`
  );
  const npm = closure(lock, roots);
  const kept = <T>(all: Readonly<Record<string, T>>, isKept: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => isKept(key)));
  return {
    manifest: {
      ...kept(manifest as unknown as Record<string, unknown>, (key) => KEPT_KEYS.includes(key)),
      imports: Object.fromEntries(aliases),
    },
    lock: {
      ...lock,
      specifiers: kept(lock.specifiers, (key) => wanted.has(key)),
      npm: kept(lock.npm, (key) => npm.has(key)),
      workspace: { dependencies: lock.workspace.dependencies.filter((name) => wanted.has(name)) },
    },
    npm: [...npm].sort(),
  };
}

/** Folder of a locked package in Deno's cache: "ws@8.21.0_bufferutil@4.1.0" is ws/8.21.0. */
export function cacheFolderOf(locked: string): string {
  const name = nameOf(locked);
  return `${name}/${locked.slice(name.length + 1).split("_")[0]}`;
}

/** "npm:/hono@4.13.19/" and "npm:hono@4.13.19" are both "npm:hono@4.13.19". */
const specifierOf = (target: string): string => target.replace(/^npm:\//, "npm:").replace(/\/$/, "");

/** "@noble/curves@2.2.0" is "@noble/curves". */
const nameOf = (locked: string): string => /^(?:@[^/]+\/)?[^@]+/.exec(locked)?.[0] ?? locked;

/** Packages with all they depend on, as the lockfile spells them. */
function closure({ npm }: Lock, roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = roots.map((root) => lockedAs(npm, root));
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    const { dependencies = [], optionalDependencies = [] } = npm[key];
    for (const name of [...dependencies, ...optionalDependencies]) waiting.push(lockedAs(npm, name));
  }
  return seen;
}

/** The lockfile leaves a version out where there is one only, and adds peers to others. */
function lockedAs(npm: Lock["npm"], name: string): string {
  if (npm[name] !== undefined) return name;
  const found = Object.keys(npm).filter((key) => key.startsWith(`${name}_`) || nameOf(key) === name);
  if (found.length === 1) return found[0];
  throw new Error(
    `Cannot tell which package ${name} is as deno.lock must hold it once: current value is ${found.length} times`,
  );
}
