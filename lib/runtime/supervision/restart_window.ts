/** One restart that was granted or asked for too much. */
export interface RestartRecord {
  readonly id: string;
  readonly atMs: number;
}

/**
 * The restarts within the period that ends with `restart`, this one last. One that happened exactly `periodMs`
 * ago still counts. Source: `add_restart` of OTP's supervisor.erl.
 */
export function addRestart(
  restarts: readonly RestartRecord[],
  restart: RestartRecord,
  periodMs: number,
): RestartRecord[] {
  return [...restarts.filter(({ atMs }) => restart.atMs - atMs <= periodMs), restart];
}

/** How many of the restarts are of this child. */
export function countOf(restarts: readonly RestartRecord[], id: string): number {
  return restarts.filter((restart) => restart.id === id).length;
}
