// deno-lint-ignore-file no-console

/** A campaign as a command: its options, how they are written, and what it does; true if nothing was found. */
export interface Command<T> {
  readonly readOptions: (args: readonly string[]) => T;
  readonly usage: string;
  readonly campaign: (options: T, signal: AbortSignal) => Promise<boolean>;
}

/** Runs it and exits: 0 if nothing was found, 1 if something was, 2 for wrong options. SIGINT and SIGTERM abort it. */
export async function runCommand<T>({ readOptions, usage, campaign }: Command<T>): Promise<never> {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => stop.abort(new Error(`Stopped by ${name}`)));
  }
  let options: T;
  try {
    options = readOptions(Deno.args);
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    Deno.exit(2);
  }
  Deno.exit(await campaign(options, stop.signal) ? 0 : 1);
}
