/** How a child process ended. */
export interface Ended {
  readonly ok: boolean;
  readonly stdout: string;
  /** The last lines of what it complained of, or that its time was up. */
  readonly complaint: string;
  /** From start to end, by the wall. */
  readonly wallS: number;
}

const COMPLAINT_LINES = 2;

/** Runs a program to its end, or to the end of its time. */
export async function runToEnd(
  [program, ...args]: readonly string[],
  options: {
    readonly timeoutS: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
  },
): Promise<Ended> {
  const startMs = performance.now();
  const { timeoutS, env = {}, cwd } = options;
  try {
    const { success, stdout, stderr } = await new Deno.Command(program, {
      args,
      env,
      ...(cwd === undefined ? {} : { cwd }),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      signal: AbortSignal.timeout(timeoutS * 1_000),
    }).output();
    const wallS = (performance.now() - startMs) / 1_000;
    const text = new TextDecoder().decode(stderr).trim();
    const complaint = success
      ? ""
      : text === "" && wallS >= timeoutS
      ? `not done after ${timeoutS} s`
      : tellingLines(text);
    return { ok: success, stdout: new TextDecoder().decode(stdout), complaint, wallS };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { ok: false, stdout: "", complaint: `there is no program ${program}`, wallS: 0 };
  }
}

/** The lines that name an error, else the last ones. */
function tellingLines(text: string): string {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const errors = lines.filter((line) => /error/i.test(line) && !/complete log/i.test(line));
  return (errors.length > 0 ? errors : lines).slice(-COMPLAINT_LINES).join(" | ");
}
