import { err, ok, type Result } from "../../core/mod.ts";

/**
 * What may be done to faulty candles, and only when somebody asks for it by name; in the order in which it is done.
 * - sort: rows by time (equal times keep their order)
 * - drop-duplicates: rows that repeat the row above number by number
 * - drop-unfinished: a last bar that had not closed when the rows were told (needs that time)
 * - drop-before-gap: everything before the last hole
 * - keep-longest: the longest part without a hole
 * - fill-holes: flat bars without volume at the last close, in every hole
 * - keep-gaps: nothing is changed, holes are accepted and noted; runs refuse them as ever unless they fill them
 */
export const REPAIRS = [
  "sort",
  "drop-duplicates",
  "drop-unfinished",
  "drop-before-gap",
  "keep-longest",
  "fill-holes",
  "keep-gaps",
] as const;
export type Repair = typeof REPAIRS[number];

/** Reads names of repairs, each once; refuses any other word with the list of names. */
export function parseRepairs(names: readonly string[]): Result<readonly Repair[], string> {
  const unknown = names.find((name) => !REPAIRS.some((repair) => repair === name));
  if (unknown === undefined) return ok(REPAIRS.filter((repair) => names.includes(repair)));
  return err(`Cannot repair by "${unknown}": use one or more of ${REPAIRS.join(", ")}`);
}
