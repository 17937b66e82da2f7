import type { SqlValue } from "../sql.ts";
// not from address.ts: the driver's thread reads no more of the program than it needs
import type { ServerAddress } from "./server_address.ts";

/** One statement as the server takes it. */
export interface Statement {
  readonly text: string;
  readonly values: readonly SqlValue[];
  /**
   * By default prepared, and kept by this text for the next time. "once": not kept; "script": one or more statements
   * without values.
   */
  readonly how?: "once" | "script";
}

/** Each is a connection of its own: a long read must not hold up a commit. */
export type SessionName = "write" | "read";

/** What one connection is opened with. */
export interface SessionOptions {
  readonly address: ServerAddress;
  /** How long connecting and signing in may take, ms. */
  readonly connectMs: number;
  /** Settings of the server for this connection. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What the driver's thread starts with. */
export interface DriverStart {
  readonly port: MessagePort;
  readonly signals: Int32Array;
  readonly sessions: Readonly<Record<SessionName, SessionOptions>>;
}

/** What the two threads see of each other without a message, by index into `signals`. */
export const SIGNAL = {
  /** Answers posted so far; waited on. */
  answers: 0,
  /** Id of the last request the driver took. */
  taken: 1,
  /** 1 once the driver takes requests. */
  up: 2,
} as const;

export type DriverRequest =
  /** Answered when the session can execute; it may be open already. */
  | { readonly op: "connect"; readonly session: SessionName }
  /** In order, one after another, without waiting in between; answered when all are through. */
  | { readonly op: "execute"; readonly session: SessionName; readonly statements: readonly Statement[] }
  /** Drops the connection, whatever it is doing. */
  | { readonly op: "discard"; readonly session: SessionName }
  | { readonly op: "close" };

/** A request with its id; 0 = no answer is wanted. */
export type NumberedRequest = DriverRequest & { readonly id: number };

/** Of the last statement: its rows and what was done, in the server's words ("COMMIT", "ROLLBACK", "SELECT"). */
export interface Done {
  readonly rows: readonly unknown[];
  readonly command: string;
}

export type DriverReply =
  | { readonly id: number; readonly done: Done }
  | { readonly id: number; readonly failure: Failure };

/** Why the first statement that failed did so. */
export interface Failure {
  /** SQLSTATE, or a code of the network or driver. */
  readonly code: string;
  readonly message: string;
  /** True: the connection is of no use any more, and what was under way may have happened. */
  readonly isLost: boolean;
  readonly detail?: string;
  readonly table?: string;
  readonly column?: string;
}
