import { start, stop } from "./child_moves.ts";
import { type Draft, isFinal, isLive, isSettled } from "./supervisor_state.ts";

/**
 * Goes on as far as the facts allow: stops right to left, starts left to right, one at a time, and says when
 * everything is ready or over.
 */
export function settle(draft: Draft): void {
  if (draft.mode === "fresh" || isFinal(draft)) return;
  stopNext(draft);
  if (draft.mode !== "up") return finish(draft);
  startNext(draft);
  tellReady(draft);
}

/** The rightmost doomed child is told to go; if it already knows, it is waited for. */
function stopNext(draft: Draft): void {
  const last = draft.children.findLast((child) => child.doomed);
  if (last?.phase === "starting" || last?.phase === "running") stop(draft, last);
}

/**
 * The leftmost child that does not run is started, if it waits for just that: a waiting child has everything
 * on its left ready, everything that goes with it gone, and nobody's backoff before it.
 */
function startNext(draft: Draft): void {
  if (draft.children.some((child) => child.doomed || child.phase === "backoff")) return;
  const first = draft.children.find((child) => child.phase !== "running");
  if (first?.phase === "waiting") start(draft, first);
}

function tellReady(draft: Draft): void {
  if (draft.readyTold || !draft.children.every(isSettled)) return;
  draft.readyTold = true;
  draft.commands.push({ kind: "AllReady" });
}

function finish(draft: Draft): void {
  if (draft.children.some(isLive)) return;
  const blame = draft.mode === "escalating" ? draft.blame : null;
  draft.mode = blame === null ? "stopped" : "gave_up";
  draft.commands.push(
    blame === null ? { kind: "Stopped" } : { kind: "GaveUp", reason: "intensity", ...blame },
  );
}
