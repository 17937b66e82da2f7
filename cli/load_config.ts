import { type ConfigFile, loadConfig, type LoadedConfig } from "../config/mod.ts";
import { Refusal } from "./exit.ts";
import { type Options, type Parsed, text, texts } from "./options.ts";
import { processEnvironment } from "./process_environment.ts";

/** Options every command has that reads the configuration. */
export const CONFIG_OPTIONS: Options = {
  system: { type: "string", value: "FILE", help: "system file (default: the shipped regime-router)" },
  config: {
    type: "string",
    multiple: true,
    value: "FILE",
    help: "a layer of your own over it; may be repeated",
  },
  store: { type: "string", value: "FILE", help: "SQLite file of the run (also BULKHEAD_STORE)" },
};

/** Reads the layers a command line names and validates them; every fault is told at once. */
export function loadConfigFor(parsed: Parsed, flags: unknown = {}): LoadedConfig {
  const files: ConfigFile[] = [
    shipped("config/default.yaml"),
    text(parsed, "system") === undefined
      ? shipped("config/systems/regime-router.yaml")
      : own(text(parsed, "system")!),
    ...texts(parsed, "config").map(own),
  ];
  const store = text(parsed, "store");
  const loaded = loadConfig({
    files,
    env: processEnvironment(),
    flags: store === undefined ? flags : { ...flags as object, store: { path: store } },
  });
  if (loaded.ok) return loaded.value;
  throw new Refusal(
    `Configuration refused, nothing was traded:\n${loaded.error.map((f) => `  ${f}`).join("\n")}`,
  );
}

function shipped(path: string): ConfigFile {
  return { name: path, text: Deno.readTextFileSync(new URL(`../${path}`, import.meta.url)) };
}

function own(path: string): ConfigFile {
  try {
    return { name: path, text: Deno.readTextFileSync(path) };
  } catch (cause) {
    throw new Refusal(`Cannot read configuration file ${path}: ${(cause as Error).message}. Check the path.`);
  }
}
