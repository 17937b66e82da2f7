// impure-file: it locks a file
import { type OsLock, tryOsLock } from "./os_lock.ts";

/**
 * Claims a run folder for this root until it releases it or ends; makes the folder if need be. Throws Error if another
 * root has it: which one lives on is for people to decide, so it is never killed.
 */
export function lockRoot(dir: string): OsLock {
  Deno.mkdirSync(dir, { recursive: true });
  const path = `${dir}/root.lock`;
  const attempt = tryOsLock(path);
  if (attempt.ok) return attempt.lock;
  const holder = attempt.pid === 0 ? "a process that has not said its number" : `process ${attempt.pid}`;
  throw new Error(
    `Cannot start a root in "${dir}" as no other may use the folder: current value is ${holder}, which holds ` +
      `"${path}"; stop it first, or use another folder`,
  );
}
