/** What a process takes, as Linux counts it. */
export interface ProcessFigures {
  /** Proportional set size, MiB: of what several processes map (the program itself, above all), a share. */
  readonly pssMib: number;
  /**
   * The part of it that is the process's own, MiB: heaps, stacks, caches of the store. The rest depends on who else runs
   * the same program just now.
   */
  readonly ownMib: number;
  readonly threads: number;
  readonly descriptors: number;
}

/** Figures of a process now; null if there is none of that number, or it is just ending. */
export function processFigures(pid: number): ProcessFigures | null {
  try {
    const memory = Deno.readTextFileSync(`/proc/${pid}/smaps_rollup`);
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return {
      pssMib: numberAfter("Pss:", memory) / 1_024,
      ownMib: (numberAfter("Pss_Anon:", memory) + numberAfter("Pss_Shmem:", memory)) / 1_024,
      threads: numberAfter("Threads:", status),
      descriptors: [...Deno.readDirSync(`/proc/${pid}/fd`)].length,
    };
  } catch {
    // it may end between any two of these
    return null;
  }
}

function numberAfter(label: string, text: string): number {
  const line = text.split("\n").find((candidate) => candidate.startsWith(label));
  if (line === undefined) throw new Error(`Cannot read "${label}" as there is no such line`);
  return Number(/\d+/.exec(line.slice(label.length))![0]);
}

/** Numbers of the processes of a group that have not ended. */
export function processesOf(group: number): readonly number[] {
  const found: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      // after the name, which is in brackets and may hold anything: state, parent, group
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (Number(pgrp) === group && state !== "Z" && state !== "X") found.push(Number(name));
    } catch {
      // ended since it was listed
    }
  }
  return found;
}
