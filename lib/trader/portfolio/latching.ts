import { type Latch, Latches } from "../../risk/mod.ts";
import type { PortfolioOut, PortfolioState } from "./state.ts";

/** Sets or clears a latch; recorded only when that changes something. */
export function changeLatch(
  state: PortfolioState,
  latch: Latch,
  on: boolean,
  atMs: number,
  out: PortfolioOut,
): void {
  const { scope, name, cause } = latch;
  const next = on ? Latches.set(state.latches, latch) : Latches.clear(state.latches, scope, name);
  if (next === state.latches) return;
  state.latches = next;
  if (out.recorder.on) out.recorder.record({ kind: "LatchChanged", scope, latch: name, on, cause, atMs });
}
