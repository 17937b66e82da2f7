import { z } from "zod";

const MAX_PORT = 65_535;

/** A name or an address as it stands before the port in a Host header. */
const hostName = z.string().regex(/^[a-zA-Z0-9._:[\]-]{1,253}$/, "a host name or an address, without a port");

/** The admin server: where it listens, and what it allows. It decides nothing, so it is no part of the run id. */
export const adminConfig = z.strictObject({
  enabled: z.boolean().default(true),
  /** Address to listen on. Others than this machine's own need a token of the operator's choice. */
  host: hostName.default("127.0.0.1"),
  /** 0: any that is free. */
  port: z.number().int().min(0).max(MAX_PORT).default(8000),
  /** Environment variable that holds the token: it is a secret, so it is never written into a file of ours. */
  token_env: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, "the name of an environment variable in capitals")
    .default("DASHBOARD_TOKEN"),
  /** Names the server may be called by besides its address and, on loopback, "localhost". Empty off loopback: any. */
  allowed_hosts: z.array(hostName).max(32).default([]),
  /** Whether browsers reach it by https (through a proxy): cookies are then never sent by plain http. */
  behind_https: z.boolean().default(false),
  /** How long a login of the page lasts. */
  session_hours: z.number().positive().max(720).default(12),
  /** How long a one-time login code can be used. */
  login_code_minutes: z.number().positive().max(1440).default(15),
  /** Most requests of a login, and of an address without one. */
  rate_per_minute: z.number().int().min(10).max(100_000).default(1200),
  /** Most attempts to log in of an address. */
  login_rate_per_minute: z.number().int().min(1).max(1000).default(10),
  /** Most addresses and logins counted at once; beyond, those that waited longest are forgotten. */
  rate_entries: z.number().int().min(16).max(1_000_000).default(4096),
  /** Most bytes of a request's body, and how long it may take to arrive. */
  body_max_bytes: z.number().int().min(1024).max(16_777_216).default(65_536),
  body_seconds: z.number().min(1).max(300).default(10),
  /** Most clients of the event stream. */
  sse_max_clients: z.number().int().min(1).max(10_000).default(64),
  /** Bytes that may wait for a client before it is dropped, in KiB. */
  sse_buffer_kib: z.number().int().min(16).max(65_536).default(1024),
  /** Events kept for clients that change from the store to what is told live. */
  sse_recent_events: z.number().int().min(16).max(1_000_000).default(2048),
  /** Between two signs of life on the stream; a client that takes nothing for so long is dropped, and the page waits for two. */
  heartbeat_seconds: z.number().min(0.05).max(10).default(10),
});
export type AdminConfig = z.infer<typeof adminConfig>;
