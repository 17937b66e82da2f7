import type { ExitReason } from "./child_spec.ts";

/** Which life of which child. Incarnations count from 1 per child. */
interface OfChild {
  readonly id: string;
  readonly incarnation: number;
}

/**
 * What the host tells a supervisor, with its own monotonic time, ms, which never goes back.
 *
 * - `StartRequested`: begin; only the first one counts.
 * - `ChildReady`: the child is at work.
 * - `ChildFailed`: it was noticed dead, silent or misbehaving, and is not proven gone yet.
 * - `ChildGone`: the exit proof, which nothing can follow; with or without a ChildFailed before it.
 * - `TimerFired`: a timer set by SetTimer is due.
 * - `StopRequested`: stop everything in order.
 * - `RestartRequested`: an operator wants this child (and whom the strategy takes along) stopped and started
 *   again; it does not count as a failure and does not wait.
 */
export type SupervisorEvent =
  & { readonly atMs: number }
  & (
    | { readonly kind: "StartRequested" }
    | { readonly kind: "StopRequested" }
    | { readonly kind: "ChildReady" } & OfChild
    | { readonly kind: "ChildFailed"; readonly reason: ExitReason } & OfChild
    | { readonly kind: "ChildGone"; readonly reason: ExitReason } & OfChild
    | { readonly kind: "TimerFired"; readonly name: string }
    | { readonly kind: "RestartRequested"; readonly id: string }
  );

/**
 * What the host has to do, in order. Every Start, Stop and Kill is answered by facts about that incarnation.
 *
 * - `Start`: make the child; nothing of it is alive.
 * - `Stop`: ask it to end. The budget is told for its information; the supervisor keeps the time itself.
 * - `Kill`: end it without asking.
 * - `SetTimer`, `ClearTimer`: `dueMs` is on the time line of the events. No name is ever used twice.
 * - `Restarting`: notice; the child failed and starts again in `delayMs`, or later if siblings take longer to
 *   stop. `restartsInPeriod` counts all children.
 * - `Dropped`: notice; the child is gone and will never start again.
 * - `AllReady`: every child that shall run is ready, after the start and after each recovery.
 * - `Stopped`: the answer to StopRequested; nothing lives.
 * - `GaveUp`: the supervisor is at its end and its parent must act. "intensity": too many restarts, nothing
 *   lives. "unkillable": `child` outlived its kill; it and others may live, only the end of the whole process
 *   helps.
 */
export type SupervisorCommand =
  | { readonly kind: "Start" } & OfChild
  | { readonly kind: "Stop"; readonly budgetMs: number | "infinity" } & OfChild
  | { readonly kind: "Kill" } & OfChild
  | { readonly kind: "SetTimer"; readonly name: string; readonly dueMs: number }
  | { readonly kind: "ClearTimer"; readonly name: string }
  | {
    readonly kind: "Restarting";
    readonly id: string;
    readonly reason: ExitReason;
    readonly delayMs: number;
    readonly restartsInPeriod: number;
  }
  | { readonly kind: "Dropped"; readonly id: string; readonly reason: ExitReason }
  | { readonly kind: "AllReady" }
  | { readonly kind: "Stopped" }
  | {
    readonly kind: "GaveUp";
    readonly reason: "intensity" | "unkillable";
    readonly child: string;
    readonly detail: string;
  };
