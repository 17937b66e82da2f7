import { parse as parseYaml } from "yaml";
import { err, ok, type Result } from "../lib/core/mod.ts";
import { environmentLayer } from "./environment.ts";
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
  const faults: string[] = [];
  const layers: Layer[] = [];
  for (const { name, text } of sources.files) {
    try {
      const values: unknown = parseYaml(text, { uniqueKeys: true, strict: true });
      if (values !== null && (typeof values !== "object" || Array.isArray(values))) {
        faults.push(
          `${name}: a mapping of sections is needed, found ${
            Array.isArray(values) ? "a list" : typeof values
          }`,
        );
      }
      layers.push({ name, values });
    } catch (cause) {
      faults.push(`${name}: not valid YAML: ${(cause as Error).message.split("\n")[0]}`);
    }
  }
  if (faults.length > 0) return err(faults);
  layers.push({ name: "environment", values: environmentLayer(sources.env, (text) => parseYaml(text)) });
  layers.push({ name: "command line", values: sources.flags });
  const { values, origins } = mergeLayers(layers);
  const parsed = configSchema.safeParse(values);
  if (parsed.success) return ok({ config: parsed.data, origins });
  return err(parsed.error.issues.flatMap((issue) => describe(issue, origins)));
}

type Issue = {
  readonly code?: string;
  readonly path: PropertyKey[];
  readonly message: string;
  readonly keys?: string[];
};

function describe(issue: Issue, origins: ReadonlyMap<string, string>): string[] {
  const at = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return (issue.keys ?? []).map((key) => {
      const path = [...at, key].join(".");
      return `${path}: unknown key (from ${
        originOf(path, origins)
      }); remove it or see \`config schema\` for what exists`;
    });
  }
  const path = at.join(".");
  return [`${path}: ${issue.message} (from ${originOf(path, origins)})`];
}

/** Layer of a path, or of the nearest section above it that was written; "defaults" when nobody wrote it. */
export function originOf(path: string, origins: ReadonlyMap<string, string>): string {
  return origins.get(path) ?? "defaults";
}
