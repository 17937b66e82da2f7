/** Data that survives a process border: what structured clone takes, without functions and class instances. */
export type Plain = null | boolean | number | string | bigint | Columns | readonly Plain[] | {
  readonly [key: string]: Plain;
};

/** Numbers by the thousand. A view takes its whole buffer across the border: give one of its own. */
type Columns = Float64Array | Int32Array | Uint8Array;

const COLUMNS: readonly unknown[] = [Float64Array, Int32Array, Uint8Array].map(({ prototype }) => prototype);

/**
 * Where a value is not plain, as a path ("args.list.3"), or null if it is. Nothing but the value itself counts: what its
 * type says, a program read from a file may not know. A field that is undefined is as good as none; a circle is not plain.
 */
export function pathToUnplain(value: unknown, path: string, around: readonly unknown[] = []): string | null {
  switch (typeof value) {
    case "boolean":
    case "number":
    case "string":
    case "bigint":
    case "undefined":
      return null;
    case "object":
      break;
    default:
      return path;
  }
  if (value === null) return null;
  const isList = Array.isArray(value);
  const made = Object.getPrototypeOf(value);
  if (COLUMNS.includes(made)) return null;
  if (around.includes(value) || !(isList || made === Object.prototype || made === null)) return path;
  for (const [key, inner] of Object.entries(value)) {
    const found = pathToUnplain(inner, `${path}.${key}`, [...around, value]);
    if (found !== null) return found;
  }
  return null;
}
