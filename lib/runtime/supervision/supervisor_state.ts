import type { RngState } from "../../core/mod.ts";
import type { ChildSpec, ExitReason } from "./child_spec.ts";
import type { RestartRecord } from "./restart_window.ts";
import type { SupervisorFlags } from "./supervisor_flags.ts";
import type { SupervisorCommand } from "./supervisor_protocol.ts";

/**
 * Where a child is in its life. Nothing of it is alive while it is "idle" (not wanted), "waiting" (for its turn
 * to start) or in "backoff". "killing" lasts until the exit proof.
 */
export type ChildPhase = "idle" | "waiting" | "backoff" | "starting" | "running" | "stopping" | "killing";

/** Where the supervisor is; "stopped" and "gave_up" are final. */
export type SupervisorMode = "fresh" | "up" | "stopping" | "escalating" | "stopped" | "gave_up";

/** One child. At most one timer is set for it at any time, as each phase waits for one thing. */
export interface ChildState {
  readonly spec: ChildSpec;
  readonly phase: ChildPhase;
  /** The newest life, living or not; 0 before the first. */
  readonly incarnation: number;
  /** To be stopped when its turn comes, with others; only ever true of what is alive. */
  readonly doomed: boolean;
  /** Why it is being killed if it failed by itself; null if it did not, or if it was told to go. */
  readonly fault: ExitReason | null;
  /** Name of its timer, or null. */
  readonly timer: string | null;
}

/** All a supervisor knows: plain data, never changed. */
export interface SupervisorState {
  readonly flags: SupervisorFlags;
  readonly mode: SupervisorMode;
  /** In the order of start. Children that will never start again are not in it. */
  readonly children: readonly ChildState[];
  /** Restarts within the last period. */
  readonly restarts: readonly RestartRecord[];
  /** Whose failure was one too many, and what to say about it; null unless escalating. */
  readonly blame: { readonly child: string; readonly detail: string } | null;
  /** Whether AllReady was said since the last Start. */
  readonly readyTold: boolean;
  /** Source of jitter. */
  readonly rng: Readonly<RngState>;
}

/** A child in the making of the next state. */
export type ChildDraft = { -readonly [K in keyof ChildState]: ChildState[K] };

/** The next state in the making, with what to command; it lives only within one step. */
export type Draft =
  & { -readonly [K in Exclude<keyof SupervisorState, "children" | "rng">]: SupervisorState[K] }
  & { children: ChildDraft[]; rng: RngState; readonly atMs: number; readonly commands: SupervisorCommand[] };

/** A copy to change. */
export function draftOf(state: SupervisorState, atMs: number): Draft {
  const children = state.children.map((child) => ({ ...child }));
  return { ...state, children, rng: { ...state.rng }, atMs, commands: [] };
}

/** True if something of the child may be alive. */
export function isLive({ phase }: ChildState): boolean {
  return phase === "starting" || phase === "running" || phase === "stopping" || phase === "killing";
}

/** True if the child works and shall go on. */
export function isSettled({ phase, doomed }: ChildState): boolean {
  return phase === "running" && !doomed;
}

/** True if the supervisor is at its end. */
export function isFinal({ mode }: { readonly mode: SupervisorMode }): boolean {
  return mode === "stopped" || mode === "gave_up";
}
