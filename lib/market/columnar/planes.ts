/** Bytes of the widest integer: 2^53 needs seven. */
export const MAX_PLANES = 7;
/** Bytes of a float64. */
export const RAW_PLANES = 8;

/**
 * Integers (|n| < 2^52) as byte planes: signs folded in (0, -1, 1, -2 become 0, 1, 2, 3), then all lowest bytes, all second
 * bytes, and so on, as many as the largest needs and at least one. Small neighbours leave the upper planes nearly
 * constant, which is what a compressor likes.
 */
export function splitIntegers(values: Float64Array): Uint8Array[] {
  const rest = new Float64Array(values.length);
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const n = values[i];
    rest[i] = n >= 0 ? 2 * n : -2 * n - 1;
    if (rest[i] > largest) largest = rest[i];
  }
  const planes: Uint8Array[] = [];
  do {
    const plane = new Uint8Array(values.length);
    for (let i = 0; i < rest.length; i++) {
      const above = Math.floor(rest[i] / 256);
      plane[i] = rest[i] - above * 256;
      rest[i] = above;
    }
    planes.push(plane);
    largest = Math.floor(largest / 256);
  } while (largest > 0);
  return planes;
}

/** Adds plane k of integers into `values` (zero before the first plane). */
export function addPlane(values: Float64Array, plane: Uint8Array, k: number): void {
  const weight = 256 ** k;
  for (let i = 0; i < plane.length; i++) values[i] += plane[i] * weight;
}

/** Unfolds the signs once all planes are in. */
export function unfoldSigns(values: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const half = values[i] / 2, floor = Math.floor(half);
    values[i] = half === floor ? half : -floor - 1;
  }
}

/** The eight bytes of each float64, little end first, as planes. */
export function splitRaw(values: Float64Array): Uint8Array[] {
  const view = new DataView(new ArrayBuffer(8));
  const planes = Array.from({ length: RAW_PLANES }, () => new Uint8Array(values.length));
  for (let i = 0; i < values.length; i++) {
    view.setFloat64(0, values[i], true);
    for (let k = 0; k < RAW_PLANES; k++) planes[k][i] = view.getUint8(k);
  }
  return planes;
}

/** Puts plane k of raw float64 into `values`. */
export function putRawPlane(values: Float64Array, plane: Uint8Array, k: number): void {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const at = IS_LITTLE_ENDIAN ? k : RAW_PLANES - 1 - k;
  for (let i = 0; i < plane.length; i++) bytes[i * RAW_PLANES + at] = plane[i];
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
