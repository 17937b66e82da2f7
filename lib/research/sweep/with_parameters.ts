import { err, ok, type Result } from "../../core/mod.ts";
import { type SystemConfig, systemConfig } from "../../trader/mod.ts";
import type { ParameterValue } from "../statistics/mod.ts";
import { nearNames } from "./near_names.ts";

type Section = Readonly<Record<string, unknown>>;

/**
 * The system with these values at these dotted paths (`strategies.ema_cross.fast`), validated as a whole; or everything
 * that speaks against it. A path must name one value that the system has, by itself or by default.
 */
export function withParameters(
  system: unknown,
  values: Readonly<Record<string, ParameterValue>>,
): Result<SystemConfig, string[]> {
  const base = systemConfig.safeParse(system);
  if (!base.success) return err(faultsOf(base.error.issues));
  const faults = pathFaults(base.data, Object.keys(values));
  return faults.length > 0 ? err(faults) : withKnownParameters(base.data, values);
}

/** The same for paths that pathFaults() had nothing against: most of the work is then done once. */
export function withKnownParameters(
  system: SystemConfig,
  values: Readonly<Record<string, ParameterValue>>,
): Result<SystemConfig, string[]> {
  let changed: Section = system;
  for (const path of Object.keys(values)) changed = put(changed, path.split("."), values[path]);
  const parsed = systemConfig.safeParse(changed);
  return parsed.success ? ok(parsed.data) : err(faultsOf(parsed.error.issues));
}

/** What speaks against varying these paths of a system, each as a sentence. */
export function pathFaults(system: SystemConfig, paths: readonly string[]): string[] {
  const known = leafPaths(system);
  return paths.flatMap((path) => {
    if (path === "timeframes.entry") {
      return [`${path}: it is the bar of the candles and cannot be varied: give other candles`];
    }
    if (!known.includes(path)) {
      const near = nearNames(path, known);
      const section = known.some((name) => name.startsWith(`${path}.`))
        ? "is a section: name a value in it"
        : "";
      return [`${path}: ${section || "the system has no such value"}; near it are ${near.join(", ")}`];
    }
    return Object.keys(system.symbols).filter((symbol) => has(system.symbols[symbol]!.overrides, path))
      .map((symbol) => `${path}: ${symbol} has a value of its own in its overrides: remove it there`);
  });
}

/** Paths of all single values of a system, symbols' own left out. */
export function leafPaths(system: SystemConfig): string[] {
  const { symbols: _, ...rest } = system;
  return leavesOf(rest, "");
}

function leavesOf(section: Section, prefix: string): string[] {
  return Object.entries(section).flatMap(([key, value]) =>
    isSection(value) ? leavesOf(value, `${prefix}${key}.`) : Array.isArray(value) ? [] : [prefix + key]
  );
}

const isSection = (value: unknown): value is Section =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function has(section: unknown, path: string): boolean {
  let at: unknown = section;
  for (const key of path.split(".")) {
    if (!isSection(at) || !Object.hasOwn(at, key)) return false;
    at = at[key];
  }
  return at !== undefined;
}

/** A copy along the path alone; the rest is shared. */
function put(section: Section, keys: readonly string[], value: ParameterValue | undefined): Section {
  const [key, ...rest] = keys;
  if (rest.length === 0) return { ...section, [key!]: value };
  return { ...section, [key!]: put(section[key!] as Section, rest, value) };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

const faultsOf = (issues: readonly Issue[]): string[] =>
  issues.map(({ path, message }) =>
    `${path.length === 0 ? "system" : path.map(String).join(".")}: ${message}`
  );
