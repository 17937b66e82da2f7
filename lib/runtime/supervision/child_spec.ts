/**
 * When a child that is gone starts again: permanent always, transient unless it ended by itself and well,
 * temporary never.
 */
export type RestartType = "permanent" | "transient" | "temporary";

/**
 * How long a child that is asked to stop may take, ms, before it is killed. "brutal_kill": it is killed
 * without being asked. "infinity": it is waited for; meant for children that supervise others, any other may
 * hang the stop forever.
 */
export type ShutdownBudget = number | "brutal_kill" | "infinity";

/** A child as data. The place in the list is its place in the order of start. */
export interface ChildSpec {
  /** Unique among its siblings, not empty. */
  readonly id: string;
  readonly restart: RestartType;
  readonly shutdownMs: ShutdownBudget;
  /** How long it may take from Start to ready, ms. */
  readonly readyMs: number;
}

/**
 * How a child ended. "normal": it had nothing more to do; "shutdown": it was asked to; all others are
 * abnormal. "gave_up" and "unkillable" are what a supervisor below says of itself.
 */
export type ExitKind =
  | "normal"
  | "shutdown"
  | "crash"
  | "load_failed"
  | "not_ready"
  | "silence"
  | "heap"
  | "exit"
  | "killed"
  | "gave_up"
  | "unkillable";

/** Why a child ended; the detail is for people. */
export interface ExitReason {
  readonly kind: ExitKind;
  readonly detail: string;
}

/** True if a child of this type that ended by itself in this way starts again. */
export function shallRestart(restart: RestartType, kind: ExitKind): boolean {
  if (restart === "transient") return kind !== "normal" && kind !== "shutdown";
  return restart === "permanent";
}

/** Throws TypeError for ids that are empty or not unique, RangeError for times that are none. */
export function checkChildren(children: readonly ChildSpec[]): void {
  const ids = new Set<string>();
  for (const { id, shutdownMs, readyMs } of children) {
    if (id === "") throw new TypeError("Cannot create supervisor as child ids must not be empty");
    if (ids.has(id)) {
      throw new TypeError(
        `Cannot create supervisor as child ids must be unique: current value is '${id}' twice`,
      );
    }
    ids.add(id);
    checkAtLeast(0, `'readyMs' of child '${id}'`, readyMs);
    if (typeof shutdownMs === "number") checkAtLeast(0, `'shutdownMs' of child '${id}'`, shutdownMs);
  }
}

/** Throws RangeError unless `value` is finite and not below `min`. */
export function checkAtLeast(min: number, name: string, value: number): void {
  if (Number.isFinite(value) && value >= min) return;
  throw new RangeError(
    `Cannot create supervisor as ${name} must be finite and at least ${min}: current value is ${value}`,
  );
}
