import { type Latch, Latches } from "../../risk/mod.ts";
import type { PortfolioOut, PortfolioState } from "./state.ts";

/** Sets a latch, or gives one that is set another cause; recorded unless it had that cause. */
export function recauseLatch(state: PortfolioState, latch: Latch, atMs: number, out: PortfolioOut): void {
  const { scope, name, cause } = latch;
  const set = state.latches.find((it) => it.scope === scope && it.name === name);
  if (set?.cause === cause) return;
  state.latches = Latches.set(Latches.clear(state.latches, scope, name), latch);
  if (out.recorder.on) {
    out.recorder.record({ kind: "LatchChanged", scope, latch: name, on: true, cause, atMs });
  }
}

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
