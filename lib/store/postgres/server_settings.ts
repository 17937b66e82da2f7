import type { Address } from "./address.ts";

/** How long calls wait, ms. */
export interface Waits {
  /** One call for the server's answer; a call that connects first waits twice as long at most. */
  readonly waitMs: number;
  /** A query of a report for its rows. */
  readonly readMs: number;
  /** The first call for the driver's thread. */
  readonly startMs: number;
}

/** How long the server keeps a transaction of a writer that says nothing (a frozen process), ms. */
const IDLE_WRITER_MS = 5_000;
/** The same for a reader, which works on its rows between pages. */
const IDLE_READER_MS = 600_000;

/** What the server is told of a connection (https://www.postgresql.org/docs/current/runtime-config-client.html). */
export function serverSettings(
  { address, waitMs, readMs }: Waits & { readonly address: Address },
  access: "write" | "read",
): Record<string, string> {
  return {
    application_name: "bulkhead",
    search_path: `"${address.schema}"`,
    // instants are read as text: see column_types.ts
    TimeZone: "UTC",
    DateStyle: "ISO, YMD",
    // a commit is on disk when it is answered, whatever the server's default is
    synchronous_commit: "on",
    default_transaction_read_only: access === "read" ? "on" : "off",
    // before our own wait ends, so that we learn why
    lock_timeout: String(Math.ceil(waitMs * 3 / 4)),
    statement_timeout: String(readMs),
    idle_in_transaction_session_timeout: String(access === "read" ? IDLE_READER_MS : IDLE_WRITER_MS),
    // all is found by keys, and a compiled plan takes longer than it saves
    jit: "off",
    enable_bitmapscan: "off",
    enable_hashjoin: "off",
    enable_mergejoin: "off",
  };
}
