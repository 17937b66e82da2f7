/**
 * Recorded history from outside: the result is made of the bars within the span, all of them and nothing else.
 *
 * @module
 */
import { match, notStrictEqual, strictEqual } from "node:assert/strict";
import { gzipSync } from "node:zlib";
import {
  cli,
  HISTORY_MS,
  inventedCandles,
  mustRefuse,
  type Outcome,
  pooled,
  putReplay,
  REPLAY_ARGS,
  REPLAY_BARS,
  resultOf,
  type Row,
  type Scratch,
  scratch,
} from "./fixtures/cli.ts";
import { HOUR_MS } from "./fixtures/session.ts";

const LONGER = inventedCandles(REPLAY_BARS + 48);
const ROWS = LONGER.slice(0, REPLAY_BARS);
/** Ends the span where ROWS end. */
const TO = ["--to", new Date(HISTORY_MS + REPLAY_BARS * HOUR_MS).toISOString()];

async function replay(folder: Scratch, ...more: string[]): Promise<Outcome> {
  const outcome = await cli(folder.path, [...REPLAY_ARGS, "--fresh", ...more]);
  strictEqual(outcome.code, 0, outcome.err);
  return outcome;
}

const higher = (rows: readonly Row[], at: number): Row[] => {
  const row = rows.at(at)!;
  return rows.with(at, row.with(2, row[2] + 0.1) as Row);
};

/** Other data, whether its result must be that of ROWS, and arguments. */
const OTHERS: readonly (readonly [string, readonly Row[], "same" | "other", ...string[]])[] = [
  ["bars and funding after --to", LONGER, "same", ...TO],
  ["one tick more after --to", higher(LONGER, -1), "same", ...TO],
  ["the same bars in a longer span", LONGER, "other"],
  ["one tick more in a traded bar", higher(ROWS, REPLAY_BARS - 100), "other"],
  ["one tick more in the last bar", higher(ROWS, -1), "other"],
  ["one tick more in a bar of the warm-up", higher(ROWS, 700), "other"],
];

Deno.test("the result depends on every bar up to the end of the span, and on none after it", async (t) => {
  using folder = scratch();
  putReplay(folder, ROWS);
  const outcome = await replay(folder);
  const result = resultOf(outcome);
  match(outcome.out, /^ {2}trades +[1-9]/m);
  const others = await pooled(OTHERS, async ([, rows, , ...more]) => {
    using elsewhere = scratch();
    putReplay(elsewhere, rows);
    return resultOf(await replay(elsewhere, ...more));
  });
  for (const [i, [name, , expected]] of OTHERS.entries()) {
    await t.step(`${name}: ${expected} result`, () => {
      if (expected === "same") strictEqual(others[i], result);
      else notStrictEqual(others[i], result);
    });
  }
  await t.step("another form of the file, and another name of the symbol: same result", async () => {
    folder.put(
      "packed.csv",
      new Uint8Array(gzipSync(`timestamp,open,high,low,close,volume\n${ROWS.join("\n")}`)),
    );
    const args = ["start", "--data", "TESTUSDT=packed.csv", "--funding", "TEST/USDT=funding.csv", "--fresh"];
    const other = await cli(folder.path, [...args, "--config", "short.yaml", "--from", "2024-01-01T00:00Z"]);
    strictEqual(resultOf(other), result);
  });
});

Deno.test("an assumed funding rate is told, and another one is another run", async () => {
  using folder = scratch();
  putReplay(folder, ROWS);
  const args = REPLAY_ARGS.filter((arg) => arg !== "--funding" && arg !== "funding.csv");
  const low = await cli(folder.path, [...args, "--assume-funding", "0.0001"]);
  match(low.out, /^37 settlements at the assumed rate 0\.0001$/m);
  mustRefuse(await cli(folder.path, [...args, "--assume-funding", "0.0002"]), /this store belongs to run/);
  const high = await cli(folder.path, [...args, "--assume-funding", "0.0002", "--fresh"]);
  notStrictEqual(resultOf(high), resultOf(low));
});

Deno.test("--history feeds features alone, whatever folder it lies in; without it there is no warm-up", async () => {
  using folder = scratch();
  putReplay(folder, ROWS.slice(REPLAY_BARS - 300));
  for (const place of ["here", "there"]) {
    folder.put(`${place}/spot.json`, JSON.stringify(ROWS.slice(0, -200)));
  }
  const cold = await replay(folder);
  match(cold.out, /^ {2}decisions +no_trade 0, holding 0, approved 0, denied 0$/m);
  const here = await replay(folder, "--history", "here/spot.json");
  match(here.out, /^ {2}trades +[1-9]/m);
  strictEqual(resultOf(await replay(folder, "--history", "there/spot.json")), resultOf(here));
  const why = await cli(folder.path, [
    "report",
    "why",
    "TEST/USDT:USDT",
    "2024-01-05T00:00",
    "--store",
    "run.sqlite",
  ]);
  match(why.out, /^history from 2023-11-02T00:00:00\.000Z \(features from spot\.json\)$/m);
});
