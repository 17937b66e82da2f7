import { err, ok, type Result } from "../core/mod.ts";
import type { Lease, LeaseRequest } from "./port.ts";
import type { Sql } from "./sql.ts";

/** A store belongs to one account, so there is one lease to write. */
const WRITE = "write";

const SELECT_LEASE =
  "SELECT holder, acquired_at AS sinceMs, expires_at AS expiresAtMs FROM leases WHERE name = ?";

/** See Store.acquireLease; to be called in a transaction. */
export function acquireLease(sql: Sql, request: LeaseRequest): Result<Lease, string> {
  const { holder, ttlMs } = refuseUnending(request);
  const nowMs = sql.dialect.nowMs(sql, request.nowMs);
  const current = readLease(sql);
  const isOurs = current?.holder === holder;
  if (current !== null && !isOurs && current.expiresAtMs > nowMs) {
    return err(
      `Cannot write store ${sql.dialect.place} as one process at a time may: ${describe(current)}; ` +
        `stop that process, or wait until its lease ends`,
    );
  }
  return ok(
    writeLease(sql, { holder, sinceMs: isOurs ? current.sinceMs : nowMs, expiresAtMs: nowMs + ttlMs }),
  );
}

/** See Store.renewLease; to be called in a transaction. */
export function renewLease(sql: Sql, request: LeaseRequest): Result<Lease, string> {
  const { holder, ttlMs } = refuseUnending(request);
  const current = readLease(sql);
  if (current?.holder === holder) {
    return ok(writeLease(sql, { ...current, expiresAtMs: sql.dialect.nowMs(sql, request.nowMs) + ttlMs }));
  }
  return err(
    `Cannot go on writing store ${sql.dialect.place} as ${holder} must hold its write lease: ` +
      `${
        current === null ? "nobody holds it" : describe(current)
      }; end this process, it was silent for too long`,
  );
}

/** See Store.releaseLease. */
export function releaseLease(sql: Sql, holder: string): void {
  sql.run("DELETE FROM leases WHERE name = ? AND holder = ?", WRITE, holder);
}

function refuseUnending(request: LeaseRequest): LeaseRequest {
  if (request.ttlMs > 0 && Number.isSafeInteger(request.ttlMs)) return request;
  throw new RangeError(
    `Cannot lease a store as ttlMs must be a positive integer: current value is ${request.ttlMs}`,
  );
}

function readLease(sql: Sql): Lease | null {
  const row = sql.get<Lease>(SELECT_LEASE, WRITE);
  return row === undefined ? null : { ...row };
}

function writeLease(sql: Sql, lease: Lease): Lease {
  sql.run(
    `INSERT INTO leases (name, holder, acquired_at, expires_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, acquired_at = excluded.acquired_at,
      expires_at = excluded.expires_at`,
    ...[WRITE, lease.holder, lease.sinceMs, lease.expiresAtMs],
  );
  return lease;
}

function describe({ holder, sinceMs, expiresAtMs }: Lease): string {
  return `${holder} holds it since ${instant(sinceMs)}, until ${instant(expiresAtMs)} unless it renews it`;
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
