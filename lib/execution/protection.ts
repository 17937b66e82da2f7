import type { Target } from "../domain/mod.ts";
import { Hold } from "./patience.ts";

/** An order of a slot that was not told to go: on its way to the venue, or resting there. */
export interface SlotOrder {
  readonly id: string;
  /** Steps that it may still fill. */
  steps: number;
  readonly ticks: number;
  /** Sent and not yet answered. */
  isPending: boolean;
}

/**
 * One protective leg of a position (the stop, or a target): usually one order, several where the venue takes none so large.
 * New orders are placed first and the old ones cancelled only when the venue has the new ones, so the position is never
 * without; and an old stop stays as long as the newer ones do not cover the whole position. Changed in place.
 */
export interface ProtectiveSlot {
  /** Oldest first. */
  readonly orders: SlotOrder[];
  /** Steps this leg has filled over all its orders. */
  filledSteps: number;
  /** Orders made so far. */
  attempts: number;
  readonly hold: Hold;
}

/** What a slot needs next. */
export type SlotNeed = "nothing" | "place" | "cancel";

/** Companion of ProtectiveSlot. */
export const ProtectiveSlot = {
  create: (): ProtectiveSlot => ({ orders: [], filledSteps: 0, attempts: 0, hold: Hold.create() }),

  /** Compares what rests with what is wanted; 0 wanted steps is no order. Waits while an order is unanswered. */
  need(slot: ProtectiveSlot, wantSteps: number, wantTicks: number): SlotNeed {
    if (ProtectiveSlot.isPending(slot)) return "nothing";
    if (wantSteps <= 0) return slot.orders.length > 0 ? "cancel" : "nothing";
    let sum = 0;
    for (const { steps, ticks } of slot.orders) {
      if (ticks !== wantTicks) return "place";
      sum += steps;
    }
    return sum === wantSteps ? "nothing" : "place";
  },

  /** True while an order of the slot is unanswered. */
  isPending({ orders }: ProtectiveSlot): boolean {
    for (const { isPending } of orders) if (isPending) return true;
    return false;
  },

  /** Steps of all orders that rest at the venue. */
  restingSteps(slot: ProtectiveSlot): number {
    let sum = 0;
    for (const { steps, isPending } of slot.orders) if (!isPending) sum += steps;
    return sum;
  },

  /** Notes an order as sent. */
  sent(slot: ProtectiveSlot, id: string, steps: number, ticks: number): void {
    slot.orders.push({ id, steps, ticks, isPending: true });
    slot.attempts += 1;
  },

  /** The venue has an order of the slot; false when that was known, or the order is none that counts any more. */
  accepted(slot: ProtectiveSlot, id: string): boolean {
    const order = slot.orders.find((it) => it.id === id);
    if (order === undefined || !order.isPending) return false;
    order.isPending = false;
    Hold.taken(slot.hold);
    return true;
  },

  /**
   * Takes out the resting orders that the newest can do without, and returns their ids, oldest first: they are to be
   * cancelled. What stays covers at least `steps`, if all that rests did; the newest always stays.
   */
  takeUnneeded(slot: ProtectiveSlot, steps: number): string[] {
    let covered = 0;
    return takeOut(slot, (order) => {
      if (covered > 0 && covered >= steps) return true;
      covered += order.steps;
      return false;
    });
  },

  /**
   * The same, for a leg that may not take off more than `steps`: what stays beside the newest sums up to no more. Waits while
   * an order is unanswered.
   */
  takeExcess(slot: ProtectiveSlot, steps: number): string[] {
    if (ProtectiveSlot.isPending(slot)) return [];
    let sum = 0;
    return takeOut(slot, (order) => {
      if (sum > 0 && sum + order.steps > steps) return true;
      sum += order.steps;
      return false;
    });
  },

  /** Takes out all resting orders and returns their ids, oldest first: they are to be cancelled. */
  takeAll: (slot: ProtectiveSlot): string[] => takeOut(slot, () => true),

  /** An order that was taken out rests at the venue all the same, and is to stay: it counts again, as the oldest. */
  takeBack(slot: ProtectiveSlot, id: string, steps: number, ticks: number): void {
    slot.orders.unshift({ id, steps, ticks, isPending: false });
  },

  /** Books a fill of one of the slot's orders. */
  filled(slot: ProtectiveSlot, id: string, steps: number): void {
    slot.filledSteps += steps;
    const order = slot.orders.find((it) => it.id === id);
    if (order !== undefined) order.steps -= steps;
  },

  /** An order of the slot has ended at the venue; it counts for what it filled and was not booked yet, until it is over. */
  leaves(slot: ProtectiveSlot, id: string, steps: number): void {
    const order = slot.orders.find((it) => it.id === id);
    if (order !== undefined) order.steps = steps;
  },

  /** An order of the slot is over (filled, cancelled, rejected or expired). */
  ended(slot: ProtectiveSlot, id: string): void {
    const at = slot.orders.findIndex((it) => it.id === id);
    if (at >= 0) slot.orders.splice(at, 1);
  },
} as const;

/** Takes out the resting orders that `isOut` says, asked from the newest on; their ids, oldest first. */
function takeOut({ orders }: ProtectiveSlot, isOut: (order: SlotOrder) => boolean): string[] {
  const ids: string[] = [];
  for (let i = orders.length - 1; i >= 0; i--) {
    const order = orders[i]!;
    if (order.isPending || !isOut(order)) continue;
    orders.splice(i, 1);
    ids.unshift(order.id);
  }
  return ids;
}

/**
 * Parts, each no more than the venue's largest order (null is any size), that sum up to `steps`. They are as equal as they
 * can be, so that none is too small for an order of its own.
 */
export function slicesOf(steps: number, maxSteps: number | null): number[] {
  if (steps <= 0) return [];
  if (maxSteps === null || steps <= maxSteps) return [steps];
  const count = Math.ceil(steps / Math.max(1, maxSteps));
  const least = Math.floor(steps / count);
  const larger = steps - least * count;
  return Array.from({ length: count }, (_, i) => i < larger ? least + 1 : least);
}

/** Splits an entered quantity over targets: all but the last get their share rounded down, the last gets the rest. */
export function splitTargets(enteredSteps: number, targets: readonly Target[], minSteps: number): number[] {
  if (targets.length === 1) return [enteredSteps];
  const out: number[] = [];
  let left = enteredSteps;
  for (let i = 0; i < targets.length - 1; i++) {
    const share = Math.floor((enteredSteps * targets[i]!.sharePct) / 100);
    // a part too small for an order of its own goes to the next target
    const isTooSmall = share < minSteps || left - share < minSteps;
    out.push(isTooSmall ? 0 : share);
    if (!isTooSmall) left -= share;
  }
  if (targets.length > 0) out.push(left);
  return out;
}
