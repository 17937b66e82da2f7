import { type Envelope, messageId } from "../envelope.ts";
import type { CrashReport } from "../tree/protocol.ts";

/**
 * The message a worker has in hand, in memory that its agent reads too: a thread that never yields, or ends without a
 * word, cannot say what it was doing. Element 0 is the length of the text after it, in UTF-16 units; 0 = nothing in hand.
 * Written by the worker alone and read when it is silent or gone, so never both at a time.
 */
export type HandSlot = Uint16Array<SharedArrayBuffer>;

/** What was in hand, for a CrashReport. */
export type InHand = NonNullable<CrashReport["handling"]>;

/** Longer texts are not noted: nobody is blamed then. */
const MAX_UNITS = 2_047;

export const HandSlot = { create, note, clear, read };

function create(memory = new SharedArrayBuffer(2 * (MAX_UNITS + 1))): HandSlot {
  return new Uint16Array(memory);
}

function note(slot: HandSlot, input: Envelope): void {
  const text = `${input.to}\n${messageId(input)}\n${input.body.kind}`;
  if (text.length > MAX_UNITS) return clear(slot);
  for (let i = 0; i < text.length; i++) slot[i + 1] = text.charCodeAt(i);
  slot[0] = text.length;
}

function clear(slot: HandSlot): void {
  slot[0] = 0;
}

/** Null if nothing is in hand. */
function read(slot: HandSlot): InHand | null {
  if (slot[0] === 0) return null;
  const [actor, messageId, kind] = String.fromCharCode(...slot.subarray(1, slot[0] + 1)).split("\n");
  return { actor, messageId, kind };
}
