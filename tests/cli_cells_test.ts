/**
 * `start` in cells from outside: what one thread comes to, and a market that does not wait.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Order } from "../lib/domain/mod.ts";
import { openSqliteReader } from "../lib/store/mod.ts";
import { cli, resultOf, type Scratch, scratch } from "./fixtures/cli.ts";

const CELLS = { BULKHEAD_CELLS: "default" };

const start = (folder: Scratch, store: string, env: Record<string, string>) =>
  cli(folder.path, ["start", "--config", "market.yaml", "--store", `${store}.sqlite`], env);

Deno.test("start in cells comes to what one thread comes to, and writes the same trade log", async () => {
  using folder = scratch();
  folder.put("market.yaml", "feed: { simulated: { seed: 3, symbols: 3, bars: 150 } }\n");
  const alone = await start(folder, "alone", {});
  const inCells = await start(folder, "cells", CELLS);
  strictEqual(inCells.code, 0, inCells.err);
  strictEqual(resultOf(inCells), resultOf(alone));
  const logs = ["alone", "cells"].map((name) => Deno.readTextFileSync(`${folder.path}/${name}.trades.jsonl`));
  strictEqual(logs[1], logs[0]);
});

Deno.test("start on a market that does not wait ends with the market, and leaves no entry at rest", async () => {
  using folder = scratch();
  folder.put("market.yaml", "feed: { bars_per_second: 25, simulated: { symbols: 2, bars: 60 } }\n");
  const { code, err, out } = await start(folder, "free", CELLS);
  strictEqual(code, 0, err);
  match(out, /^result [0-9a-f]{64}$/m);
  const reader = openSqliteReader(`${folder.path}/free.sqlite`);
  try {
    const decided = reader.countDecisionsByVerdict();
    const all = Object.values(decided).reduce((sum, count) => sum + count, 0);
    ok(all > 100, `only ${all} of 120 bars were decided on`);
    const resting = reader.orders().filter((order) => order.leg === "entry" && !Order.isTerminal(order));
    deepStrictEqual(resting, []);
  } finally {
    reader.close();
  }
});

Deno.test("start on a market that does not wait is refused on one thread", async () => {
  using folder = scratch();
  folder.put("market.yaml", "feed: { simulated: { bars: 0 } }\n");
  const { code, err } = await start(folder, "free", {});
  strictEqual(code, 2);
  match(err, /Cannot play a market that does not wait on one thread: set cells to default or single/);
});

Deno.test("start on a market without end is refused where it has no pace", async () => {
  using folder = scratch();
  folder.put("market.yaml", "feed: { bars_per_second: 0 }\n");
  const { code, err } = await start(folder, "free", CELLS);
  strictEqual(code, 2);
  match(err, /A market without end has a pace: set feed\.bars_per_second above 0, or feed\.simulated\.bars/);
});
