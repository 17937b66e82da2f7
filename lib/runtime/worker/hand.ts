import type { Envelope } from "../envelope.ts";
import { HandSlot } from "./hand_slot.ts";

/** The message a worker has in hand: the one to blame if it dies now. Changed in place. */
export interface Hand {
  input: Envelope | null;
  /** When it was taken, by a clock that never goes back, ms. */
  sinceMs: number;
  /** Where the agent sees it too; null before Boot. */
  slot: HandSlot | null;
}

export const Hand = { create, take, drop, busyMs };

function create(): Hand {
  return { input: null, sinceMs: 0, slot: null };
}

function take(hand: Hand, input: Envelope, nowMs: number): void {
  hand.input = input;
  hand.sinceMs = nowMs;
  if (hand.slot !== null) HandSlot.note(hand.slot, input);
}

function drop(hand: Hand): void {
  hand.input = null;
  if (hand.slot !== null) HandSlot.clear(hand.slot);
}

/** How long it has been in hand, ms; 0 if nothing is. */
function busyMs({ input, sinceMs }: Hand, nowMs: number): number {
  return input === null ? 0 : Math.max(0, nowMs - sinceMs);
}
