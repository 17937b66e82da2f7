/**
 * A folder with the shell scripts and a program that only pretends: it prints a configuration, and `start` waits for a signal.
 *
 * @module
 */
import { type Scratch, scratch } from "../fixtures/cli.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** The scripts that the project ships, from its root. */
export const SCRIPTS = ["start.sh", "stop.sh", "healthcheck.sh", "deploy/scripts.sh"] as const;

/** How a script ended, and all it printed. */
export interface Said {
  readonly code: number;
  readonly text: string;
}

/** A folder of its own; what still runs there is killed at the end of the scope. */
export interface Installed extends Disposable {
  readonly folder: Scratch;
  /** Runs a script with what a person types, and with PATH and `env` as its whole environment. */
  run(script: string, options?: RunOptions): Promise<Said>;
  /** Writes .env; its owner alone may read it unless `mode` says otherwise. */
  putEnv(text: string, mode?: number): void;
  /** Names in one of its folders, sorted. */
  names(of: string): string[];
  /** Process of the pid file. */
  pid(): number;
}

export interface RunOptions {
  readonly args?: readonly string[];
  readonly typed?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * `mode` is what the configuration says. `start` writes its arguments and environment to seen.txt, and ends in order on
 * SIGTERM; with STUBBORN set it does not, with BROKEN set it ends at once with that code.
 */
export const fakeProgram = (mode = "paper", more = ""): string =>
  `#!/bin/sh
if [ "$1" = config ]; then
  printf '  mode   "${mode}"   # config/default.yaml\\n  account.id   "main-1"   # x\\n${more}'
  exit 0
fi
[ -z "\${BROKEN:-}" ] || { echo "Configuration refused"; exit "$BROKEN"; }
{ echo "$*"; env; } >seen.txt
echo '{"event":"started"}'
if [ -n "\${STUBBORN:-}" ]; then trap '' TERM; else trap 'echo stopped in order; exit 0' TERM; fi
while :; do sleep 0.1; done
`;

export function installed(program = fakeProgram()): Installed {
  const folder = scratch();
  for (const script of SCRIPTS) folder.put(script, Deno.readTextFileSync(ROOT + script));
  folder.put("bulkhead", program);
  for (const file of [...SCRIPTS, "bulkhead"]) Deno.chmodSync(`${folder.path}/${file}`, 0o755);
  const pid = () => Number(folder.text("run/bulkhead.pid").split("\n")[0]);
  return {
    folder,
    pid,
    putEnv(text, mode = 0o600) {
      folder.put(".env", text);
      Deno.chmodSync(`${folder.path}/.env`, mode);
    },
    names: (of) => [...Deno.readDirSync(`${folder.path}/${of}`)].map(({ name }) => name).sort(),
    run: (script, options) => run(folder.path, script, options),
    [Symbol.dispose]() {
      try {
        Deno.kill(pid(), "SIGKILL");
      } catch { /* it has ended, or never began */ }
      folder[Symbol.dispose]();
    },
  };
}

async function run(
  folder: string,
  script: string,
  { args = [], typed = "", env = {} }: RunOptions = {},
): Promise<Said> {
  const child = new Deno.Command("sh", {
    args: [`${folder}/${script}`, ...args],
    // from anywhere
    cwd: "/",
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", START_WATCH_SECONDS: "1", ...env },
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const writer = child.stdin.getWriter();
  // a script that asks nothing has closed it
  await writer.write(new TextEncoder().encode(typed)).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { code, text: text.decode(stdout) + text.decode(stderr) };
}

/** Whether a program can be started by its name. */
export function onPath(program: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return folders.some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
}
