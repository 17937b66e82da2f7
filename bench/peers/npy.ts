import { CandleColumns } from "../../lib/market/mod.ts";

/**
 * NumPy's .npy, version 1.0, for one kind of array: little-endian float64, C order, one candle a row of six numbers
 * [openMs, open, high, low, close, volume]. Format: numpy.lib.format in NumPy's documentation.
 */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const COLUMNS = 6;
/** The header is padded so that numbers begin on a multiple of this. */
const ALIGNMENT = 64;
const SHAPE_REGEXP = /'descr': '<f8', 'fortran_order': False, 'shape': \((\d+), 6\)/;

/** The bytes of a .npy file that holds these candles. */
export function encodeNpy(candles: CandleColumns): Uint8Array<ArrayBuffer> {
  const { length, openMs, open, high, low, close, volume } = candles;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${length}, ${COLUMNS}), }`;
  const headerBytes = Math.ceil((MAGIC.length + 2 + text.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(headerBytes + length * COLUMNS * 8);
  bytes.set(MAGIC);
  const textBytes = headerBytes - MAGIC.length - 2;
  new DataView(bytes.buffer).setUint16(MAGIC.length, textBytes, true);
  bytes.set(new TextEncoder().encode(text.padEnd(textBytes - 1) + "\n"), MAGIC.length + 2);
  const numbers = new Float64Array(bytes.buffer, headerBytes);
  for (let i = 0, at = 0; i < length; i++) {
    numbers[at++] = openMs[i];
    numbers[at++] = open[i];
    numbers[at++] = high[i];
    numbers[at++] = low[i];
    numbers[at++] = close[i];
    numbers[at++] = volume[i];
  }
  return bytes;
}

/** The candles of such a file; throws SyntaxError on any other kind of .npy, or on one cut short. */
export function decodeNpy(bytes: Uint8Array): CandleColumns {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < MAGIC.length + 2 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new SyntaxError("Cannot read candles: the bytes are no .npy file of version 1.0");
  }
  const begin = MAGIC.length + 2 + view.getUint16(MAGIC.length, true);
  const header = new TextDecoder().decode(bytes.subarray(MAGIC.length + 2, begin));
  const length = Number(SHAPE_REGEXP.exec(header)?.[1] ?? NaN);
  if (bytes.length !== begin + length * COLUMNS * 8) {
    throw new SyntaxError(`Cannot read candles: expected float64 rows of six, found ${header.trim()}`);
  }
  const candles = CandleColumns.create(length);
  const { openMs, open, high, low, close, volume } = candles;
  for (const [column, values] of [openMs, open, high, low, close, volume].entries()) {
    for (let i = 0; i < length; i++) values[i] = view.getFloat64(begin + 8 * (i * COLUMNS + column), true);
  }
  return candles;
}
