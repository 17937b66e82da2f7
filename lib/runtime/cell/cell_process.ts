// impure-file: it spawns and ends processes
import { spawn } from "node:child_process";
import type { ExitReason } from "../supervision/child_spec.ts";
import type { AgentCommand, AgentReport, CellBoot } from "../tree/protocol.ts";
import type { CellSpec, Timing } from "../tree/tree_spec.ts";
import { cellArguments, type CellEntry, cellEnvironment } from "./cell_command.ts";
import { killProcess } from "./os_lock.ts";
import { createOutbox } from "./outbox.ts";
import { exitReasonOf, type ProcessExit } from "./process_exit.ts";

export { killHolder } from "./os_lock.ts";

/** The process of a cell, as the root sees it. */
export interface CellProcess {
  readonly pid: number;
  /** What is sent to a process that ends is lost. */
  send(commands: readonly AgentCommand[]): void;
  /** Ends it at once, also if it loops or is stopped. Means nothing once it has ended. */
  kill(): void;
  /** Leaves it alone: it exits by itself. */
  disconnect(): void;
}

export interface SpawnCellOptions {
  readonly spec: CellSpec;
  readonly cellModule: CellEntry;
  readonly lockPath: string;
  readonly timing: Timing;
  /** Never called before spawnCell() returns, nor after `onExit`. */
  readonly onReport: (report: AgentReport) => void;
  /** The exit proof, once. */
  readonly onExit: (reason: ExitReason, exit: ProcessExit) => void;
}

/** How long reports that are still in the pipe of an ended process may take, ms. */
const LAST_WORDS_MS = 50;

/**
 * Starts the process of a cell by this executable: with its listed permissions and environment, its heap limit, and a
 * channel to this process. Throws TypeError if its permissions are empty, and what the system says if there can be no process.
 */
export function spawnCell(
  { spec, cellModule, lockPath, timing, onReport, onExit }: SpawnCellOptions,
): CellProcess {
  const child = spawn(Deno.execPath(), cellArguments(spec, cellModule), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
    env: cellEnvironment(spec, (name) => Deno.env.get(name)),
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`Cannot spawn cell ${spec.id} as the system gives it no process`);
  let exit: ProcessExit | null = null;
  let isOver = false;

  function finish(): void {
    if (exit === null || isOver) return;
    isOver = true;
    // Deno 2.9 does not close it by itself after most kills
    if (child.connected) child.disconnect();
    onExit(exitReasonOf(exit), exit);
  }

  // a write to a dying process fails; its exit says it all
  child.on("error", () => {});
  child.on("message", (reports) => {
    for (const report of reports as unknown as readonly AgentReport[]) if (!isOver) onReport(report);
  });
  child.on("disconnect", finish);
  child.on("exit", (code, signal) => {
    exit = { code, signal };
    if (child.connected) setTimeout(finish, LAST_WORDS_MS);
    else finish();
  });
  const boot: CellBoot = { kind: "CellBoot", spec, lockPath, timing };
  child.send(boot);
  const outbox = createOutbox<AgentCommand>((batch, done) => void child.send([...batch], () => done()));
  return {
    pid,
    send: (commands) => {
      if (exit === null) outbox.push(commands);
    },
    kill: () => {
      if (exit === null) killProcess(pid);
    },
    disconnect: () => {
      if (child.connected) child.disconnect();
    },
  };
}
