import type { TimerOp } from "../lib/runtime/mod.ts";
import type { TimerChange } from "../lib/trader/mod.ts";

/** What a reducer of the decision core wants of its timers, as hosts take it. */
export function timerOps(changes: readonly TimerChange[]): TimerOp[] {
  return changes.map(({ name, dueMs }): TimerOp =>
    dueMs === null ? { op: "clear", name } : { op: "set", name, dueMs }
  );
}
