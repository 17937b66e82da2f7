/** One command of the program. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Gives the exit code; throws Refusal for what the person can mend. */
  readonly run: (args: readonly string[]) => number | Promise<number>;
}
