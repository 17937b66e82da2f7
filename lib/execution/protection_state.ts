import { ProtectiveSlot } from "./protection.ts";

/**
 * Where a position's protection stands: none (flat) -> placing (no stop rests yet) -> protected (a stop rests for all of it)
 * -> replacing (one rests, and a better one is under way) -> closing (at market, the stop stays until flat).
 */
export type Protection = "none" | "placing" | "protected" | "replacing" | "closing";

/** Protection of a position of so many steps, whose stop belongs at `wantTicks`. Total: every book has exactly one state. */
export function protectionOf(
  heldSteps: number,
  isClosing: boolean,
  stop: ProtectiveSlot,
  wantTicks: number,
): Protection {
  if (heldSteps === 0) return "none";
  if (isClosing) return "closing";
  if (ProtectiveSlot.restingSteps(stop) === 0) return "placing";
  return ProtectiveSlot.need(stop, heldSteps, wantTicks) === "nothing" && !ProtectiveSlot.isPending(stop)
    ? "protected"
    : "replacing";
}
