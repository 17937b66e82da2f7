/** Memory of one process, MiB, and its threads. */
export interface Memory {
  /** Proportional set size: pages that processes share count by their share. */
  readonly pssMib: number;
  readonly rssMib: number;
  readonly threads: number;
}

export const Memory = { of, parse };

/** As Linux tells it now. Throws where the process is gone. */
function of(pid: number): Memory {
  const rollup = Deno.readTextFileSync(`/proc/${pid}/smaps_rollup`);
  const threads = [...Deno.readDirSync(`/proc/${pid}/task`)].length;
  return { ...parse(rollup), threads };
}

/** Throws Error on what is no smaps_rollup. */
function parse(rollup: string): Pick<Memory, "pssMib" | "rssMib"> {
  return { pssMib: mib(rollup, "Pss"), rssMib: mib(rollup, "Rss") };
}

function mib(rollup: string, name: string): number {
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(rollup)?.[1];
  if (kib === undefined) throw new Error(`Cannot read memory as smaps_rollup must have "${name}"`);
  return Number(kib) / 1024;
}
