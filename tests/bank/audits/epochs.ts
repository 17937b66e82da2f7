import type { Epoch } from "../../../lib/runtime/mod.ts";
import { type Audit, Faults } from "./audit.ts";

/** A writer's new life, and the newest row stored before it. */
export interface Raise {
  readonly epoch: Epoch;
  readonly afterRow: number;
}

export interface EpochAudit extends Pick<Audit, "row"> {
  /** Rows of a life that was over, or never began. */
  staleRows(): number;
}

/** Every row is of the writer's newest life at its time. `raises` in the order stored. */
export function auditEpochs(faults: Faults, raises: readonly Raise[]): EpochAudit {
  const newest = new Map<string, number>();
  let next = 0, staleRows = 0;
  return {
    staleRows: () => staleRows,
    row({ rowId, epoch: { writer, number } }) {
      for (; next < raises.length && raises[next].afterRow < rowId; next++) {
        const raised = raises[next].epoch;
        const expected = (newest.get(raised.writer) ?? 0) + 1;
        if (raised.number !== expected) {
          Faults.add(faults, `${raised.writer} was raised to epoch ${raised.number}, not ${expected}`);
        }
        newest.set(raised.writer, raised.number);
      }
      const expected = newest.get(writer) ?? 0;
      if (number !== expected) {
        staleRows++;
        Faults.add(faults, `Row ${rowId} was stored in epoch ${number} of ${writer}, not ${expected}`);
      }
    },
  };
}
