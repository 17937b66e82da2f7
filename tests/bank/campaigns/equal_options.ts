import { parseArgs } from "node:util";

/** What the campaign is to do. */
export interface EqualOptions {
  /** Transfers per leg. */
  readonly transfers: number;
  /** Delays are uniform from 0 to this, ms. */
  readonly delayMs: number;
  /** Leaves out the two long legs with delays; those of the sabotage stay. */
  readonly skipDelays: boolean;
  /** Delayed runs with the sorting switched off, and as many with it; 0 leaves the sabotage out. */
  readonly unsortedRuns: number;
  /** Transfers of each of those runs. */
  readonly unsortedTransfers: number;
  /** Of all delays. */
  readonly seed: string;
}

export const USAGE = `deno run -A tests/bank/campaigns/equal.ts
  --transfers N            per leg (100000)
  --delay-ms N             longest delay before a handling, ms (20)
  --skip-delays            without the two long legs with delays
  --unsorted-runs N        delayed runs without sorting, and as many with it (5)
  --unsorted-transfers N   of each of those runs (2000)
  --seed TEXT              of the delays ("equal")`;

/** Reads the command's arguments. Throws TypeError on an unknown one, RangeError on a number that is none or too small. */
export function readOptions(args: readonly string[]): EqualOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      "transfers": { type: "string", default: "100000" },
      "delay-ms": { type: "string", default: "20" },
      "skip-delays": { type: "boolean", default: false },
      "unsorted-runs": { type: "string", default: "5" },
      "unsorted-transfers": { type: "string", default: "2000" },
      "seed": { type: "string", default: "equal" },
    },
  });
  return {
    transfers: wholeNumber("--transfers", values.transfers, 1),
    delayMs: wholeNumber("--delay-ms", values["delay-ms"], 1),
    skipDelays: values["skip-delays"],
    unsortedRuns: wholeNumber("--unsorted-runs", values["unsorted-runs"], 0),
    unsortedTransfers: wholeNumber("--unsorted-transfers", values["unsorted-transfers"], 1),
    seed: values.seed,
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(
    `Cannot run as ${name} must be a whole number of at least ${least}: current value is "${text}"`,
  );
}
