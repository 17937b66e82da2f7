import { Hold } from "./patience.ts";

/**
 * One protective order of a position (the stop, or a target) and its replacement. A new order is placed first and the old
 * one cancelled only when the venue has the new one, so the position is never without it. Changed in place.
 */
export interface ProtectiveSlot {
  /** Order resting at the venue; "" for none. */
  workingId: string;
  workingSteps: number;
  workingTicks: number;
  /** Order sent and not yet answered; "" for none. */
  pendingId: string;
  pendingSteps: number;
  pendingTicks: number;
  /** Steps this leg has filled over all its orders. */
  filledSteps: number;
  /** Orders made so far. */
  attempts: number;
  /** True when the working order's cancel has been sent. */
  cancelling: boolean;
  readonly hold: Hold;
}

/** What a slot needs next. */
export type SlotNeed = "nothing" | "place" | "cancel";

/** Companion of ProtectiveSlot. */
export const ProtectiveSlot = {
  create: (): ProtectiveSlot => ({
    workingId: "",
    workingSteps: 0,
    workingTicks: 0,
    pendingId: "",
    pendingSteps: 0,
    pendingTicks: 0,
    filledSteps: 0,
    attempts: 0,
    cancelling: false,
    hold: Hold.create(),
  }),

  /** Compares what rests with what is wanted; 0 wanted steps is no order. Waits while an order is unanswered. */
  need(slot: ProtectiveSlot, wantSteps: number, wantTicks: number): SlotNeed {
    if (slot.pendingId !== "") return "nothing";
    if (wantSteps <= 0) return slot.workingId !== "" && !slot.cancelling ? "cancel" : "nothing";
    if (slot.workingId === "" || slot.cancelling) return "place";
    return slot.workingSteps === wantSteps && slot.workingTicks === wantTicks ? "nothing" : "place";
  },

  /** Notes an order as sent. */
  sent(slot: ProtectiveSlot, clientId: string, steps: number, ticks: number): void {
    slot.pendingId = clientId;
    slot.pendingSteps = steps;
    slot.pendingTicks = ticks;
    slot.attempts += 1;
  },

  /** The venue has the pending order; returns the id of the order it replaces, to be cancelled, or "". */
  accepted(slot: ProtectiveSlot): string {
    const replaced = slot.cancelling ? "" : slot.workingId;
    slot.workingId = slot.pendingId;
    slot.workingSteps = slot.pendingSteps;
    slot.workingTicks = slot.pendingTicks;
    slot.pendingId = "";
    slot.cancelling = false;
    Hold.taken(slot.hold);
    return replaced;
  },

  /** Books a fill of one of the slot's orders. */
  filled(slot: ProtectiveSlot, clientId: string, steps: number): void {
    slot.filledSteps += steps;
    if (clientId === slot.workingId) slot.workingSteps -= steps;
    if (clientId === slot.pendingId) slot.pendingSteps -= steps;
  },

  /** An order of the slot is over (filled, cancelled, rejected or expired). */
  ended(slot: ProtectiveSlot, clientId: string): void {
    if (clientId === slot.pendingId) slot.pendingId = "";
    if (clientId === slot.workingId) {
      slot.workingId = "";
      slot.workingSteps = 0;
      slot.cancelling = false;
    }
  },

  /** True when nothing of the slot rests or is under way. */
  isClear: (slot: ProtectiveSlot): boolean => slot.workingId === "" && slot.pendingId === "",
} as const;

/** Splits an entered quantity over targets: all but the last get their share rounded down, the last gets the rest. */
export function splitTargets(enteredSteps: number, sharePcts: readonly number[], minSteps: number): number[] {
  const out = sharePcts.map(() => 0);
  let left = enteredSteps;
  for (let i = 0; i < sharePcts.length - 1; i++) {
    const share = Math.floor((enteredSteps * sharePcts[i]!) / 100);
    // a part too small for an order of its own goes to the next target
    if (share < minSteps || left - share < minSteps) continue;
    out[i] = share;
    left -= share;
  }
  if (out.length > 0) out[out.length - 1] = left;
  return out;
}
