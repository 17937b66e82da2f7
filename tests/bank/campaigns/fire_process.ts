import type { ProcessProbe } from "./fire_judge.ts";

/** Asks Linux. One that has ended and waits to be noticed counts as ended. */
export const machine: ProcessProbe = { bornAt, workerThreads };

/** Fields of /proc/<pid>/stat after the name in brackets, which may have any sign in it. */
const STATE = 0, START_TIME = 19;

function bornAt(pid: number): number | null {
  const fields = statOf(pid);
  return fields === null || "ZX".includes(fields[STATE]) ? null : Number(fields[START_TIME]);
}

function statOf(pid: number): string[] | null {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat === null ? null : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Deno calls them worker-1, worker-2 and so on, in the order of their starts. */
function workerThreads(pid: number): number {
  if (statOf(pid)?.[STATE] === "T") return 0;
  const tasks = `/proc/${pid}/task`;
  try {
    return [...Deno.readDirSync(tasks)]
      .filter(({ name }) => textOf(`${tasks}/${name}/comm`)?.startsWith("worker-")).length;
  } catch (error) {
    if (isOver(error)) return 0;
    throw error;
  }
}

/** Null if what it tells of is over. */
function textOf(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (isOver(error)) return null;
    throw error;
  }
}

/** It ended before or while it was read: then Deno has no class and no code for ESRCH, only its number. */
export function isOver(error: unknown): boolean {
  const isNoProcess = error instanceof Error && error.message.includes("(os error 3)");
  return error instanceof Deno.errors.NotFound || isNoProcess;
}

/** Sends a signal; false if there is no such process any more. */
export function signalProcess(pid: number, signal: Deno.Signal): boolean {
  try {
    Deno.kill(pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
