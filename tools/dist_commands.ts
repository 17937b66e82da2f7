/**
 * Which permissions each command of the program runs with: those of its task in deno.json.
 *
 * @module
 */
import type { Manifest } from "./dist_packages.ts";

const TASK_REGEXP = /^deno run ((?:-\S+ )*)main\.ts (\S+)$/;
/** Said by every packed start anyway. */
const ALWAYS = ["--no-prompt", "--frozen", "--cached-only"];

/** One command of the program. */
export interface PackedCommand {
  readonly name: string;
  /** Flags of `deno run`. */
  readonly flags: readonly string[];
}

/** Every task that starts main.ts and nothing else, in the order of deno.json. Throws Error where one is `-A`. */
export function packedCommands({ tasks }: Manifest): PackedCommand[] {
  return Object.values(tasks).flatMap((task) => {
    const match = TASK_REGEXP.exec(typeof task === "string" ? task : task.command);
    if (match === null) return [];
    const [, written, name] = match;
    const flags = written.trim().split(" ").filter((flag) => !ALWAYS.includes(flag));
    if (flags.includes("-A") || flags.includes("--allow-all")) {
      throw new Error(
        `Cannot pack ${name} as its task must list its permissions: current value is ${written}`,
      );
    }
    return [{ name, flags: [...ALWAYS, ...flags] }];
  });
}

/** Lines of a POSIX `case` that set `flags` by the name of the command; anything else gets those of help. */
export function flagCases(commands: readonly PackedCommand[]): string {
  const help = commands.find(({ name }) => name === "help");
  if (help === undefined) {
    throw new Error("Cannot pack the program as deno.json has no task that starts main.ts help");
  }
  const line = (pattern: string, flags: readonly string[]) => `  ${pattern}) flags='${flags.join(" ")}' ;;`;
  return [
    ...commands.filter((command) => command !== help).map(({ name, flags }) => line(name, flags)),
    line("*", help.flags),
  ].join("\n");
}
