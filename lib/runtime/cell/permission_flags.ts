import type { EffectivePermissions } from "../tree/protocol.ts";
import type { Permissions } from "../tree/tree_spec.ts";

/** One of Deno's permissions. */
export type PermissionName = keyof Permissions;

/** All of them, in the order of the flags. */
export const PERMISSION_NAMES = [
  "read",
  "write",
  "net",
  "env",
  "sys",
  "run",
  "ffi",
] as const satisfies readonly PermissionName[];

/**
 * The `--allow-*` flags of a process that may do what is listed and nothing else; adds nothing by itself. Throws
 * TypeError if nothing is listed (a child process without a permission flag is granted everything), and for an entry
 * that would grant a whole permission or that no flag can carry.
 */
export function permissionFlags(permissions: Permissions): string[] {
  const flags: string[] = [];
  for (const name of PERMISSION_NAMES) {
    const entries = permissions[name] ?? [];
    for (const entry of entries) refuseEntry(name, entry);
    if (entries.length > 0) flags.push(`--allow-${name}=${entries.join(",")}`);
  }
  if (flags.length > 0) return flags;
  throw new TypeError(
    "Cannot make permission flags as at least one permission must be listed: current value is none; " +
      "Deno grants a child process without a permission flag everything",
  );
}

function refuseEntry(name: PermissionName, entry: string): void {
  const rule = ruleBrokenBy(name, entry);
  if (rule === null) return;
  throw new TypeError(
    `Cannot make flag --allow-${name} as an entry must ${rule}: current value is "${entry}"`,
  );
}

function ruleBrokenBy(name: PermissionName, entry: string): string | null {
  if (entry.trim() !== entry || entry === "") return "be text without blanks around it";
  // Deno 2.9 splits at every comma: the doubled comma of its manual is refused as an empty entry
  if (entry.includes(",")) return "not contain a comma";
  if (name === "env" && entry.includes("*")) return "name one variable, not a pattern";
  if (entry === "*" || entry === "/") return "not grant the whole permission";
  return null;
}

/** Permissions of which nothing is listed. */
export function unlisted(permissions: Permissions): PermissionName[] {
  return PERMISSION_NAMES.filter((name) => (permissions[name] ?? []).length === 0);
}

/**
 * Why a cell's process must not run, by what it may do; null if all is well. What is granted by lists shows as
 * "prompt": a permission that is "granted" was never listed. Only `asked` are looked at.
 */
export function wholeGrant(
  effective: EffectivePermissions,
  asked: readonly PermissionName[] = PERMISSION_NAMES,
): string | null {
  const granted = asked.filter((name) => effective[name] === "granted");
  if (granted.length === 0) return null;
  return `Cannot run a cell as each of its permissions must be listed: it was started without a permission flag, ` +
    `or by one without a list, and has all of ${granted.join(", ")}; start it by spawnCell()`;
}

/** Permissions of a worker for the constructor of its thread. */
export type WorkerPermissions = "none" | Readonly<Record<PermissionName | "import", false | string[]>>;

/** What is not listed is refused; so is importing from the network. */
export function workerPermissions(permissions: Permissions): WorkerPermissions {
  if (unlisted(permissions).length === PERMISSION_NAMES.length) return "none";
  const listed = (name: PermissionName) => {
    const entries = permissions[name] ?? [];
    return entries.length === 0 ? false : [...entries];
  };
  return {
    read: listed("read"),
    write: listed("write"),
    net: listed("net"),
    env: listed("env"),
    sys: listed("sys"),
    run: listed("run"),
    ffi: listed("ffi"),
    import: false,
  };
}
