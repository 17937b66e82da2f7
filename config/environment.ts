/** Variables of their own name; every other BULKHEAD_ variable spells its path: BULKHEAD_SYSTEM__RISK__LEVERAGE. */
const NAMED: Readonly<Record<string, string>> = { BULKHEAD_STORE: "store.path" };

const PREFIX = "BULKHEAD_";

/** Environment variables the program reads by a fixed name. */
export const ENVIRONMENT_VARIABLES: readonly string[] = Object.keys(NAMED);

/** The configuration layer the environment spells; `parse` reads one value (as YAML does: numbers, true, text). */
export function environmentLayer(
  env: Readonly<Record<string, string>>,
  parse: (text: string) => unknown,
): unknown {
  const values: Record<string, unknown> = {};
  for (const name of Object.keys(env).sort()) {
    if (!name.startsWith(PREFIX)) continue;
    const path = NAMED[name] ?? name.slice(PREFIX.length).toLowerCase().split("__").join(".");
    setPath(values, path.split("."), parse(env[name]!));
  }
  return values;
}

/** Sets a value at a path, making the sections on the way. */
export function setPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let section = target;
  for (const key of path.slice(0, -1)) {
    const next = section[key];
    section = (typeof next === "object" && next !== null ? next : section[key] = {}) as Record<
      string,
      unknown
    >;
  }
  section[path[path.length - 1]!] = value;
}
