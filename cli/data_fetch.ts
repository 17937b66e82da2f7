import { isColumnar, openColumnar } from "../lib/market/mod.ts";
import type { VenueHistory } from "../lib/venues/mod.ts";
import { beginPart, extendPart, openPart, type Part, readPart, removePart } from "./data_part.ts";
import { refuseData } from "./data_source.ts";
import type { Packed, Series } from "./data_series.ts";
import { writeColumnar } from "./data_write.ts";
import { Refusal } from "./exit.ts";
import { createProgress } from "./terminal.ts";

/** One file to be downloaded. */
export interface Job {
  readonly series: Series;
  readonly history: VenueHistory;
  readonly path: string;
  readonly symbol: string;
  /** Venue, symbol, timeframe and beginning in words. */
  readonly source: string;
  readonly barMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Nobody named an end: a half-done download keeps the end it began with. */
  readonly isOpenEnded: boolean;
}

/** Downloads a file, or goes on with a half-done one, or adds to an earlier one what is new since. */
export async function fetchSeries(job: Job): Promise<Packed> {
  const { series, history, path, symbol, source, barMs } = job, partPath = `${path}.part`;
  const part = prepare(job, partPath);
  if (part === null) return alreadyThere(job);
  const { toMs } = part.query;
  const progress = createProgress(toMs - job.fromMs);
  while (part.nextMs < toMs) {
    const page = await series.page(history, symbol, part.nextMs, toMs).catch((cause) => {
      throw new Refusal(
        `${source} stopped at ${new Date(part.nextMs).toISOString()}: ${(cause as Error).message}. ` +
          `The same command goes on there.`,
      );
    });
    extendPart(partPath, part, page);
    progress(Math.min(part.nextMs, toMs) - job.fromMs, `${symbol} ${series.kind}`);
  }
  if (part.rows.length === 0) {
    removePart(partPath);
    throw new Refusal(
      `${source}: the venue has nothing up to ${new Date(toMs).toISOString()}. Check --from and --to.`,
    );
  }
  const packed = series.pack(part.rows, { symbol, source, barMs, toMs });
  if (!packed.ok) {
    return refuseData(
      `The venue gave faulty data, nothing was written (it is kept in ${partPath})`,
      packed.error,
    );
  }
  writeColumnar(path, packed.value.bytes);
  removePart(partPath);
  return packed.value;
}

/** The part to go on with; null where the file is there already. */
function prepare(job: Job, partPath: string): Part | null {
  const { series, path, source, fromMs, isOpenEnded } = job;
  const half = readPart(partPath);
  const toMs = isOpenEnded && half !== null ? half.query.toMs : job.toMs, query = { source, toMs };
  if (half !== null) return openPart(partPath, query, fromMs);
  const bytes = readIfThere(path);
  if (bytes === null) return openPart(partPath, query, fromMs);
  const opened = isColumnar(bytes) ? openColumnar(bytes, path) : null;
  const header = opened?.ok ? opened.value.header : null;
  const rows = header?.sources[0]?.name === source ? series.unpack(bytes, path) : null;
  if (header === null || rows === null || header.asOfMs === null) {
    throw new Refusal(
      `${path} is there and holds something else than ${source}. Name another folder, or move it away.`,
    );
  }
  return header.asOfMs >= toMs ? null : beginPart(partPath, query, { rows, nextMs: header.asOfMs });
}

function alreadyThere({ series, path, symbol, source, barMs, toMs }: Job): Packed {
  const rows = series.unpack(Deno.readFileSync(path), path) ?? [];
  const packed = series.pack(rows, { symbol, source, barMs, toMs });
  if (!packed.ok) return refuseData(`${path} is there and faulty`, packed.error);
  return { ...packed.value, what: `${packed.value.what}, there already` };
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return Deno.readFileSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return null;
    throw new Refusal(`Cannot read ${path}: ${(cause as Error).message}`);
  }
}
