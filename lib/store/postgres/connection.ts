import type { BlockingDriver } from "./blocking_driver.ts";
import { DriverFailure } from "./driver_failure.ts";
import type { Done, SessionName, Statement } from "./wire.ts";

/** The sessions as statements use them. Changed in place. */
export interface Connection {
  readonly driver: BlockingDriver;
  /** Longest wait of one call for the server's answer, ms. */
  readonly waitMs: number;
  /** Makes sure of the schema; called with each new session that writes. */
  readonly prepare: () => void;
  state: "closed" | "preparing" | "ready";
}

export const Connection = { makeReady, execute, discard };

/**
 * Connects if there is no connection, and prepares it. A connection that takes longer than one call waits goes on being
 * made: the next call finds it. Throws DriverFailure, and what `prepare` throws.
 */
function makeReady(connection: Connection): void {
  if (connection.state !== "closed") return;
  connection.driver.ask({ op: "connect", session: "write" }, connection.waitMs);
  connection.state = "preparing";
  try {
    connection.prepare();
    connection.state = "ready";
  } finally {
    if (connection.state === "preparing") connection.state = "closed";
  }
}

/** Executes statements on a session; one that is lost or gives no answer is discarded. Throws DriverFailure. */
function execute(
  connection: Connection,
  session: SessionName,
  { statements, timeoutMs }: { statements: readonly Statement[]; timeoutMs: number },
): Done {
  try {
    return connection.driver.ask({ op: "execute", session, statements }, Math.max(0, timeoutMs));
  } catch (error) {
    if (error instanceof DriverFailure && error.failure.isLost) discard(connection, session);
    throw error;
  }
}

/** Drops a session with whatever it is doing: the server rolls back what was not told to end. */
function discard(connection: Connection, session: SessionName): void {
  connection.driver.tell({ op: "discard", session });
  if (session === "write") connection.state = "closed";
}
