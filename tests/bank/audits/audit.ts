import type { Envelope, Epoch, HandledInput } from "../../../lib/runtime/mod.ts";

/** A stored row, in the order stored. */
export interface BankRow {
  readonly rowId: number;
  readonly epoch: Epoch;
  readonly handled: HandledInput;
}

/** Looks at all rows, then at what is under way; says what is wrong to the Faults it was created with. */
export interface Audit {
  row(row: BankRow): void;
  end(outbox: readonly Envelope[]): void;
}

/** What is wrong, one sentence each: all are counted, the first are kept. */
export interface Faults {
  count: number;
  readonly first: string[];
}

const KEPT = 20;

export const Faults = { create, add };

function create(): Faults {
  return { count: 0, first: [] };
}

function add(faults: Faults, text: string): void {
  if (faults.count++ < KEPT) faults.first.push(text);
}
