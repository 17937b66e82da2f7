import { ADDRESS, type FreeWorld } from "../actors/mod.ts";
import { systemClock } from "../lib/core/mod.ts";
import { PORTFOLIO_SCOPE } from "../lib/risk/mod.ts";
import type { OperatorAsked } from "../lib/trader/mod.ts";
import { complain } from "./terminal.ts";

/** The signal that closes everything; those that stop the program keep every position with its stop. */
export const KILL_SIGNAL = "SIGUSR2";

/** Pulls the kill switch at the signal, each time it comes; returns how to stop that. */
export function watchKillSwitch(world: FreeWorld): () => void {
  const pull = () => {
    complain(`${KILL_SIGNAL}: closing everything`);
    const asked: OperatorAsked = {
      ...{ kind: "OperatorAsked", commandId: crypto.randomUUID(), by: KILL_SIGNAL },
      command: { kind: "Flatten", scope: PORTFOLIO_SCOPE, reason: "the process was told so by a signal" },
      atMs: systemClock.nowMs(),
    };
    world.tell(ADDRESS.risk, asked);
  };
  Deno.addSignalListener(KILL_SIGNAL, pull);
  return () => Deno.removeSignalListener(KILL_SIGNAL, pull);
}
