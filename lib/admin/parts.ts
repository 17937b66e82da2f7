import type { Parts } from "./api/parts.ts";
import { createHosts } from "./auth/hosts.ts";
import { createLoginCodes } from "./auth/login_codes.ts";
import { createRateLimit } from "./auth/rate_limit.ts";
import { createSessions } from "./auth/sessions.ts";
import { isLoopback, tokenFault } from "./auth/token.ts";
import { guardPorts } from "./http/guarded_ports.ts";
import type { AdminOptions } from "./options.ts";
import type { AdminPorts } from "./ports.ts";
import { createEventStreams } from "./stream/event_streams.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const KIB = 1024;

/** Makes what the server is made of. Throws RangeError for a token that must not be used. */
export function createParts(bare: AdminPorts, options: AdminOptions): Parts {
  const { config, token, log } = options;
  const fault = tokenFault(token);
  if (fault !== null) throw new RangeError(fault);
  const nowMs = options.nowMs ?? Date.now;
  const random = options.random ?? randomBytes;
  const ports = guardPorts(bare);
  const streams = createEventStreams(ports, {
    maxClients: config.sse_max_clients,
    bufferBytes: config.sse_buffer_kib * KIB,
    recentEvents: config.sse_recent_events,
    heartbeatMs: config.heartbeat_seconds * SECOND_MS,
    every: options.every ?? everyByTimer,
    onFault: (error) => log({ reference: "stream", at: "GET /api/stream", error }),
  });
  return {
    ...{ ports, config, token, streams, counts: { byStatus: {} } },
    hosts: createHosts({ isLoopback: isLoopback(config.host), allowedHosts: config.allowed_hosts }),
    sessions: createSessions({ token, lifeMs: config.session_hours * HOUR_MS, random, nowMs }),
    codes: createLoginCodes(random, nowMs, config.login_code_minutes * MINUTE_MS),
    requests: createRateLimit(config.rate_per_minute, config.rate_entries, nowMs),
    attempts: createRateLimit(config.login_rate_per_minute, config.rate_entries, nowMs),
  };
}

/** Bytes of the host's own source. */
export function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

function everyByTimer(ms: number, call: () => void): () => void {
  const timer = setInterval(call, ms);
  return () => clearInterval(timer);
}
