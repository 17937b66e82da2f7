import type { CellSpec } from "../tree/tree_spec.ts";
import { permissionFlags } from "./permission_flags.ts";

/**
 * Variables of the root's environment that Deno itself reads in a cell: they say where the cache with the program's
 * packages is (DENO_DIR, else XDG_CACHE_HOME, else HOME).
 */
export const CACHE_VARIABLES = ["DENO_DIR", "XDG_CACHE_HOME", "HOME"] as const;

/**
 * Arguments for Deno that start a cell's process: its listed permissions, its heap limit, nothing asked, nothing
 * fetched, no import from the network. Throws TypeError if its permissions are empty.
 */
export function cellArguments({ permissions, maxHeapMib }: CellSpec, cellModule: string): string[] {
  return [
    "run",
    "--no-prompt",
    "--cached-only",
    "--frozen",
    "--unstable-worker-options",
    `--v8-flags=--max-old-space-size=${maxHeapMib}`,
    ...permissionFlags(permissions),
    // without it, Deno lets every program import from a list of public hosts
    "--deny-import",
    cellModule,
  ];
}

/** The whole environment of a cell's process: its own, and what Deno needs. `read` looks into the root's. */
export function cellEnvironment(
  { env }: CellSpec,
  read: (name: string) => string | undefined,
): Record<string, string> {
  // Deno would ask its maker's host for a newer version, whatever the permissions
  const environment: Record<string, string> = { DENO_NO_UPDATE_CHECK: "1" };
  for (const name of CACHE_VARIABLES) {
    const value = read(name);
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...env };
}
