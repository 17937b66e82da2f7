import type { CellSpec } from "../tree/tree_spec.ts";
import { permissionFlags } from "./permission_flags.ts";

/**
 * Variables of the root's environment that Deno itself reads in a cell: they say where the cache with the program's
 * packages is (DENO_DIR, else XDG_CACHE_HOME, else HOME).
 */
export const CACHE_VARIABLES = ["DENO_DIR", "XDG_CACHE_HOME", "HOME"] as const;

/**
 * What a cell's process runs: the URL or path of the program's cell module, which calls `runCell()`; or, where the program
 * is compiled and its executable no Deno any more, the arguments that make this executable a cell.
 */
export type CellEntry = URL | string | readonly string[];

/**
 * Arguments of the executable that start a cell's process. Deno gets the cell's listed permissions and its heap limit,
 * is to ask nothing, fetch nothing and import nothing from the network; a compiled program was told all that when it was
 * compiled, for all its processes. Throws TypeError if the permissions are empty.
 */
export function cellArguments({ permissions, maxHeapMib }: CellSpec, entry: CellEntry): string[] {
  const listed = permissionFlags(permissions);
  if (typeof entry !== "string" && !(entry instanceof URL)) return [...entry];
  return [
    "run",
    "--no-prompt",
    "--cached-only",
    "--frozen",
    "--unstable-worker-options",
    `--v8-flags=--max-old-space-size=${maxHeapMib},--max-semi-space-size=${SEMI_SPACE_MIB}`,
    ...listed,
    // without it, Deno lets every program import from a list of public hosts
    "--deny-import",
    String(entry),
  ];
}

/**
 * What is young in a thread's heap has three times so much at most. V8 lets it grow to 16 MiB where much is allocated: some
 * 40 MiB a thread that a process with many threads never gives back, for no speed that could be measured.
 */
const SEMI_SPACE_MIB = 2;

/** The whole environment of a cell's process: its own, and what Deno needs. `read` looks into the root's. */
export function cellEnvironment(
  { env }: CellSpec,
  read: (name: string) => string | undefined,
): Record<string, string> {
  // Deno would ask its maker's host for a newer version, whatever the permissions; glibc would keep memory for each thread
  const environment: Record<string, string> = { DENO_NO_UPDATE_CHECK: "1", MALLOC_ARENA_MAX: "2" };
  for (const name of CACHE_VARIABLES) {
    const value = read(name);
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...env };
}
