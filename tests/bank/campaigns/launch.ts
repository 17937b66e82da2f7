import type { Notice, TreeMetrics } from "../../../lib/runtime/mod.ts";
import { linesOf } from "../../lines.ts";
import type { BankTreeOptions } from "../bank_tree.ts";

/** What a campaign asks of one root process; folders are added. */
export interface LaunchOptions {
  /** Folder of this bank: its store and its locks; a later root on the same folder goes on with the same bank. */
  readonly folder: string;
  readonly tree: Omit<BankTreeOptions, "programFolder" | "storePath" | "runFolder">;
  readonly transfers: number;
  readonly chains?: number;
  readonly maxRounds?: number;
  /** Program folder with the product to run, absolute. @default {this one} */
  readonly program?: string;
  /** Words before the command: ["taskset", "-c", "0"]. */
  readonly before?: readonly string[];
  readonly onNotice?: (notice: Notice) => void;
}

/** How a root process ended. */
export interface RootEnd {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  /** Null if it was killed before it could say. */
  readonly metrics: TreeMetrics | null;
  readonly stderr: string;
  readonly elapsedMs: number;
}

/** A bank's root as a process of its own. */
export interface RunningRoot {
  readonly pid: number;
  /** Its process is over; its cells may still be on their way out, and what it said still in the pipe. */
  readonly exited: Promise<Deno.CommandStatus>;
  /** It and all its cells are over. */
  readonly ended: Promise<RootEnd>;
  signal(name: Deno.Signal): void;
}

const PROGRAM = new URL("../../..", import.meta.url).pathname.replace(/\/$/, "");
const FLAGS = ["--no-prompt", "--frozen", "--allow-env", "--allow-read", "--allow-write", "--allow-run"];

export function storeOf(folder: string): string {
  return `${folder}/store/bank.sqlite`;
}

/** Starts a root on the bank in `folder`. */
export function launchRoot({ folder, tree, program, before, onNotice, ...run }: LaunchOptions): RunningRoot {
  return launchProgram({
    ...{ module: "tests/bank/root.ts", before: before ?? [], program: program ?? PROGRAM },
    options: { ...run, tree: { ...tree, ...foldersOf(folder, program) } },
    onNotice: onNotice ?? (() => {}),
  });
}

/** Where a bank in `folder` keeps what, as its tree must be told; makes the folders. */
export function foldersOf(folder: string, program: string = PROGRAM) {
  for (const sub of ["store", "run"]) Deno.mkdirSync(`${folder}/${sub}`, { recursive: true });
  return { programFolder: program, storePath: storeOf(folder), runFolder: `${folder}/run` };
}

/** A root of another kind, that prints as the bank's does. */
export interface ProgramOptions {
  /** Its module, from the program's folder. */
  readonly module: string;
  /** Its one argument, plain JSON. */
  readonly options: unknown;
  readonly program?: string;
  readonly before?: readonly string[];
  readonly onNotice: (notice: Notice) => void;
}

/** Starts a root by its module. */
export function launchProgram(
  { module, options, program = PROGRAM, before = [], onNotice }: ProgramOptions,
): RunningRoot {
  const call = [Deno.execPath(), "run", ...FLAGS, `${program}/${module}`, JSON.stringify(options)];
  const words = [...before, ...call];
  const startMs = performance.now();
  const child = new Deno.Command(words[0], {
    args: words.slice(1),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  })
    .spawn();
  return {
    pid: child.pid,
    exited: child.status,
    signal: (name) => child.kill(name),
    ended: end(child, startMs, onNotice),
  };
}

async function end(
  child: Deno.ChildProcess,
  startMs: number,
  onNotice: (notice: Notice) => void,
): Promise<RootEnd> {
  const stderr = new Response(child.stderr).text();
  let metrics: TreeMetrics | null = null;
  for await (const line of linesOf(child.stdout)) {
    const said = JSON.parse(line) as Notice | { readonly kind: "Ended"; readonly metrics: TreeMetrics };
    if (said.kind === "Ended") metrics = said.metrics;
    else onNotice(said);
  }
  const { code, signal } = await child.status;
  return { code, signal, metrics, stderr: await stderr, elapsedMs: performance.now() - startMs };
}
