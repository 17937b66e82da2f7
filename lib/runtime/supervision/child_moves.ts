import type { ExitReason } from "./child_spec.ts";
import { type ChildDraft, type Draft, isLive } from "./supervisor_state.ts";

/** Starts the next life of a child; nothing of it may be alive. */
export function start(draft: Draft, child: ChildDraft): void {
  child.phase = "starting";
  child.incarnation += 1;
  draft.readyTold = false;
  draft.commands.push({ kind: "Start", id: child.spec.id, incarnation: child.incarnation });
  setTimer(draft, child, "ready", child.spec.readyMs);
}

/** Asks a starting or running child to go. */
export function stop(draft: Draft, child: ChildDraft): void {
  const { id, shutdownMs } = child.spec;
  if (shutdownMs === "brutal_kill") return kill(draft, child);
  clearTimer(draft, child);
  child.phase = "stopping";
  draft.commands.push({ kind: "Stop", id, incarnation: child.incarnation, budgetMs: shutdownMs });
  if (shutdownMs !== "infinity") setTimer(draft, child, "stop", shutdownMs);
}

/** Kills a live child and gives it `killMs` to be gone. */
export function kill(draft: Draft, child: ChildDraft): void {
  clearTimer(draft, child);
  child.phase = "killing";
  draft.commands.push({ kind: "Kill", id: child.spec.id, incarnation: child.incarnation });
  setTimer(draft, child, "kill", draft.flags.killMs);
}

/** Takes a child whose life is over, or has not begun, to a phase without life. */
export function park(draft: Draft, child: ChildDraft, phase: "idle" | "waiting" | "backoff"): void {
  clearTimer(draft, child);
  child.phase = phase;
  child.doomed = false;
  child.fault = null;
}

/** Removes a child that is gone for good. */
export function drop(draft: Draft, child: ChildDraft, reason: ExitReason): void {
  park(draft, child, "idle");
  draft.children.splice(draft.children.indexOf(child), 1);
  draft.commands.push({ kind: "Dropped", id: child.spec.id, reason });
}

/** Dooms every live child; the others are not wanted any more. */
export function dismissAll(draft: Draft): void {
  for (const child of draft.children) {
    if (isLive(child)) child.doomed = true;
    else park(draft, child, "idle");
  }
}

/** Sets the one timer of a child. A phase is entered once per life, so the name is new. */
export function setTimer(
  draft: Draft,
  child: ChildDraft,
  what: "ready" | "stop" | "kill" | "backoff",
  inMs: number,
): void {
  const name = `${what}:${child.spec.id}#${child.incarnation}`;
  child.timer = name;
  draft.commands.push({ kind: "SetTimer", name, dueMs: draft.atMs + inMs });
}

/** Clears the timer of a child, if one is set. */
export function clearTimer(draft: Draft, child: ChildDraft): void {
  if (child.timer === null) return;
  draft.commands.push({ kind: "ClearTimer", name: child.timer });
  child.timer = null;
}
