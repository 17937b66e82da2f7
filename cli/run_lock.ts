import { Refusal } from "./exit.ts";
import type { RunPlace } from "./run_place.ts";

/**
 * Claims a run folder for this process until it ends; the system frees it however that is. Refuses while another process
 * plays the run: nothing of it is touched then.
 */
export function lockRun({ runFolder }: RunPlace): void {
  Deno.mkdirSync(runFolder, { recursive: true });
  const file = Deno.openSync(`${runFolder}/run.lock`, { read: true, write: true, create: true });
  if (file.tryLockSync(true)) {
    file.truncateSync(0);
    file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
    return;
  }
  const pid = pidIn(file);
  file.close();
  throw new Refusal(
    `Cannot play ${runFolder} as process ${
      pid || "of an unknown number"
    } plays it: stop it first, or name another ` +
      "store with --store or BULKHEAD_STORE.",
  );
}

/** Number of the process that plays a run now; null if none does. */
export function playingPid({ runFolder }: RunPlace): number | null {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(`${runFolder}/run.lock`, { read: true, write: true });
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return null;
    throw cause;
  }
  try {
    // what nobody holds was left by a process that is gone
    return file.tryLockSync(true) ? null : Number(pidIn(file)) || null;
  } finally {
    file.close();
  }
}

function pidIn(file: Deno.FsFile): string {
  const bytes = new Uint8Array(20);
  const length = file.readSync(bytes) ?? 0;
  return new TextDecoder().decode(bytes.subarray(0, length)).trim();
}
