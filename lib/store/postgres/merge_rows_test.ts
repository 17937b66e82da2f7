import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeRows } from "./merge_rows.ts";
import { toPostgres } from "./shared_sql.ts";

const row = (text: string, ...values: (number | string)[]) => ({ text, values });

Deno.test("mergeRows() makes one statement of neighbours that insert or delete by a list of values", () => {
  const insert = "INSERT INTO t (a, b) VALUES (?, ?)";
  const cast = "DELETE FROM t WHERE (a, b) IN (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT)))";
  assert.deepEqual(
    mergeRows([row(insert, 1, "x"), row(insert, 2, "y"), row(cast, "p", 1), row(cast, "q", 2)]),
    [
      row("INSERT INTO t (a, b) VALUES (?, ?), (?, ?)", 1, "x", 2, "y"),
      row(
        "DELETE FROM t WHERE (a, b) IN (VALUES (CAST(? AS TEXT), CAST(? AS BIGINT)), (CAST(? AS TEXT), CAST(? AS BIGINT)))",
        ...["p", 1, "q", 2],
      ),
    ],
  );
});

Deno.test("mergeRows() leaves alone what is single, changes rows, or has values elsewhere", () => {
  const texts = [
    "INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = excluded.a",
    "INSERT INTO t (a) VALUES (?) RETURNING a",
    "UPDATE t SET a = ?",
    "INSERT INTO t (a) SELECT * FROM (VALUES (?)) AS v WHERE v.column1 = ?",
  ];
  for (const text of texts) {
    assert.deepEqual(mergeRows([row(text, 1), row(text, 2)]), [row(text, 1), row(text, 2)]);
  }
  const [a, b] = ["INSERT INTO a (x) VALUES (?)", "INSERT INTO b (x) VALUES (?)"];
  const mixed = [row(a, 1), row(b, 2), row(a, 3)];
  assert.deepEqual(mergeRows(mixed), mixed);
});

Deno.test("mergeRows() keeps all values in order, in few texts", () => {
  const kinds = ["INSERT INTO a (x) VALUES (?)", "INSERT INTO b (x, y) VALUES (?, ?)"];
  const texts = new Set<string>();
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat()), { maxLength: 300 }), (picks) => {
      const queue = picks.map(([kind, value]) => row(kinds[kind], ...Array(kind + 1).fill(value)));
      const merged = mergeRows(queue);
      assert.deepEqual(merged.flatMap(({ values }) => values), queue.flatMap(({ values }) => values));
      for (const { text, values } of merged) {
        texts.add(text);
        assert.equal(text.split("?").length - 1, values.length);
      }
    }),
    { seed: 7, numRuns: 100 },
  );
  assert.ok(texts.size <= 14, `${texts.size} texts`);
});

Deno.test("toPostgres() numbers values and quotes names with capitals", () => {
  assert.equal(
    toPostgres('SELECT at_ms AS atMs, m.sender AS "from", n AS n FROM t WHERE a = ? AND b = ? LIMIT ?'),
    'SELECT at_ms AS "atMs", m.sender AS "from", n AS n FROM t WHERE a = $1 AND b = $2 LIMIT $3',
  );
});
