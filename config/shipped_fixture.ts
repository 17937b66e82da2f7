// The shipped files, as the command line reads them: for tests.
import { unwrap } from "../lib/core/mod.ts";
import { type ConfigFile, type ConfigSources, loadConfig, type LoadedConfig } from "./load.ts";

/** A file of the project under its path in it. */
export function projectFile(path: string): ConfigFile {
  return { name: path, text: Deno.readTextFileSync(new URL(`../${path}`, import.meta.url)) };
}

export const SHIPPED: readonly ConfigFile[] = [
  projectFile("config/default.yaml"),
  projectFile("config/systems/regime-router.yaml"),
];

/** The shipped configuration with a layer of one's own, an environment and flags over it. */
export function sources(
  yaml: string,
  more: Partial<Pick<ConfigSources, "env" | "flags">> = {},
): ConfigSources {
  return { files: [...SHIPPED, { name: "my.yaml", text: yaml }], env: {}, flags: {}, ...more };
}

/** The configuration of sources that must be sound. */
export function load(yaml: string, more: Partial<Pick<ConfigSources, "env" | "flags">> = {}): LoadedConfig {
  return unwrap(loadConfig(sources(yaml, more)), "test configuration");
}

/** The faults of sources that must be refused. */
export function faultsOf(
  yaml: string,
  more: Partial<Pick<ConfigSources, "env" | "flags">> = {},
): string[] {
  const loaded = loadConfig(sources(yaml, more));
  if (loaded.ok) throw new Error(`This configuration must be refused:\n${yaml}`);
  return loaded.error;
}
