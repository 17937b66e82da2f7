// impure-file: it locks files and ends processes

/** A file lock this process holds until it ends or releases it. */
export interface OsLock {
  release(): void;
}

/** The lock, or the process that holds it: 0 if it has not written its number yet. */
export type LockAttempt = { readonly ok: true; readonly lock: OsLock } | {
  readonly ok: false;
  readonly pid: number;
};

/**
 * Tries to take the exclusive OS lock on a file, once, and writes the own process number into it. The system frees it
 * however its holder ends; the file stays, as removing it would let two hold "the" lock. Throws what opening the file
 * throws.
 */
export function tryOsLock(path: string): LockAttempt {
  const file = Deno.openSync(path, { read: true, write: true, create: true });
  if (!file.tryLockSync(true)) {
    const pid = pidIn(file);
    file.close();
    return { ok: false, pid };
  }
  file.truncateSync(0);
  file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  file.syncSync();
  return { ok: true, lock: { release: () => file.close() } };
}

/**
 * Ends a process at once, but only while it still holds this lock: its number may long be another's. "free": nobody
 * holds it; "other": somebody else does, or nobody says who.
 */
export function killHolder(path: string, pid: number): "killed" | "free" | "other" {
  const file = Deno.openSync(path, { read: true, write: true });
  try {
    if (file.tryLockSync(true)) return "free";
    if (pidIn(file) !== pid || pid === Deno.pid || pid <= 1) return "other";
    return killProcess(pid) ? "killed" : "free";
  } finally {
    file.close();
  }
}

/** SIGKILL, which also ends what is stopped or loops. False if there is no such process any more. */
export function killProcess(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGKILL");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function pidIn(file: Deno.FsFile): number {
  const bytes = new Uint8Array(20);
  file.seekSync(0, Deno.SeekMode.Start);
  const length = file.readSync(bytes) ?? 0;
  const pid = Number(new TextDecoder().decode(bytes.subarray(0, length)));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : 0;
}
