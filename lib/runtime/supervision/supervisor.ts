import { Rng } from "../../core/mod.ts";
import { clearTimer, dismissAll, kill, park, start, stop } from "./child_moves.ts";
import { checkChildren, type ChildSpec } from "./child_spec.ts";
import { doomGroup, giveUpOn, onFailed, onGone } from "./exits.ts";
import { settle } from "./settle.ts";
import { checkFlags, type SupervisorFlags } from "./supervisor_flags.ts";
import type { SupervisorCommand, SupervisorEvent } from "./supervisor_protocol.ts";
import {
  type ChildDraft,
  type ChildPhase,
  type Draft,
  draftOf,
  isFinal,
  isLive,
  isSettled,
  type SupervisorState,
} from "./supervisor_state.ts";

/** What one event leads to. */
export interface SupervisorStep {
  readonly state: SupervisorState;
  /** To be carried out in order. */
  readonly commands: readonly SupervisorCommand[];
}

/**
 * OTP's supervisor as a pure reducer: the host feeds it facts and carries out its commands. It serves workers
 * in a cell and cells under the root alike.
 *
 * - **Order.** Children start left to right, each when all before it are ready, and stop right to left, each
 *   when the one after it is gone. Under one_for_one a child that failed starts again by itself.
 * - **One life.** A child starts only after the exit proof of its earlier life. Facts about earlier lives,
 *   unknown children and unknown timers change nothing.
 * - **Stop.** Asked, killed at the end of its budget, and waited for again; one that outlives its kill makes
 *   the supervisor give up at once as "unkillable".
 * - **Failure.** Killed at once, judged at the exit proof. It starts again after a jittered backoff, together
 *   with whom the strategy takes along; these are stopped meanwhile. A child that fails during that waits out
 *   its own backoff too, and counts.
 * - **Giving up.** More than `intensity` restarts within the period: all others are stopped in order, then
 *   GaveUp.
 * - **For good.** A temporary child, and a transient one that ended well, leave the list. (OTP keeps the spec
 *   of the latter, and one_for_all would start it again; here it is gone.)
 * - **End.** After Stopped or GaveUp no timer is set and every event is ignored. A StopRequested during an
 *   escalation ends in Stopped.
 */
export const Supervisor = { create, step, phaseOf, isQuiescent };

/**
 * A supervisor that has not started. Children are listed in the order of start; `seed` is the text from which
 * jitter comes. Throws TypeError for empty or repeated ids, RangeError for bounds that are none.
 */
function create(
  { flags, children, seed }: {
    readonly flags: SupervisorFlags;
    readonly children: readonly ChildSpec[];
    readonly seed: string;
  },
): SupervisorState {
  checkFlags(flags);
  checkChildren(children);
  return {
    flags,
    mode: "fresh",
    children: children.map((spec) => (
      { spec, phase: "idle", incarnation: 0, doomed: false, fault: null, timer: null }
    )),
    restarts: [],
    blame: null,
    readyTold: false,
    rng: Rng.create(seed),
  };
}

/** The next state and what to do. An event that means nothing any more gives the very same state. */
function step(state: SupervisorState, event: SupervisorEvent): SupervisorStep {
  const draft = draftOf(state, event.atMs);
  if (isFinal(state) || !take(draft, event)) return { state, commands: [] };
  settle(draft);
  const { atMs: _, commands, ...next } = draft;
  return { state: next, commands };
}

/** Phase of a child, or null if there is none of this id (any more). */
function phaseOf(state: SupervisorState, id: string): ChildPhase | null {
  return state.children.find(({ spec }) => spec.id === id)?.phase ?? null;
}

/** True if nothing is under way: not begun, at its end, or all children at work. */
function isQuiescent(state: SupervisorState): boolean {
  return state.mode === "fresh" || isFinal(state) || (state.mode === "up" && state.children.every(isSettled));
}

/** Takes the event in; false if it means nothing here. */
function take(draft: Draft, event: SupervisorEvent): boolean {
  switch (event.kind) {
    case "StartRequested":
      return onStartRequested(draft);
    case "StopRequested":
      return onStopRequested(draft);
    case "RestartRequested":
      return onRestartRequested(draft, event.id);
    case "TimerFired":
      return onTimerFired(draft, event.name);
  }
  const child = draft.children.find(({ spec }) => spec.id === event.id);
  if (child === undefined || child.incarnation !== event.incarnation || !isLive(child)) return false;
  if (event.kind === "ChildReady") return onReady(draft, child);
  const judge = event.kind === "ChildFailed" ? onFailed : onGone;
  return judge(draft, child, event.reason);
}

function onStartRequested(draft: Draft): boolean {
  if (draft.mode !== "fresh") return false;
  draft.mode = "up";
  for (const child of draft.children) park(draft, child, "waiting");
  return true;
}

function onStopRequested(draft: Draft): boolean {
  if (draft.mode === "stopping") return false;
  draft.mode = "stopping";
  dismissAll(draft);
  return true;
}

/**
 * A child in backoff starts at once. One that is on its way down or waits for its turn starts again anyway, and
 * a temporary one could not: nothing is done.
 */
function onRestartRequested(draft: Draft, id: string): boolean {
  const child = draft.children.find(({ spec }) => spec.id === id);
  if (draft.mode !== "up" || child === undefined || child.spec.restart === "temporary") return false;
  if (child.phase === "backoff") return endBackoff(draft, child);
  if ((child.phase !== "starting" && child.phase !== "running") || child.doomed) return false;
  if (draft.flags.strategy === "one_for_one") stop(draft, child);
  else doomGroup(draft, child);
  return true;
}

function onTimerFired(draft: Draft, name: string): boolean {
  const child = draft.children.find(({ timer }) => timer === name);
  if (child === undefined) return false;
  child.timer = null;
  if (child.phase === "backoff") endBackoff(draft, child);
  else if (child.phase === "stopping") kill(draft, child);
  else if (child.phase === "killing") giveUpOn(draft, child);
  else onFailed(draft, child, { kind: "not_ready", detail: `not ready within ${child.spec.readyMs} ms` });
  return true;
}

function onReady(draft: Draft, child: ChildDraft): boolean {
  if (child.phase !== "starting") return false;
  clearTimer(draft, child);
  child.phase = "running";
  return true;
}

function endBackoff(draft: Draft, child: ChildDraft): boolean {
  park(draft, child, "waiting");
  if (draft.flags.strategy === "one_for_one") start(draft, child);
  return true;
}
