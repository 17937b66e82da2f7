import { denoNeeds } from "../../fixtures/cli.ts";

/** A program that was started, and what it has printed. */
export interface Started {
  readonly pid: number;
  readonly printed: () => string;
  readonly hasEnded: () => boolean;
  /** Ends it: in order within `ms`, else at once. Gives the exit code, and -1 for the latter. */
  stop(ms: number): Promise<number>;
  readonly ended: Promise<number>;
}

export interface StartOptions {
  /** The program's folder. */
  readonly program: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** As `deno task start`. */
const FLAGS = [
  ...["run", "--no-prompt", "--frozen", "--cached-only"],
  ...["--allow-env", "--allow-read", "--allow-write", "--allow-run", "--allow-net"],
];

/** Starts the program with arguments, in a folder of its own and with nothing of our environment. */
export function startProgram(
  args: readonly string[],
  { program, folder, environment }: StartOptions,
): Started {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...FLAGS, `${program}/main.ts`, ...args],
    ...{ cwd: folder, clearEnv: true, stdin: "null", stdout: "piped", stderr: "piped" },
    env: { ...denoNeeds(), NO_COLOR: "1", ...environment },
  }).spawn();
  let printed = "", hasEnded = false;
  const hear = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) printed += decoder.decode(bytes, { stream: true });
  };
  const heard = Promise.all([hear(child.stdout), hear(child.stderr)]);
  const ended = child.status.then(async ({ code }) => {
    hasEnded = true;
    await heard;
    return code;
  });
  return {
    ...{ pid: child.pid, printed: () => printed, hasEnded: () => hasEnded, ended },
    async stop(ms) {
      let isLate = false;
      if (!hasEnded) child.kill("SIGTERM");
      const timer = setTimeout(() => {
        isLate = true;
        if (!hasEnded) child.kill("SIGKILL");
      }, ms);
      const code = await ended;
      clearTimeout(timer);
      return isLate ? -1 : code;
    },
  };
}

/** A process, and those it has started. */
export function family(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // it has ended
    }
  }
  const found = [pid];
  for (const one of found) {
    for (const [child, parent] of parents) if (parent === one && !found.includes(child)) found.push(child);
  }
  return found;
}
