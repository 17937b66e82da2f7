import { parseArgs, type ParseArgsConfig } from "node:util";
import { Refusal } from "./exit.ts";

/** Options of a command as node:util's parseArgs takes them, each with a line of help. */
export type Options = Readonly<
  Record<
    string,
    NonNullable<ParseArgsConfig["options"]>[string] & { readonly help: string; readonly value?: string }
  >
>;

/** What was written, by option name. */
export interface Parsed {
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  readonly positionals: readonly string[];
}

/** Reads a command's arguments; unknown options, and words after the first `maxWords`, are refused. */
export function readOptions(
  command: string,
  options: Options,
  args: readonly string[],
  maxWords = 0,
): Parsed {
  const seeHelp = `See \`deno task ${command} --help\`.`;
  let parsed: Parsed;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
      strict: true,
    });
    parsed = { values: values as Parsed["values"], positionals };
  } catch (cause) {
    // what follows is about a "--" that no command here has a use for
    const what = (cause as Error).message.replace(/\. To specify a positional.*$/s, ".");
    throw new Refusal(`${what}\n${seeHelp}`);
  }
  const extra = parsed.positionals.slice(maxWords);
  if (extra.length === 0) return parsed;
  throw new Refusal(
    `Unexpected "${extra.join(" ")}" after ${command}: files and values go with an option.\n${seeHelp}`,
  );
}

/** Text of one option, if it was written. */
export function text(parsed: Parsed, name: string): string | undefined {
  const value = parsed.values[name];
  return typeof value === "string" ? value : undefined;
}

/** Texts of an option that may be repeated. */
export function texts(parsed: Parsed, name: string): readonly string[] {
  const value = parsed.values[name];
  return Array.isArray(value)
    ? value.filter((v) => typeof v === "string")
    : typeof value === "string"
    ? [value]
    : [];
}

/** A number option; refused when it is none. */
export function number(parsed: Parsed, name: string): number | undefined {
  const written = text(parsed, name);
  if (written === undefined) return undefined;
  const value = Number(written);
  if (written.trim() === "" || !Number.isFinite(value)) {
    throw new Refusal(`--${name} needs a number: current value is "${written}"`);
  }
  return value;
}

/** Help text of a command. */
export function describeOptions(usage: string, options: Options, examples: readonly string[]): string {
  const rows = Object.entries(options).map(([name, { value, help }]) =>
    `  --${(value ? `${name} ${value}` : name).padEnd(26)}${help}`
  );
  return [`Usage: ${usage}`, "", ...rows, "", "Examples:", ...examples.map((e) => `  ${e}`)].join("\n");
}
