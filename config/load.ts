import { parse as parseYaml } from "yaml";
import { err, ok, type Result } from "../lib/core/mod.ts";
import { environmentLayers } from "./environment.ts";
import { type Layer, mergeLayers } from "./layers.ts";
import { type Config, configSchema } from "./schema.ts";

/** A configuration file's text under the name a person knows it by. */
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}

/** Everything a configuration is made of, lowest precedence first: files, environment, flags. */
export interface ConfigSources {
  readonly files: readonly ConfigFile[];
  readonly env: Readonly<Record<string, string>>;
  /** What the command line sets, already as nested values. */
  readonly flags: unknown;
}

/** A valid configuration and where each written value came from (dotted path -> layer). */
export interface LoadedConfig {
  readonly config: Config;
  readonly origins: ReadonlyMap<string, string>;
}

/** Merges and validates; the refusal lists every fault with its path, its layer and what to do. */
export function loadConfig(sources: ConfigSources): Result<LoadedConfig, string[]> {
  const files = readFiles(sources.files);
  const known = mergeLayers(files.layers).values;
  const environment = environmentLayers(sources.env, known, readYaml);
  const unreadable = [...files.faults, ...environment.faults];
  if (unreadable.length > 0) return err(unreadable);
  const flags = { name: "command line", values: sources.flags };
  const { values, origins, faults } = mergeLayers([...files.layers, ...environment.layers, flags]);
  const parsed = configSchema.safeParse(values);
  if (parsed.success && faults.length === 0) return ok({ config: parsed.data, origins });
  const issues: Issue[] = parsed.error?.issues ?? [];
  return err([...faults, ...issues.flatMap((issue) => describe(issue, origins))]);
}

function readFiles(files: readonly ConfigFile[]): { layers: Layer[]; faults: string[] } {
  const faults: string[] = [];
  const layers: Layer[] = [];
  for (const { name, text } of files) {
    try {
      const values = readYaml(text);
      if (values !== null && (typeof values !== "object" || Array.isArray(values))) {
        const found = Array.isArray(values) ? "a list" : typeof values;
        faults.push(`${name}: a mapping of sections is needed, found ${found}`);
      }
      layers.push({ name, values });
    } catch (cause) {
      faults.push(`${name}: not valid YAML: ${(cause as Error).message.split("\n")[0]}`);
    }
  }
  return { layers, faults };
}

/** A value as YAML has it; throws on bad YAML, and on an alias within its own anchor, which would never end. */
function readYaml(text: string): unknown {
  const value: unknown = parseYaml(text, { uniqueKeys: true, strict: true });
  JSON.stringify(value);
  return value;
}

interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  /** Of a key that is no valid one: what is wrong with it. */
  readonly issues?: readonly { readonly message: string }[];
}

function describe(issue: Issue, origins: ReadonlyMap<string, string>): string[] {
  const at = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return (issue.keys ?? []).map((key) => {
      const path = [...at, key].join(".");
      return `${path}: unknown key (from ${
        writerOf(path, origins)
      }); remove it or see \`config schema\` for what exists`;
    });
  }
  const path = at.join(".");
  return [`${path}: ${rule(issue)} (from ${writerOf(path, origins)})`];
}

function rule({ code, message, issues }: Issue): string {
  if (code === "invalid_key" && issues?.[0] !== undefined) return `not a valid key: ${issues[0].message}`;
  const missing = /^Invalid input: expected (.+), received undefined$/.exec(message);
  return missing === null ? message : `is missing, expected ${missing[1]}`;
}

/** Layer that wrote a path itself; "defaults" when nobody did. */
export function originOf(path: string, origins: ReadonlyMap<string, string>): string {
  return origins.get(path) ?? "defaults";
}

/** Layer that wrote a path, or else the nearest section above it: where to look for what is missing or clashes. */
function writerOf(path: string, origins: ReadonlyMap<string, string>): string {
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
    const origin = origins.get(at);
    if (origin !== undefined) return origin;
  }
  return "defaults";
}
