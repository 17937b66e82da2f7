import type { Notice } from "../../../lib/runtime/mod.ts";
import { launchProgram, type ProgramOptions, type RootEnd, type RunningRoot } from "../campaigns/launch.ts";
import { processesOf } from "./process_figures.ts";

/** A root with its cells in a process group of its own, as a terminal has it. */
export interface RootGroup extends RunningRoot {
  /** Process ids of the newest life of each: "root", and every cell that has been ready. */
  readonly pids: ReadonlyMap<string, number>;
  /** To all processes at once, as Ctrl-C does. */
  signalGroup(name: Deno.Signal): void;
  /** Processes of the group that still live. */
  left(): readonly number[];
}

/**
 * Starts a root by `setsid`, so the number of its process is that of its group too, with `env` added to its own
 * environment (its cells' are in the tree).
 */
export function launchGroup(
  { onNotice, env = {}, ...options }: Omit<ProgramOptions, "before"> & {
    readonly env?: Readonly<Record<string, string>>;
  },
): RootGroup {
  const pids = new Map<string, number>();
  const root = launchProgram({
    ...options,
    before: ["setsid", "env", ...Object.entries(env).map(([name, value]) => `${name}=${value}`)],
    onNotice: (notice: Notice) => {
      if (notice.kind === "CellReady") pids.set(notice.cell, notice.pid);
      onNotice(notice);
    },
  });
  pids.set("root", root.pid);
  // whoever waits for it hears of it; nobody may wait yet
  root.ended.catch(() => {});
  return {
    ...root,
    pids,
    signalGroup: (name) => Deno.kill(-root.pid, name),
    left: () => processesOf(root.pid),
  };
}

/** Waits for the end; kills everything that is left of the group in any case. Throws Error after the deadline. */
export async function endOf(root: RootGroup, deadlineMs: number): Promise<RootEnd> {
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    killAll(root);
  }, deadlineMs);
  const end = await root.ended;
  clearTimeout(deadline);
  if (isLate) throw new Error(`The root did not end within ${deadlineMs} ms, and was killed`);
  return end;
}

/** SIGKILL to all that is left; harmless if nothing is. */
export function killAll(root: RootGroup): void {
  for (const pid of root.left()) {
    try {
      Deno.kill(pid, "SIGKILL");
    } catch {
      // ended by itself meanwhile
    }
  }
}
