import { createHasher } from "../core/mod.ts";
import { type CanonicalLine, canonicalLine, compareLines, type TraderEvent } from "../trader/mod.ts";

/** What a run came to, as one number that any way of running it must come to. */
export interface ResultHash {
  /** SHA-256 of the canonical export: its lines, each ended by a line feed. */
  readonly sha256: string;
  readonly lines: number;
  readonly byKind: Readonly<Record<CanonicalLine["kind"], number>>;
}

/** The canonical export of what a run recorded: sorted, an order once and as it was last. */
export function canonicalLines(events: readonly TraderEvent[]): CanonicalLine[] {
  const orders = new Map<string, CanonicalLine>();
  const lines: CanonicalLine[] = [];
  for (const event of events) {
    const line = canonicalLine(event);
    if (line === null) continue;
    if (line.kind === "order") orders.set(line.id, line);
    else lines.push(line);
  }
  return [...lines, ...orders.values()].sort(compareLines);
}

/** The result of a run by the events of a recorder that was on. */
export function resultHash(events: readonly TraderEvent[]): ResultHash {
  const lines = canonicalLines(events);
  const byKind = { decision: 0, fill: 0, ledger: 0, order: 0 };
  const hasher = createHasher();
  // line by line: one text of all of them would be as long as all that was recorded
  for (const { kind, text } of lines) {
    byKind[kind] += 1;
    hasher.update(`${text}\n`);
  }
  return { sha256: hasher.hex(), lines: lines.length, byKind };
}
