import { err, ok, type Result } from "../core/mod.ts";
import { writeStartConfig } from "./configs.ts";
import type { Binding, Identity } from "./port.ts";
import { readLastInstantMs } from "./journal.ts";
import type { Dialect, Sql } from "./sql.ts";

/** The identity of the store, or null while it has none. */
export function readIdentity(sql: Sql): Identity | null {
  const row = sql.get<Identity>(
    "SELECT mode, venue_environment AS venueEnvironment, account, run_id AS runId FROM binding",
  );
  return row === undefined ? null : { ...row };
}

/** See Store.bind; to be called in a transaction. */
export function writeBinding(sql: Sql, wanted: Binding): Result<"created" | "resumed", string> {
  const stored = readIdentity(sql);
  if (stored !== null) {
    const differences = differencesOf(stored, wanted);
    if (differences.length > 0) return err(refusal(sql.dialect, stored, differences));
  } else {
    const { mode, venueEnvironment, account, runId } = wanted;
    sql.run("INSERT INTO binding VALUES (1, ?, ?, ?, ?)", mode, venueEnvironment, account, runId);
  }
  writeStartConfig(sql, wanted.configHash, wanted.configJson, readLastInstantMs(sql));
  return ok(stored === null ? "created" : "resumed");
}

const FIELDS: readonly (readonly [field: keyof Identity, words: string])[] = [
  ["mode", "mode"],
  ["venueEnvironment", "venue environment"],
  ["account", "account"],
  ["runId", "run"],
];

function differencesOf(stored: Identity, wanted: Identity): string[] {
  const differing = FIELDS.filter(([field]) => stored[field] !== wanted[field]);
  return differing.map(([field, words]) => `${words} ${stored[field]}, not ${wanted[field]}`);
}

function refusal({ place, setting }: Dialect, stored: Identity, differences: readonly string[]): string {
  return `Cannot use store ${place}: this store belongs to run ${stored.runId}; it differs in ${
    differences.join("; ")
  }; ` +
    `use --fresh or another ${setting}`;
}
