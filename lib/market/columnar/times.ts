import { commonStep } from "../timeframe.ts";
import { type Block, packIntegers, packNumbers } from "./blocks.ts";

/** Year 10895: the differences below stay exact integers by far. */
const TIME_BELOW_MS = 2 ** 48;

/** Times without their contiguous runs: blocks "starts" and "lengths" where all are whole ms, else one block "times". */
export function packTimes(timesMs: Float64Array): { readonly stepMs: number; readonly blocks: Block[] } {
  const isWhole = (ms: number) => Number.isInteger(ms) && Math.abs(ms) < TIME_BELOW_MS && !Object.is(ms, -0);
  if (!timesMs.every(isWhole)) return { stepMs: 0, blocks: [packNumbers("times", timesMs)] };
  const stepMs = commonStep(timesMs)?.stepMs ?? 0;
  const starts: number[] = [], lengths: number[] = [];
  let dueMs = 0;
  for (const ms of timesMs) {
    if (lengths.length > 0 && ms === dueMs) lengths[lengths.length - 1]++;
    else {
      // a run is told by how far it begins from where the one before would have gone on
      starts.push(ms - dueMs);
      lengths.push(1);
    }
    dueMs = ms + stepMs;
  }
  const blocks = [
    packIntegers("starts", Float64Array.from(starts)),
    packIntegers("lengths", Float64Array.from(lengths)),
  ];
  return { stepMs, blocks };
}

/** Lays runs out into `into`; throws RangeError unless they fill it exactly. */
export function layRuns(
  into: Float64Array,
  stepMs: number,
  starts: Float64Array,
  lengths: Float64Array,
): void {
  let at = 0, dueMs = 0;
  for (let run = 0; run < starts.length; run++) {
    dueMs += starts[run];
    const end = at + lengths[run];
    if (!(lengths[run] >= 1 && end <= into.length)) break;
    for (; at < end; at++, dueMs += stepMs) into[at] = dueMs;
  }
  if (at !== into.length) {
    throw new RangeError(`Cannot lay out times as their runs are not ${into.length} rows`);
  }
}
