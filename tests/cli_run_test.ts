/**
 * `start` from outside: one seed gives one result, a finished run is only shown again, another run's store is refused.
 *
 * @module
 */
import { deepStrictEqual, match, notStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { z } from "zod";
import { openSqliteReader } from "../lib/store/mod.ts";
import { tradeLogLine } from "../lib/trader/mod.ts";
import { schemaFiles } from "../tools/write_schemas.ts";
import {
  cli,
  mustRefuse,
  type Outcome,
  resultOf,
  type Scratch,
  scratch,
  SHORT_YAML,
} from "./fixtures/cli.ts";

const SCHEMA = new URL("../schemas/trade-log.schema.json", import.meta.url);

/** The short demo in a folder; more arguments may follow. */
async function demo(folder: Scratch, ...more: string[]): Promise<Outcome> {
  folder.put("short.yaml", SHORT_YAML);
  return await cli(folder.path, ["start", "--config", "short.yaml", "--store", "a.sqlite", ...more]);
}

/** What was traded, by the store's own tables. */
function tradedIn(path: string) {
  const reader = openSqliteReader(path);
  try {
    const { sha256, lines } = reader.resultHash();
    return {
      ...{ sha256, lines, lastMs: reader.lastInstantMs(), runId: reader.identity()!.runId },
      ...{ orders: reader.orders().length, fills: reader.fills().length, trips: reader.roundTrips().length },
    };
  } finally {
    reader.close();
  }
}

const LOG = "a.trades.jsonl";
const linesOf = (text: string): string[] => text.split("\n").slice(0, -1);

Deno.test("start runs the demo to a result, shows it again, and keeps other runs out of its store", async (t) => {
  using folder = scratch();
  const store = `${folder.path}/a.sqlite`;
  const first = await demo(folder);
  const result = resultOf(first);
  const traded = tradedIn(store);

  await t.step("it ends with code 0, the result on its last line, progress apart from it", () => {
    strictEqual(first.code, 0, first.err);
    match(first.out, /^simulated market, ALFA\/USDT:USDT, BRAVO\/USDT:USDT: 2024-01-01 00:00 .* 240 bars$/m);
    match(first.err, /^100 % /m);
    strictEqual(traded.sha256, result);
    ok(traded.trips > 0, "the demo of this seed trades");
  });

  await t.step("the trade log has a valid line for every round trip", () => {
    const lines = linesOf(folder.text(LOG));
    strictEqual(lines.length, traded.trips);
    const committed = z.fromJSONSchema(JSON.parse(Deno.readTextFileSync(SCHEMA)));
    for (const line of lines) {
      deepStrictEqual(tradeLogLine.parse(JSON.parse(line)), JSON.parse(line));
      committed.parse(JSON.parse(line));
      ok(!committed.safeParse({ ...JSON.parse(line), more: 1 }).success);
      ok(!committed.safeParse({ ...JSON.parse(line), fees: 1 }).success);
    }
  });

  await t.step("a second start shows the same result, trades nothing, and mends a torn line", async () => {
    const whole = folder.text(LOG);
    folder.put(LOG, whole.slice(0, -20));
    const again = await demo(folder);
    strictEqual(again.code, 0, again.err);
    match(again.out, /resumed at 2024-01-11 00:00/);
    strictEqual(resultOf(again), result);
    deepStrictEqual(tradedIn(store), traded);
    strictEqual(folder.text(LOG), whole);
  });

  await t.step(
    "another run is refused by the store, which says what differs and stays as it was",
    async () => {
      const other = await demo(folder, "--seed", "6");
      mustRefuse(other, /a\.sqlite: this store belongs to run [0-9a-f]{64}; it differs in run /, /--fresh/);
      ok(other.err.includes(traded.runId), "the stored run is named");
      folder.put("richer.yaml", "account: { balance: 10001 }");
      mustRefuse(await demo(folder, "--config", "richer.yaml"), /it differs in run /);
      folder.put("account.yaml", "account: { id: second }");
      mustRefuse(await demo(folder, "--config", "account.yaml"), /account paper, not second/);
      deepStrictEqual(tradedIn(store), traded);
    },
  );

  await t.step("--fresh begins anew, and another seed gives another result", async () => {
    const other = await demo(folder, "--seed", "6", "--fresh");
    strictEqual(other.code, 0, other.err);
    notStrictEqual(resultOf(other), result);
    strictEqual(linesOf(folder.text(LOG)).length, tradedIn(store).trips);
    strictEqual(tradedIn(store).sha256, resultOf(other));
  });

  await t.step("the same seed elsewhere, written otherwise, gives the same result", async () => {
    using elsewhere = scratch();
    elsewhere.put("log.yaml", "records: { trade_log: false }");
    const args = ["--seed", "5", "--config", "log.yaml", "--store", "deep/down/b.sqlite"];
    const twin = await demo(elsewhere, ...args);
    strictEqual(resultOf(twin), result);
    ok(elsewhere.bytes("deep/down/b.sqlite").length > 0);
    throws(() => elsewhere.text("deep/down/b.trades.jsonl"), Deno.errors.NotFound);
  });
});

Deno.test("start leaves out the symbols that are disabled, and is refused when none is left", async () => {
  using folder = scratch();
  const off = (...names: string[]) =>
    `system: { symbols: { ${names.map((name) => `${name}/USDT:USDT: { enabled: false }`).join(", ")} } }`;
  folder.put("one.yaml", off("ALFA"));
  folder.put("all.yaml", off("ALFA", "BRAVO"));
  mustRefuse(await demo(folder, "--config", "all.yaml"), /disabled by system\.symbols/);
  const { code, out } = await demo(folder, "--config", "one.yaml");
  strictEqual(code, 0);
  match(out, /^simulated market, BRAVO\/USDT:USDT: /m);
});

Deno.test("the committed JSON Schemas are what their sources generate (tools/write_schemas.ts)", () => {
  for (const [path, text] of Object.entries(schemaFiles())) {
    strictEqual(Deno.readTextFileSync(new URL(`../${path}`, import.meta.url)), text, path);
  }
  deepStrictEqual(
    [...Deno.readDirSync(new URL("../schemas/", import.meta.url))].map(({ name }) => `schemas/${name}`),
    Object.keys(schemaFiles()),
  );
});
