/** Where two records part. */
export interface Difference {
  /** Dotted path of the first member that differs; "" where one of the two is missing or no record. */
  readonly field: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** The first member, in the order of the left record, in which two pieces of plain data differ; null where there is none. */
export function firstDifference(left: unknown, right: unknown, path = ""): Difference | null {
  if (Object.is(left, right)) return null;
  if (!isRecord(left) || !isRecord(right)) return { field: path, left, right };
  const keys = Object.keys(left);
  for (const key of keys) {
    const found = firstDifference(left[key], right[key], path === "" ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  const more = Object.keys(right).find((key) => !Object.hasOwn(left, key));
  return more === undefined
    ? null
    : { field: path === "" ? more : `${path}.${more}`, left: undefined, right: right[more] };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
