import { FatalError } from "../lib/runtime/mod.ts";
import { StoreRefused, StoreUnavailable } from "../lib/store/mod.ts";
import type { Command } from "./command.ts";
import { findCommand, help } from "./commands.ts";
import { EXIT, Refusal } from "./exit.ts";
import { complain } from "./terminal.ts";

/** Runs the program with its arguments; gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = "help", ...rest] = args;
  const command = findCommand(name);
  if (command === undefined) {
    complain(`Unknown command "${name}".\n\n${help()}`);
    return EXIT.refused;
  }
  return await attempt(command, rest);
}

async function attempt(command: Command, args: readonly string[]): Promise<number> {
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof Refusal || error instanceof StoreRefused) return fail(error.message, EXIT.refused);
    if (error instanceof StoreUnavailable) return fail(error.message, EXIT.unavailable);
    if (error instanceof FatalError) return fail(`Broken invariant: ${error.stack}`, EXIT.invariant);
    return fail(error instanceof Error ? describe(error) : String(error), EXIT.unexpected);
  }
}

/** The error with its causes, as an actor's crash hides the throw that began it. */
function describe(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${describe(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

function fail(text: string, code: number): number {
  complain(text);
  return code;
}
