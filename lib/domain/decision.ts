/**
 * Rules and gates looked at while one decision is made, as columns that are reused from bar to bar, so that deciding
 * allocates nothing; `toRecords` materialises them for a record.
 */
export interface Checks {
  count: number;
  readonly name: string[];
  readonly value: Float64Array;
  readonly limit: Float64Array;
  readonly pass: Uint8Array;
}

/** One rule or gate in a decision record. A value that does not exist (NaN) is null. */
export interface CheckRecord {
  readonly name: string;
  readonly value: number | null;
  readonly limit: number | null;
  readonly pass: boolean;
}

const known = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** Companion of Checks. */
export const Checks = {
  create: (capacity = 48): Checks => ({
    count: 0,
    name: new Array<string>(capacity).fill(""),
    value: new Float64Array(capacity),
    limit: new Float64Array(capacity),
    pass: new Uint8Array(capacity),
  }),

  reset(checks: Checks): void {
    checks.count = 0;
  },

  /** Notes a rule with its value, its limit and its verdict; returns the verdict. Throws RangeError when full. */
  add(checks: Checks, name: string, value: number, limit: number, pass: boolean): boolean {
    const i = checks.count;
    if (i >= checks.name.length) throw new RangeError(`Cannot note check ${name}: ${i} checks are the most`);
    checks.count = i + 1;
    checks.name[i] = name;
    checks.value[i] = value;
    checks.limit[i] = limit;
    checks.pass[i] = pass ? 1 : 0;
    return pass;
  },

  /** True when every check noted so far passed. */
  allPass(checks: Checks): boolean {
    for (let i = 0; i < checks.count; i++) if (checks.pass[i] === 0) return false;
    return true;
  },

  /** Name of the first check that failed; empty when none did. */
  firstFailed(checks: Checks): string {
    for (let i = 0; i < checks.count; i++) if (checks.pass[i] === 0) return checks.name[i]!;
    return "";
  },

  toRecords(checks: Checks): CheckRecord[] {
    const out: CheckRecord[] = [];
    for (let i = 0; i < checks.count; i++) {
      out.push({
        name: checks.name[i]!,
        value: known(checks.value[i]!),
        limit: known(checks.limit[i]!),
        pass: checks.pass[i] === 1,
      });
    }
    return out;
  },
} as const;
