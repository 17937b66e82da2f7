import type { Failure } from "./wire.ts";

/** What an error of the network or of postgres.js carries. */
interface Raw {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly severity?: unknown;
  readonly detail?: unknown;
  readonly table_name?: unknown;
  readonly column_name?: unknown;
}

/** Codes of the network and the driver that end a connection; the server's own fatal errors say so. */
const LOST_REGEXP = /^(?:CONNECTION_|CONNECT_|E[A-Z]+$|08|57P0)/;

/** An error as plain data. */
export function toFailure(error: unknown): Failure {
  const raw = (typeof error === "object" && error !== null ? error : { message: String(error) }) as Raw;
  const code = typeof raw.code === "string" ? raw.code : "";
  const isFatal = raw.severity === "FATAL" || raw.severity === "PANIC";
  return {
    code,
    message: oneLine(raw.message),
    isLost: isFatal || LOST_REGEXP.test(code),
    ...(typeof raw.detail === "string" ? { detail: raw.detail } : {}),
    ...(typeof raw.table_name === "string" ? { table: raw.table_name } : {}),
    ...(typeof raw.column_name === "string" ? { column: raw.column_name } : {}),
  };
}

function oneLine(message: unknown): string {
  return String(message ?? "no reason given").replace(/\s*\n\s*/g, " ");
}
