import assert from "node:assert/strict";
import type { Result } from "../core/mod.ts";
import type { Lease, LeaseRequest, Store } from "./port.ts";
import { onEachDatabase, type Place, WALL_MS } from "./testdata/databases_fixture.ts";

const LONG_MS = 3_600_000;

/** Runs a test with two connections, as two processes would have them. */
function onTwo(name: string, test: (one: Store, two: Store, place: Place) => void): void {
  onEachDatabase(name, (place) => {
    const one = place.createStore(), two = place.createStore();
    try {
      test(one, two, place);
    } finally {
      one.close();
      two.close();
    }
  });
}

const ask = (holder: string, given: Partial<LeaseRequest> = {}): LeaseRequest => ({
  holder,
  ttlMs: LONG_MS,
  nowMs: WALL_MS,
  ...given,
});

function granted(result: Result<Lease, string>): Lease {
  assert.ok(result.ok, result.ok ? "" : result.error);
  return result.value;
}

function refused(result: Result<Lease, string>, pattern: RegExp): void {
  assert.ok(!result.ok, "the lease was given");
  assert.match(result.error, pattern);
}

/** What an ended lease looks like to the store's clock, whichever it is. */
function endLease(place: Place): void {
  const sql = place.openSql();
  sql.run(
    "UPDATE leases SET acquired_at = ?, expires_at = ?",
    WALL_MS - 2000,
    place.database === "sqlite" ? WALL_MS : 1,
  );
  sql.close();
}

onTwo(
  "acquireLease() refuses a second process and says who holds it since when and what to do",
  (one, two, place) => {
    const { sinceMs, expiresAtMs, holder } = granted(one.acquireLease(ask("host-a/17")));
    assert.deepEqual([holder, expiresAtMs - sinceMs], ["host-a/17", LONG_MS]);
    const result = two.acquireLease(ask("host-b/4"));
    assert.deepEqual(result, {
      ok: false,
      error: `Cannot write store ${place.name} as one process at a time may: host-a/17 holds it since ${
        new Date(sinceMs).toISOString()
      }, until ${
        new Date(expiresAtMs).toISOString()
      } unless it renews it; stop that process, or wait until its lease ends`,
    });
  },
);

onTwo(
  "acquireLease() goes by the server's clock, or by the caller's for a file",
  (one, two, { database }) => {
    const { sinceMs } = granted(one.acquireLease(ask("a")));
    if (database === "sqlite") assert.equal(sinceMs, WALL_MS);
    else assert.ok(Math.abs(sinceMs - Date.now()) < 60_000, `${sinceMs} is not now`);
    // a caller's clock that runs ahead ends no lease on a server
    const later = two.acquireLease(ask("b", { nowMs: WALL_MS + LONG_MS }));
    assert.equal(later.ok, database === "sqlite");
  },
);

onTwo("acquireLease() gives the holder its lease again, since the same time", (one, two) => {
  const first = granted(one.acquireLease(ask("a")));
  const again = granted(two.acquireLease(ask("a", { nowMs: WALL_MS + 5, ttlMs: LONG_MS + 60_000 })));
  assert.equal(again.sinceMs, first.sinceMs);
  assert.ok(again.expiresAtMs > first.expiresAtMs);
});

onTwo(
  "acquireLease() takes over a lease that has ended; the holder before learns it when it renews",
  (one, two, place) => {
    granted(one.acquireLease(ask("a")));
    endLease(place);
    const taken = granted(two.acquireLease(ask("b")));
    assert.ok(taken.sinceMs > WALL_MS - 2000 || place.database === "postgres");
    refused(
      one.renewLease(ask("a")),
      /^Cannot go on writing store .* as a must hold its write lease: b holds it since/,
    );
    refused(one.acquireLease(ask("a")), /b holds it/);
    granted(two.renewLease(ask("b")));
  },
);

onTwo(
  "renewLease() makes a lease last, also one that ended and nobody took; never one of nobody",
  (one, two, place) => {
    refused(one.renewLease(ask("a")), /nobody holds it; end this process/);
    const first = granted(one.acquireLease(ask("a")));
    endLease(place);
    const renewed = granted(one.renewLease(ask("a")));
    assert.ok(renewed.expiresAtMs >= first.expiresAtMs);
    refused(two.acquireLease(ask("b")), /a holds it/);
  },
);

onTwo("releaseLease() gives way to the next, and leaves another's alone", (one, two) => {
  granted(one.acquireLease(ask("a")));
  two.releaseLease("b");
  refused(two.acquireLease(ask("b")), /a holds it/);
  one.releaseLease("a");
  granted(two.acquireLease(ask("b")));
});

onTwo("acquireLease() refuses a lease without an end", (one) => {
  for (const ttlMs of [0, -1, 1.5, Infinity, NaN]) {
    assert.throws(() => one.acquireLease(ask("a", { ttlMs })), RangeError);
    assert.throws(() => one.renewLease(ask("a", { ttlMs })), RangeError);
  }
});
