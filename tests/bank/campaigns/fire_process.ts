import type { ProcessProbe } from "./fire_judge.ts";

/** Asks Linux. One that has ended and waits to be noticed counts as ended. */
export const machine: ProcessProbe = { bornAt };

/** Fields of /proc/<pid>/stat after the name in brackets, which may have any sign in it. */
const STATE = 0, START_TIME = 19;

function bornAt(pid: number): number | null {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return "ZX".includes(fields[STATE]) ? null : Number(fields[START_TIME]);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    // it ended while it was read
    if (error instanceof Error && error.message.includes("ESRCH")) return null;
    throw error;
  }
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
