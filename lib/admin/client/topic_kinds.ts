import type { EventView } from "../views.ts";

/** Whether an event is of one of these kinds. */
export function kinds(...wanted: readonly string[]): (event: EventView) => boolean {
  const set = new Set(wanted);
  return ({ kind }) => set.has(kind);
}
