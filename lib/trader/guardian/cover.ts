import { legOfClientId, type OrderRequest, Side } from "../../domain/mod.ts";
import type { ReportedOrder, VenuePosition } from "../market_step.ts";

/** A stop that rests at the venue on the right side of a position. */
export interface RestingStop {
  readonly clientId: string;
  /** Infinity for one that closes whatever there is. */
  readonly steps: number;
  readonly ticks: number;
  /** The guardian's own. */
  readonly isGuards: boolean;
  /** Of this system, by its client order id. */
  readonly isOurs: boolean;
}

/** A position of the account and what protects it. */
export interface Cover {
  /** 0 is flat. */
  readonly side: Side | 0;
  readonly qtySteps: number;
  /** In the order in which the venue has them. */
  readonly stops: readonly RestingStop[];
  readonly stopSteps: number;
  /** What reducing market orders at the venue will still take off: a close on its way protects as well as a stop. */
  readonly exitSteps: number;
  /** The guardian's orders that protect nothing: the position is gone, or on the other side. */
  readonly strays: readonly string[];
}

/** Whose orders are whose. */
export interface CoverKey {
  readonly systemTag: string;
  readonly symbol: string;
}

/** An order that can only make a position smaller. */
export const isReducing = (order: OrderRequest): boolean => order.reduceOnly || order.closePosition;

/** What a report says of one symbol. A stop counts whoever placed it, as long as it can only reduce. */
export function coverOf(
  { systemTag, symbol }: CoverKey,
  positions: readonly VenuePosition[],
  orders: readonly ReportedOrder[],
): Cover {
  const held = positions.find((position) => position.symbol === symbol && position.qtySteps > 0);
  const side = held?.side ?? 0;
  const stops: RestingStop[] = [];
  const strays: string[] = [];
  let stopSteps = 0, exitSteps = 0;
  for (const order of orders) {
    if (order.symbol !== symbol) continue;
    const leg = legOfClientId(systemTag, order.clientId);
    const protects = side !== 0 && order.side === Side.opposite(side) && isReducing(order);
    if (!protects) {
      if (leg === "guard") strays.push(order.clientId);
      continue;
    }
    const steps = order.closePosition ? Infinity : order.qtySteps - order.filledSteps;
    if (order.type === "market") exitSteps += steps;
    if (order.type !== "stop_market") continue;
    stopSteps += steps;
    stops.push({
      clientId: order.clientId,
      steps,
      ticks: order.triggerTicks ?? 0,
      isGuards: leg === "guard",
      isOurs: leg !== null,
    });
  }
  return { side, qtySteps: held?.qtySteps ?? 0, stops, stopSteps, exitSteps, strays };
}

/** Whether stops, and exits on their way, take off the whole position. */
export const isCovered = (cover: Cover): boolean => cover.stopSteps + cover.exitSteps >= cover.qtySteps;

/**
 * The guardian's stops that are not needed any more: others that are at least as tight cover the whole position without
 * them. A guard that is tighter than the rest stays, because a stop never moves against the position.
 */
export function spareGuards(cover: Cover): string[] {
  const spare: string[] = [];
  for (const guard of cover.stops) {
    if (!guard.isGuards) continue;
    let steps = 0;
    for (const stop of cover.stops) {
      const isLooser = cover.side * (stop.ticks - guard.ticks) < 0;
      if (stop !== guard && !isLooser && !spare.includes(stop.clientId)) steps += stop.steps;
    }
    if (steps >= cover.qtySteps) spare.push(guard.clientId);
  }
  return spare;
}
