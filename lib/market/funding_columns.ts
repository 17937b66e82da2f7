import { err, ok, type Result } from "../core/mod.ts";
import { type DataFault, fileFault, isoAt } from "./data_fault.ts";
import { isNewestFirst } from "./integrity.ts";

/** Funding rates as columns, oldest first: atMs on the full UTC hour (Unix ms), rate a fraction of notional per interval. */
export interface FundingColumns {
  readonly length: number;
  readonly atMs: Float64Array;
  readonly rate: Float64Array;
}

/** No rates at all. */
export const NO_FUNDING: FundingColumns = {
  length: 0,
  atMs: new Float64Array(0),
  rate: new Float64Array(0),
};

const HOUR_MS = 3_600_000;

/** A funding time this far from a full hour still belongs to it (10-architecture, "Time and order"). */
export const FUNDING_JITTER_MS = 60_000;

/**
 * Times as written by a venue, put on their hours: strictly increasing, one rate an hour, each rate below 100 %.
 * Repeated rows with the same rate are dropped; everything else out of order is a fault.
 */
export function settleFunding(raw: FundingColumns, file: string): Result<FundingColumns, DataFault[]> {
  if (isNewestFirst(raw.atMs)) {
    const what = "the rows run from the newest to the oldest";
    return err([fileFault("disorder", file, what, "Reverse the rows: oldest first")]);
  }
  const atMs = new Float64Array(raw.length), rate = new Float64Array(raw.length);
  const faults: DataFault[] = [];
  let length = 0;
  for (let i = 0; i < raw.length; i++) {
    const place = { file, row: i + 1, at: isoAt(raw.atMs[i]) };
    const hourMs = Math.round(raw.atMs[i] / HOUR_MS) * HOUR_MS;
    if (Math.abs(raw.atMs[i] - hourMs) > FUNDING_JITTER_MS) {
      const what = `the time is more than ${FUNDING_JITTER_MS / 1000} s away from a full hour`;
      faults.push({
        kind: "jitter",
        ...place,
        what,
        todo: "Check that this is a funding file, with times in UTC",
      });
      continue;
    }
    if (Math.abs(raw.rate[i]) >= 1) {
      const what = `the rate is ${raw.rate[i]}: a fraction of the notional below 1 is needed`;
      faults.push({
        kind: "rate",
        ...place,
        what,
        todo: "Check that this is a funding file, with rates as fractions",
      });
    }
    const lastMs = length === 0 ? -Infinity : atMs[length - 1];
    if (hourMs < lastMs) {
      const what = `the time is before that of the row above (${isoAt(lastMs)})`;
      faults.push({ kind: "disorder", ...place, what, todo: "Sort the rows by time, oldest first" });
    } else if (hourMs === lastMs) {
      if (raw.rate[i] === rate[length - 1]) continue;
      const what = `the hour has two rates, ${rate[length - 1]} and ${raw.rate[i]}`;
      faults.push({ kind: "duplicate", ...place, what, todo: "Remove the wrong one" });
    } else {
      atMs[length] = hourMs;
      rate[length++] = raw.rate[i];
    }
  }
  return faults.length > 0
    ? err(faults)
    : ok({ length, atMs: atMs.slice(0, length), rate: rate.slice(0, length) });
}
