import { Mailbox } from "../delivery/mailbox.ts";
import { SlotList } from "../delivery/slot_list.ts";
import { type Envelope, LANE, type Lane } from "../envelope.ts";
import { ActorSlot } from "./actor_slot.ts";
import type { ActorGroup } from "./group_state.ts";

/**
 * Lists the actor for its turn on a lane, if it may have one: to be called whenever something came to wait
 * there, or when what kept it from its turn may be over.
 */
export function wake({ ready, limits }: ActorGroup, slot: ActorSlot, lane: Lane): void {
  if (slot.isListed[lane] || slot.isHalted || ActorSlot.waiting(slot, lane) === 0) return;
  if (lane === LANE.data && ActorSlot.isPaused(slot, limits)) return;
  slot.isListed[lane] = true;
  SlotList.push(ready[lane], slot);
}

/**
 * The next message of one lane, each actor giving one in turn; null if nothing waits. Lower lanes must be
 * empty.
 */
export function takeReady(group: ActorGroup, lane: Lane): Envelope | null {
  const list = group.ready[lane];
  while (list.length > 0) {
    const slot = SlotList.remove(list, list.head);
    slot.isListed[lane] = false;
    if (slot.isHalted || (lane === LANE.data && ActorSlot.isPaused(slot, group.limits))) continue;
    const envelope = Mailbox.take(slot.inbound.mailbox, lane)!;
    wake(group, slot, lane);
    return envelope;
  }
  return null;
}
