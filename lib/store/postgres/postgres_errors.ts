import type { Explained } from "../sql.ts";
import { DriverFailure } from "./driver_failure.ts";
import type { Failure } from "./wire.ts";

type Row = readonly [codes: RegExp, what: "unavailable" | "refused", rule: string, advice: string];

const CHECK_SERVER = "check the server and the way to it; it is tried again";

/**
 * SQLSTATEs (https://www.postgresql.org/docs/current/errcodes-appendix.html) and codes of the network that ask for
 * something of the operator; the first match counts.
 */
const ADVICE: readonly Row[] = [
  [/^TIMEOUT$/, "unavailable", "its server must answer in time", CHECK_SERVER],
  [/^(?:CONNECTION_|CONNECT_|E[A-Z]+$|08)/, "unavailable", "its server must be there", CHECK_SERVER],
  [/^57P0/, "unavailable", "its server must be up", "wait for its restart; it is tried again"],
  [/^53100$/, "unavailable", "its disk must have room", "free some space on the server"],
  [
    /^53300$/,
    "unavailable",
    "its server must have a free connection",
    "end others, or raise max_connections",
  ],
  [/^5[38]/, "unavailable", "its server must have what it needs", "check memory and disk of the server"],
  [/^(?:55P03|40P01|40001)$/, "unavailable", "no other process may write it", "stop the other process"],
  [/^(?:57014|25P0[34])$/, "unavailable", "its server must be quick enough", "check the load of the server"],
  [
    /^25006$/,
    "unavailable",
    "its server must be the primary",
    "wait for the fail-over, or correct DATABASE_URL",
  ],
  [/^28/, "refused", "its server must know user and password", "correct DATABASE_URL"],
  [/^3[DF]000$/, "refused", "its database must exist", "create it, or correct DATABASE_URL"],
  [/^42501$/, "refused", "its user must own it", "grant the user what it lacks"],
  [/^XX00[12]$/, "refused", "its tables must be intact", "restore it from a backup"],
];

/** See Dialect.explain. */
export function explainPostgres(error: Error): Explained | null {
  if (!(error instanceof DriverFailure)) return null;
  if (error.isInDoubt) return { what: "in doubt" };
  const { failure } = error;
  const broken = brokenBy(failure);
  if (broken !== null) return { what: "constraint", broken };
  const known = ADVICE.find(([codes]) => codes.test(failure.code));
  if (known !== undefined) return { what: known[1], rule: known[2], advice: known[3] };
  return failure.isLost
    ? { what: "unavailable", rule: "its server must be there", advice: CHECK_SERVER }
    : OTHER;
}

const OTHER: Explained = { what: "other" };

/** The broken constraint in SQLite's words, or null. */
function brokenBy({ code, table, column, detail = "", message }: Failure): string | null {
  switch (code) {
    case "23505": {
      const columns = /^Key \((.*?)\)=/.exec(detail)?.[1].split(", ") ?? [];
      return `UNIQUE constraint failed: ${columns.map((name) => `${table}.${name}`).join(", ")}`;
    }
    case "23502":
      return `NOT NULL constraint failed: ${table}.${column}`;
    case "23503":
      return "FOREIGN KEY constraint failed";
    default:
      return code.startsWith("23") ? message : null;
  }
}
