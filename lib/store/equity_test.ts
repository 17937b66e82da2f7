import assert from "node:assert/strict";
import { Rng } from "../core/mod.ts";
import type { EquityPoint } from "./port.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import { onEachDatabase } from "./testdata/databases_fixture.ts";
import { SAMPLES, T0 } from "./testdata/sample_events_fixture.ts";
import { onEachStore, type TempStore } from "./testdata/temp_store_fixture.ts";

const HOUR_MS = 3_600_000;

/** A random walk of the equity, hour by hour. */
function walk(hours: number): EquityPoint[] {
  const rng = Rng.create("equity");
  let equity = 10n ** 12n;
  return Array.from({ length: hours }, (_, i) => {
    equity += BigInt(Math.round(Rng.normal(rng) * 1e9));
    return { atMs: T0 + i * HOUR_MS, wallet: equity, equity, openRisk: BigInt(i), positions: i % 3 };
  });
}

function recordAll({ record }: TempStore, points: readonly EquityPoint[]): void {
  for (let from = 0; from < points.length; from += 500) {
    record(...points.slice(from, from + 500).map((point) => ({ ...SAMPLES.Heartbeat, ...point })));
  }
}

/** Deepest fall from a peak. */
function drawdown(points: readonly EquityPoint[]): bigint {
  let peak = 0n, deepest = 0n;
  for (const { equity } of points) {
    if (equity > peak) peak = equity;
    if (peak - equity > deepest) deepest = peak - equity;
  }
  return deepest;
}

const CASES = [["hour by hour", 24 * 30], ["day by day", 24 * 230]] as const;
for (const [name, hours] of CASES) {
  onEachStore(`equityCurve() of many points is thin and keeps its drawdown, read ${name}`, (temp) => {
    const { store } = temp;
    assert.deepEqual([store.latestEquity(), store.equityCurve({ maxPoints: 9 })], [null, []]);
    const points = walk(hours);
    recordAll(temp, points);
    assert.deepEqual(store.latestEquity(), points.at(-1));
    const thin = store.equityCurve({ maxPoints: 60 });
    assert.ok(thin.length <= 60 && thin.length > 40, String(thin.length));
    const known = new Map(points.map((point) => [point.atMs, point]));
    for (const point of thin) assert.deepEqual(point, known.get(point.atMs));
    assert.deepEqual(thin.toSorted((a, b) => a.atMs - b.atMs), thin);
    assert.deepEqual(thin.at(-1), points.at(-1));
    assert.equal(drawdown(thin), drawdown(points));
    assert.ok(drawdown(points) > 0n);
    const span = { fromMs: T0 + 5 * HOUR_MS, toMs: T0 + 9 * HOUR_MS };
    assert.deepEqual(store.equityCurve(span), points.slice(5, 9));
    assert.deepEqual(store.equityCurve({ ...span, maxPoints: 4 }), points.slice(5, 9));
    assert.deepEqual(store.equityCurve(), points);
    assert.deepEqual(store.equityCurve({ fromMs: -1, toMs: Number.MAX_SAFE_INTEGER }), points);
  });
}

onEachDatabase(
  "an older store gets the extremes of its days, and its configurations a place in line",
  (place) => {
    const migrations = readMigrations(place.database);
    const sql = place.openSql();
    migrate(sql, migrations.slice(0, 5), 1);
    const points = walk(50);
    sql.transaction(() => {
      points.forEach(({ atMs, equity }, i) => {
        sql.run("INSERT INTO events VALUES (?, 'a', ?, 0, 'Heartbeat', ?, NULL)", i + 1, i + 1, atMs);
        sql.run(
          "INSERT INTO equity_snapshots VALUES (?, 'main', '1', ?, '0', 0, ?)",
          i + 1,
          String(equity),
          atMs,
        );
      });
      for (const [version, status] of [["old", "superseded"], ["new", "applied"]]) {
        const values = [version, status, T0] as const;
        sql.run(
          "INSERT INTO config_versions (version, actor, payload, status, created_at) VALUES (?, 'start', '{}', ?, ?)",
          ...values,
        );
      }
    });
    migrate(sql, migrations, 1);
    const days = [0, 1, 2].map((day) => {
      const hours = points.slice(24 * day, 24 * day + 24);
      const sorted = hours.toSorted((a, b) => Number(a.equity - b.equity));
      const idOf = (point: EquityPoint) => points.indexOf(point) + 1;
      return [T0 / (24 * HOUR_MS) + day, idOf(sorted[0]), idOf(sorted.at(-1)!), idOf(hours.at(-1)!)];
    });
    const rows = sql.all<object>("SELECT day, low_id, high_id, last_id FROM equity_days ORDER BY day");
    assert.deepEqual(rows.map((row) => Object.values(row)), days);
    sql.close();
    const reader = place.openReader();
    const configs = reader.configVersions(9).map((
      { version, status, isInForce },
    ) => [version, status, isInForce]);
    assert.deepEqual(configs, [["new", "applied", true], ["old", "applied", false]]);
    reader.close();
  },
);
