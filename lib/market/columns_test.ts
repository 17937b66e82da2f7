import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import { CandleColumns, type CandleRow } from "./columns.ts";

const ROWS: readonly CandleRow[] = [0, 1, 2, 4].map((hour) => [hour * 3_600_000, 10, 12, 9, 11, hour]);
const COLUMNS = CandleColumns.fromRows(ROWS);

function hours(columns: CandleColumns): number[] {
  return [...columns.openMs].map((ms) => ms / 3_600_000);
}

Deno.test("CandleColumns.fromRows() and row() keep every figure", () => {
  strictEqual(COLUMNS.length, 4);
  for (let i = 0; i < 4; i++) deepStrictEqual(CandleColumns.row(COLUMNS, i), ROWS[i]);
  throws(() => CandleColumns.row(COLUMNS, 4), {
    name: "RangeError",
    message: "Cannot read candle 4: there are 4",
  });
});

Deno.test("CandleColumns.slice() gives views on the same memory", () => {
  const part = CandleColumns.slice(COLUMNS, 1, 3);
  strictEqual(part.length, 2);
  strictEqual(part.close.buffer, COLUMNS.close.buffer);
  deepStrictEqual(CandleColumns.row(part, 0), ROWS[1]);
  deepStrictEqual(hours(CandleColumns.slice(COLUMNS, 2)), [2, 4]);
});

Deno.test("CandleColumns.between() takes from inclusive, to exclusive", () => {
  const H = 3_600_000;
  deepStrictEqual(hours(CandleColumns.between(COLUMNS, H, 4 * H)), [1, 2]);
  deepStrictEqual(hours(CandleColumns.between(COLUMNS, H + 1, 4 * H + 1)), [2, 4]);
  strictEqual(CandleColumns.between(COLUMNS, 9 * H, 10 * H).length, 0);
});

Deno.test("CandleColumns.closedBy() leaves out the bar that had not closed", () => {
  const H = 3_600_000;
  deepStrictEqual(hours(CandleColumns.closedBy(COLUMNS, H, 5 * H)), [0, 1, 2, 4]);
  deepStrictEqual(hours(CandleColumns.closedBy(COLUMNS, H, 5 * H - 1)), [0, 1, 2]);
  strictEqual(CandleColumns.closedBy(COLUMNS, H, H - 1).length, 0);
});

Deno.test("CandleColumns.equals() sees a single changed figure", () => {
  const other = CandleColumns.fromRows(ROWS);
  strictEqual(CandleColumns.equals(COLUMNS, other), true);
  other.volume[3] += 1e-9;
  strictEqual(CandleColumns.equals(COLUMNS, other), false);
  strictEqual(CandleColumns.equals(COLUMNS, CandleColumns.slice(COLUMNS, 1)), false);
});

Deno.test("CandleColumns survive a snapshot, views included", () => {
  const part = CandleColumns.slice(COLUMNS, 1, 3);
  deepStrictEqual(hours(decodeState(encodeState(part)) as CandleColumns), [1, 2]);
});

Deno.test("CandleColumns.concat() puts parts one after the other into memory of its own", () => {
  const rows: CandleRow[] = [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12], [13, 14, 15, 16, 17, 18]];
  const all = CandleColumns.fromRows(rows);
  const parts = [CandleColumns.slice(all, 0, 2), CandleColumns.create(0), CandleColumns.slice(all, 2)];
  const joined = CandleColumns.concat(parts);
  deepStrictEqual(CandleColumns.equals(joined, all), true);
  deepStrictEqual(joined.openMs.buffer === all.openMs.buffer, false);
});
