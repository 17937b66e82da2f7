import type { Layer } from "./layers.ts";

/** Variables of their own name, taken as plain text; every other BULKHEAD_ variable spells its path. */
const NAMED: Readonly<Record<string, string>> = { BULKHEAD_STORE: "store.path" };

const PREFIX = "BULKHEAD_";

/** Environment variables the program reads by a fixed name. */
export const ENVIRONMENT_VARIABLES: readonly string[] = Object.keys(NAMED);

/**
 * The configuration the environment spells, a layer for each variable, by name: BULKHEAD_SYSTEM__RISK__LEVERAGE is
 * system.risk.leverage. Case is that of the keys in `known`, else small. `parse` reads a value (as YAML does: numbers, true,
 * text); what it throws becomes a line in `faults`.
 */
export function environmentLayers(
  env: Readonly<Record<string, string>>,
  known: unknown,
  parse: (text: string) => unknown,
): { readonly layers: Layer[]; readonly faults: string[] } {
  const layers: Layer[] = [];
  const faults: string[] = [];
  for (const variable of Object.keys(env).filter((name) => name.startsWith(PREFIX)).sort()) {
    const name = `environment ${variable}`;
    const named = NAMED[variable];
    try {
      const value = named === undefined ? parse(env[variable]!) : env[variable]!;
      const path = named?.split(".") ?? spelledPath(variable.slice(PREFIX.length).split("__"), known);
      layers.push({ name, values: nest(path, value) });
    } catch (cause) {
      faults.push(`${name}: not valid YAML: ${(cause as Error).message.split("\n")[0]}`);
    }
  }
  return { layers, faults };
}

function spelledPath(segments: readonly string[], known: unknown): string[] {
  let section = known;
  return segments.map((segment) => {
    const keys = typeof section === "object" && section !== null ? Object.keys(section) : [];
    const key = keys.find((name) => name.toLowerCase() === segment.toLowerCase()) ?? segment.toLowerCase();
    section = (section as Record<string, unknown> | null | undefined)?.[key];
    return key;
  });
}

/** A value under a path of sections. */
const nest = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
