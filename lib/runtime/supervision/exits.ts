import { backoffMs } from "./backoff.ts";
import { clearTimer, dismissAll, drop, kill, park, setTimer, start } from "./child_moves.ts";
import { type ExitReason, shallRestart } from "./child_spec.ts";
import { addRestart, countOf } from "./restart_window.ts";
import { type ChildDraft, type Draft, isLive } from "./supervisor_state.ts";

/**
 * A live child is dead, silent or wrong: it is killed, and what follows is decided at its exit proof. One that
 * was already told to go keeps no fault. False if it is being killed already.
 */
export function onFailed(draft: Draft, child: ChildDraft, reason: ExitReason): boolean {
  if (child.phase === "killing") return false;
  if (child.phase !== "stopping") child.fault = reason;
  kill(draft, child);
  return true;
}

/** A live child is proven gone. What was noticed first is the reason. */
export function onGone(draft: Draft, child: ChildDraft, reason: ExitReason): boolean {
  const toldToGo = child.fault === null && (child.phase === "stopping" || child.phase === "killing");
  if (draft.mode !== "up") park(draft, child, "idle");
  else if (toldToGo) onGoneAsTold(draft, child, reason);
  else onGoneByItself(draft, child, child.fault ?? reason);
  return true;
}

/** It went along with a sibling, or by RestartRequested. */
function onGoneAsTold(draft: Draft, child: ChildDraft, reason: ExitReason): void {
  const inGroup = child.doomed;
  if (child.spec.restart === "temporary") return drop(draft, child, reason);
  park(draft, child, "waiting");
  if (!inGroup) start(draft, child);
}

function onGoneByItself(draft: Draft, child: ChildDraft, reason: ExitReason): void {
  const { id, restart } = child.spec;
  if (!shallRestart(restart, reason.kind)) return drop(draft, child, reason);
  const { intensity, periodMs, backoff } = draft.flags;
  draft.restarts = addRestart(draft.restarts, { id, atMs: draft.atMs }, periodMs);
  if (draft.restarts.length > intensity) return escalate(draft, child, reason);
  const delayMs = backoffMs(backoff, countOf(draft.restarts, id), draft.rng);
  park(draft, child, "backoff");
  draft.commands.push({ kind: "Restarting", id, reason, delayMs, restartsInPeriod: draft.restarts.length });
  setTimer(draft, child, "backoff", delayMs);
  doomGroup(draft, child);
}

/** Dooms the live children that, by the strategy, start again with this one. */
export function doomGroup(draft: Draft, child: ChildDraft): void {
  const { strategy } = draft.flags;
  if (strategy === "one_for_one") return;
  const from = strategy === "one_for_all" ? 0 : draft.children.indexOf(child);
  for (const other of draft.children.slice(from)) if (isLive(other)) other.doomed = true;
}

function escalate(draft: Draft, child: ChildDraft, reason: ExitReason): void {
  const { intensity, periodMs } = draft.flags;
  const detail = `${draft.restarts.length} restarts in ${periodMs} ms, allowed are ${intensity}; ` +
    `the last was due to ${reason.kind}: ${reason.detail}`;
  park(draft, child, "idle");
  draft.mode = "escalating";
  draft.blame = { child: child.spec.id, detail };
  dismissAll(draft);
}

/** A killed child is not gone in time: the end, at once, whatever else lives. */
export function giveUpOn(draft: Draft, child: ChildDraft): void {
  const { id } = child.spec;
  const detail = `incarnation ${child.incarnation} is not gone ${draft.flags.killMs} ms after its kill`;
  for (const each of draft.children) clearTimer(draft, each);
  draft.mode = "gave_up";
  draft.commands.push({ kind: "GaveUp", reason: "unkillable", child: id, detail });
}
