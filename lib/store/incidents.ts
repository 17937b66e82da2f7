import { checkLimit } from "./limits.ts";
import type { Incident } from "./port.ts";
import type { Projector } from "./projection.ts";
import type { Sql } from "./sql.ts";

/** What the latches that operators set are called in system_events: [set, cleared]. */
const LATCH_WORDS: Readonly<Record<string, readonly [on: string, off: string]>> = {
  operator: ["pause", "resume"],
  kill: ["kill_switch", "rearm"],
};

export const projectLatch: Projector<"LatchChanged"> = (
  { sql },
  { scope, latch, on, cause, atMs },
  { wallMs },
) => {
  const [set, cleared] = LATCH_WORDS[latch] ?? ["latch_set", "latch_cleared"];
  insertSystemEvent(sql, { what: on ? set : cleared, scope, cause: `${latch}: ${cause}`, atMs, wallMs });
};

/** Of the scope of a command its latches tell. */
export const projectCommandTaken: Projector<"OperatorCommandTaken"> = ({ sql }, event, { wallMs }) => {
  const { by, command, accepted, why, commandId, atMs } = event;
  const what = accepted ? "command_accepted" : "command_refused";
  const cause = `${command} by ${by} (${commandId})${why === "" ? "" : `: ${why}`}`;
  insertSystemEvent(sql, { what, scope: "portfolio", cause, atMs, wallMs });
};

export const projectLossStop: Projector<"LossStopChanged"> = (
  { sql },
  { period, on, lossPct, atMs },
  { wallMs },
) => {
  const what = on ? "loss_stop_set" : "loss_stop_cleared";
  insertSystemEvent(sql, { what, scope: "portfolio", cause: `${period} loss ${lossPct} %`, atMs, wallMs });
};

export const projectDivergence: Projector<"BookDiverged"> = ({ sql }, event, { wallMs }) => {
  const { symbol, what, ours, venues, atMs } = event;
  const cause = `Book of ${symbol} differs in ${what}: ours ${ours}, the venue's ${venues}`;
  insertError(sql, { what: "reconciliation", scope: "", cause, atMs, wallMs });
};

export const projectRefusal: Projector<"CommandRefused"> = (
  { sql },
  { symbol, command, why, atMs },
  { wallMs },
) => {
  const cause = `Refused ${command} of ${symbol}: ${why}`;
  insertError(sql, { what: "execution", scope: "", cause, atMs, wallMs });
};

export const projectFinding: Projector<"Finding"> = ({ sql }, event, { wallMs }) => {
  const { what, symbol, ours, venues, done, atMs } = event;
  const cause = `Found ${what} of ${symbol}: ours ${ours}, the venue's ${venues}; ${done}`;
  insertError(sql, { what: "reconciliation", scope: "", cause, atMs, wallMs });
};

export const projectProtectionLost: Projector<"ProtectionLost"> = ({ sql }, event, { wallMs }) => {
  const { symbol, nakedMs, how, atMs } = event;
  const cause = `${how}; without a stop for ${nakedMs} ms`;
  insertSystemEvent(sql, { what: "protection_lost", scope: symbol, cause, atMs, wallMs });
};

export const projectProtectionRestored: Projector<"ProtectionRestored"> = ({ sql }, event, { wallMs }) => {
  const { symbol, nakedMs, how, atMs } = event;
  const cause = `${how}; was without a stop for ${nakedMs} ms`;
  insertSystemEvent(sql, { what: "protection_restored", scope: symbol, cause, atMs, wallMs });
};

/** Adds a row to system_events. */
export function insertSystemEvent(sql: Sql, { what, scope, cause, atMs, wallMs }: Incident): void {
  sql.run(
    "INSERT INTO system_events (kind, scope, cause, ts, wall_ms) VALUES (?, ?, ?, ?, ?)",
    ...[what, scope, printable(cause), atMs, wallMs],
  );
}

/** Adds a row to errors; they have no scope. */
export function insertError(sql: Sql, { what, cause, atMs, wallMs }: Incident): void {
  sql.run(
    "INSERT INTO errors (component, error, ts, wall_ms) VALUES (?, ?, ?, ?)",
    ...[what, printable(cause), atMs, wallMs],
  );
}

/** A text from anywhere as a text column takes it: PostgreSQL has none with NUL. */
function printable(text: string): string {
  return text.replaceAll("\0", "\\0");
}

/** What changed whether we trade, in order. */
export function readSystemEvents(sql: Sql): Incident[] {
  return sql.all<Incident>(
    "SELECT ts AS atMs, wall_ms AS wallMs, kind AS what, scope, cause FROM system_events ORDER BY id",
  ).map((row) => ({ ...row }));
}

/** See StoreReader.latestSystemEvents. */
export function readLatestSystemEvents(sql: Sql, limit: number): Incident[] {
  return sql.all<Incident>(
    "SELECT ts AS atMs, wall_ms AS wallMs, kind AS what, scope, cause FROM system_events ORDER BY id DESC LIMIT ?",
    checkLimit(limit),
  ).map((row) => ({ ...row }));
}

/** What went wrong, in order. */
export function readErrors(sql: Sql): Incident[] {
  return sql.all<Incident>(
    "SELECT ts AS atMs, wall_ms AS wallMs, component AS what, '' AS scope, error AS cause FROM errors ORDER BY id",
  ).map((row) => ({ ...row }));
}
