import { MAX_LIMIT } from "./queries.ts";

/** The limit itself. Throws RangeError unless it is a whole number from 1 to MAX_LIMIT. */
export function checkLimit(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new RangeError(`Cannot read rows as limit must be 1 to ${MAX_LIMIT}: current value is ${limit}`);
}

/** The offset itself. Throws RangeError unless it is a whole number from 0. */
export function checkOffset(offset: number): number {
  if (Number.isSafeInteger(offset) && offset >= 0) return offset;
  throw new RangeError(`Cannot read rows as offset must be 0 or more: current value is ${offset}`);
}

/** 9999-12-31: an ISO text of four digits ends there. */
const LAST_INSTANT_MS = 253_402_214_400_000;

/** A bound of a span as an instant column takes it: "from the start" and "to the end" too. */
export function toInstant(ms: number): number {
  return Math.min(Math.max(ms, 0), LAST_INSTANT_MS);
}
