// impure-file: it beats by the host's clock
import type { WorkerMetrics, WorkerReport } from "../tree/protocol.ts";
import { Hand } from "./hand.ts";
import type { RoleMetrics } from "./worker_role.ts";

/** What a heartbeat tells of. */
export interface Pulse {
  readonly hand: Hand;
  /** Null while the worker loads. */
  readonly role: RoleMetrics | null;
  /** Of the transport, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Reports a Beat every so many ms, as long as the thread lives and yields. */
export function startHeartbeat(
  everyMs: number,
  read: () => Pulse,
  report: (report: WorkerReport) => void,
): void {
  const beat = () => ({ takenMs: Date.now(), ...metricsOf(read(), performance.now()) });
  setInterval(() => report({ kind: "Beat", metrics: beat() }), everyMs);
}

/** Dead letters are those of transport and role together; reasons that never occurred are left out. */
export function metricsOf({ hand, role, refused }: Pulse, nowMs: number): Omit<WorkerMetrics, "takenMs"> {
  const deadLetters: Record<string, number> = {};
  for (const [reason, count] of [...Object.entries(refused), ...Object.entries(role?.deadLetters ?? {})]) {
    if (count > 0) deadLetters[reason] = (deadLetters[reason] ?? 0) + count;
  }
  return {
    busyMs: Hand.busyMs(hand, nowMs),
    isIdle: role?.isIdle ?? false,
    deadLetters,
    staleWrites: role?.staleWrites ?? 0,
    actors: role?.actors ?? [],
  };
}
