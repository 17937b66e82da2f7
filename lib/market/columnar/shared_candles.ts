import type { CandleColumns } from "../columns.ts";

const COLUMNS = 6;

/** Candles over one SharedArrayBuffer, which may be posted to workers: no copy, and nobody may write any more. */
export interface SharedCandles {
  readonly memory: SharedArrayBuffer;
  readonly length: number;
}

/** Room for `length` candles on shared memory, all zero, for decodeCandles to fill. */
export function createSharedCandles(length: number): CandleColumns {
  return viewCandles({
    memory: new SharedArrayBuffer(COLUMNS * length * Float64Array.BYTES_PER_ELEMENT),
    length,
  });
}

/** Columns over shared memory, in any thread. */
export function viewCandles({ memory, length }: SharedCandles): CandleColumns {
  const column = (k: number) => new Float64Array(memory, k * length * Float64Array.BYTES_PER_ELEMENT, length);
  return {
    length,
    ...{ openMs: column(0), open: column(1), high: column(2), low: column(3) },
    ...{ close: column(4), volume: column(5) },
  };
}

/** What to post to workers: the candles' own memory where createSharedCandles made it, else a copy of them. */
export function shareCandles(candles: CandleColumns): SharedCandles {
  const { length, openMs: { buffer, byteOffset } } = candles;
  const bytes = COLUMNS * length * Float64Array.BYTES_PER_ELEMENT;
  if (buffer instanceof SharedArrayBuffer && byteOffset === 0 && buffer.byteLength === bytes) {
    return { memory: buffer, length };
  }
  const memory = new SharedArrayBuffer(bytes), copy = viewCandles({ memory, length });
  for (const name of ["openMs", "open", "high", "low", "close", "volume"] as const) {
    copy[name].set(candles[name]);
  }
  return { memory, length };
}
