import type { TimerChange } from "./orders/state.ts";

/** The timers that are set: few, so that lists beat a dictionary. Changed in place. */
export interface TimerTable {
  readonly names: string[];
  readonly dueMs: number[];
  /** When the first of them is due; Infinity without any. */
  nextMs: number;
}

/** Companion of TimerTable. */
export const TimerTable = {
  create: (): TimerTable => ({ names: [], dueMs: [], nextMs: Infinity }),

  /** Sets timers, replacing those of the same name, or takes them away. */
  change(table: TimerTable, changes: readonly TimerChange[]): void {
    for (const { name, dueMs } of changes) {
      const at = table.names.lastIndexOf(name);
      if (at >= 0) remove(table, at);
      if (dueMs === null) continue;
      table.names.push(name);
      table.dueMs.push(dueMs);
    }
    table.nextMs = earliest(table);
  },

  /** Takes out the timers that are due first, all of one time, in order of their names. */
  takeNext(table: TimerTable): string[] {
    const due = table.names.filter((_, i) => table.dueMs[i] === table.nextMs).sort();
    for (const name of due) remove(table, table.names.indexOf(name));
    table.nextMs = earliest(table);
    return due;
  },
} as const;

function remove({ names, dueMs }: TimerTable, at: number): void {
  names[at] = names[names.length - 1]!;
  dueMs[at] = dueMs[dueMs.length - 1]!;
  names.pop();
  dueMs.pop();
}

function earliest({ dueMs }: TimerTable): number {
  let first = Infinity;
  for (let i = 0; i < dueMs.length; i++) if (dueMs[i]! < first) first = dueMs[i]!;
  return first;
}
