import type { Life } from "../tree/protocol.ts";

/** Name of the lock that a life of a worker holds as long as it can do anything. */
export function lifeLockName({ id, incarnation }: Life): string {
  return `worker:${id}#${incarnation}`;
}
