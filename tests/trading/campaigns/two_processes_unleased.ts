import type { Patch } from "../../program_copy.ts";

/** The lease on a store is given to whoever asks, and stays good whoever took it. */
export const UNLEASED: readonly Patch[] = [
  {
    file: "lib/store/leases.ts",
    find: "if (current !== null && !isOurs && current.expiresAtMs > nowMs) {",
    replace: "if (current !== null && !isOurs && ttlMs < 0) {",
  },
  {
    file: "lib/store/leases.ts",
    find: "  if (current?.holder === holder) {\n    return ok(writeLease(sql, { ...current, ",
    replace: "  if (current !== null) {\n    return ok(writeLease(sql, { ...current, ",
  },
];
