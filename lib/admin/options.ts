import type { AdminFault } from "./api/parts.ts";
import type { RandomBytes } from "./auth/secret_text.ts";
import type { AdminConfig } from "./schema.ts";

/** What an admin server needs to be told. */
export interface AdminOptions {
  readonly config: AdminConfig;
  /** At least 16 printable characters; see tokenFault(). */
  readonly token: string;
  /** What failed behind an answer, or behind the stream. */
  readonly log: (fault: AdminFault) => void;
  /** Version of the product, for the description of the API. */
  readonly version: string;
  /** Whether it has the pages: "/", "/dashboard", "/login", "/assets/*". @default true */
  readonly hasPages?: boolean;
  /** @default Date.now */
  readonly nowMs?: () => number;
  /** @default crypto.getRandomValues */
  readonly random?: RandomBytes;
  /** Calls again and again; returns how to stop that. @default setInterval */
  readonly every?: (ms: number, call: () => void) => () => void;
}
