// impure-file: a supervisor's timers run on the host's own clock
import { Supervisor } from "../supervision/supervisor.ts";
import type { ChildSpec, ExitReason } from "../supervision/child_spec.ts";
import type { SupervisorFlags } from "../supervision/supervisor_flags.ts";
import type { SupervisorCommand, SupervisorEvent } from "../supervision/supervisor_protocol.ts";

/** A supervisor's commands, but for timers, which `supervise()` keeps itself. */
export type SupervisorOrder = Exclude<SupervisorCommand, { readonly kind: "SetTimer" | "ClearTimer" }>;

/** An event without its time. */
export type SupervisorFact = SupervisorEvent extends infer E
  ? E extends { atMs: number } ? Omit<E, "atMs"> : never
  : never;

/** A timer that fires later than this, ms, shows that this process stood still. */
const LATE_MS = 25;
/**
 * So long, ms, it then waits for what came in meanwhile: after a standstill, all timers that are due fire before the first
 * report or exit is heard, and whoever was in time would be killed, or declared unkillable.
 */
const CATCH_UP_MS = 50;

/** A supervisor that runs. */
export interface Supervised {
  tell(fact: SupervisorFact): void;
  /** Forgets all timers: for a supervisor whose whole process is gone. */
  abandon(): void;
}

/**
 * Runs a supervisor: keeps its timers, stamps facts with the host's clock, hands its orders to `carryOut` one by one.
 * An order that leads to a fact at once may tell it: facts wait their turn.
 */
export function supervise(
  { flags, children, seed }: {
    readonly flags: SupervisorFlags;
    readonly children: readonly ChildSpec[];
    readonly seed: string;
  },
  carryOut: (order: SupervisorOrder) => void,
): Supervised {
  let state = Supervisor.create({ flags, children, seed });
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const facts: SupervisorFact[] = [];
  let isBusy = false;
  let isAbandoned = false;

  function tell(fact: SupervisorFact): void {
    facts.push(fact);
    if (isBusy || isAbandoned) return;
    isBusy = true;
    for (let next = facts.shift(); next !== undefined && !isAbandoned; next = facts.shift()) take(next);
    isBusy = false;
  }

  function take(fact: SupervisorFact): void {
    const step = Supervisor.step(state, { ...fact, atMs: performance.now() } as SupervisorEvent);
    state = step.state;
    for (const command of step.commands) {
      if (command.kind === "SetTimer") setTimer(command.name, command.dueMs);
      else if (command.kind === "ClearTimer") clearTimer(command.name);
      else carryOut(command);
    }
  }

  function setTimer(name: string, dueMs: number): void {
    const fire = () => {
      if (performance.now() - dueMs > LATE_MS) timers.set(name, setTimeout(tellFired, CATCH_UP_MS));
      else tellFired();
    };
    const tellFired = () => {
      timers.delete(name);
      tell({ kind: "TimerFired", name });
    };
    timers.set(name, setTimeout(fire, Math.max(0, dueMs - performance.now())));
  }

  function clearTimer(name: string): void {
    clearTimeout(timers.get(name));
    timers.delete(name);
  }

  function abandon(): void {
    isAbandoned = true;
    for (const name of [...timers.keys()]) clearTimer(name);
  }

  return { tell, abandon };
}

/** How a reason reads in logs. */
export function reasonText({ kind, detail }: ExitReason): string {
  return detail === "" ? kind : `${kind}: ${detail}`;
}
