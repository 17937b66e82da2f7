import { Position, type Side } from "../../lib/domain/mod.ts";
import type { ExchangeState } from "../../lib/simulator/mod.ts";

/** A position at the exchange and its protection, by the exchange's own record. */
export interface Truth {
  /** Signed. */
  readonly steps: number;
  /** Steps of the position without a stop or a reducing market order. */
  readonly nakedSteps: number;
  /** Price in ticks and steps of each stop that would take the position off. */
  readonly stops: readonly { readonly clientId: string; readonly ticks: number; readonly steps: number }[];
}

/** Reads the exchange's own state, which no actor can. */
export function truthOf(state: ExchangeState, index: number): Truth {
  const steps = Position.signedSteps(state.positions[index]);
  const stops: { clientId: string; ticks: number; steps: number }[] = [];
  let covered = 0;
  for (const { request, leavesSteps } of state.orders[index]) {
    const { clientId, type, side, reduceOnly, closePosition } = request;
    if (steps === 0 || side * steps > 0 || !(reduceOnly || closePosition)) continue;
    if (type !== "market" && type !== "stop_market") continue;
    // what a triggered stop has left goes on at market; its whole size protected the position until then
    const size = closePosition ? Infinity : Math.max(leavesSteps, 0);
    covered += size;
    if (type === "stop_market") stops.push({ clientId, ticks: request.triggerTicks!, steps: size });
  }
  return { steps, nakedSteps: Math.max(0, Math.abs(steps) - covered), stops };
}

/** Steps that stops at least as tight as a price take off. */
export function stepsAsTight({ steps, stops }: Truth, ticks: number): number {
  const side: Side = steps > 0 ? 1 : -1;
  let sum = 0;
  for (const stop of stops) if (side * (stop.ticks - ticks) >= 0) sum += stop.steps;
  return Math.min(sum, Math.abs(steps));
}
