/**
 * `report` and `config` from outside: what they print agrees with the store and with each other, and changes nothing.
 *
 * @module
 */
import { match, ok, strictEqual } from "node:assert/strict";
import { sha256Hex } from "../lib/core/mod.ts";
import { Money } from "../lib/domain/mod.ts";
import { openSqliteReader } from "../lib/store/mod.ts";
import { cli, mustRefuse, resultOf, scratch, SHORT_YAML } from "./fixtures/cli.ts";

const rowsOf = (out: string): string[] => out.trimEnd().split("\n");
const minute = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

Deno.test("report tells of a run what its store holds", async (t) => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  const env = { BULKHEAD_STORE: "a.sqlite" };
  const result = resultOf(await cli(folder.path, ["start", "--config", "short.yaml"], env));
  const bytes = sha256Hex(folder.bytes("a.sqlite"));
  const report = async (...words: string[]) => {
    const { code, out, err } = await cli(folder.path, ["report", ...words], env);
    strictEqual(code, 0, err);
    return out;
  };
  const reader = openSqliteReader(`${folder.path}/a.sqlite`);
  const trips = reader.roundTrips(), balance = reader.ledgerBalance(), curve = reader.equityCurve();
  const counts = [reader.cashFlows().length, reader.daySummaries().length, reader.regimes().length];
  const decisions = reader.symbols().flatMap((
    symbol,
  ) => [...reader.decisions(symbol, 0, Number.MAX_SAFE_INTEGER)]);
  reader.close();

  await t.step("the summary, with an expected count beside the funnel and the result last", async () => {
    const out = await report("summary", "--expect", "TREND=62");
    strictEqual(resultOf({ code: 0, out, err: "" }), result);
    match(out, new RegExp(`^ {2}trades +${trips.length} \\(`, "m"));
    match(out, /^ {2} {2}an independent count +62$/m);
    strictEqual(resultOf({ code: 0, out: await report(), err: "" }), result);
  });

  await t.step("a row for every trade", async () => {
    const [head, ...rows] = rowsOf(await report("trades"));
    match(head!, /opened .* net +R +exits$/);
    strictEqual(rows.length, trips.length);
    ok(rows.length > 0);
    trips.forEach((trip, i) => {
      for (const text of [minute(trip.openedAtMs), trip.symbol, trip.side, Money.format(trip.netPnl)]) {
        ok(rows[i]!.includes(text), `${text} in ${rows[i]}`);
      }
    });
  });

  await t.step("a ledger whose last balance is the wallet", async () => {
    const rows = rowsOf(await report("ledger"));
    strictEqual(rows.length, 1 + counts[0]!);
    strictEqual(rows.at(-1)!.split(/\s+/).at(-1), Money.format(balance));
    strictEqual(curve.at(-1)!.wallet, balance);
    ok(counts[0]! > 2 && balance !== Money.parse("10000"), "money moved");
  });

  await t.step("a row for every day and every change of regime", async () => {
    strictEqual(rowsOf(await report("days")).length, 1 + counts[1]!);
    strictEqual(rowsOf(await report("regimes")).length, counts[2]);
    ok(counts[1]! >= 9 && counts[2]! > 0);
  });

  await t.step("the export, whose SHA-256 is the result", async () => {
    strictEqual(sha256Hex(await report("export")), result);
  });

  await t.step("why, of a bar with an intent and of one without", async () => {
    const withIntent = decisions.find(({ verdict }) => verdict === "approved")!;
    const traded = await report("why", withIntent.symbol, minute(withIntent.atMs));
    match(traded, /^verdict: approved$/m);
    ok(traded.includes(`\nintent ${withIntent.intent!.id}\n`) && /^risk\n {2}pass/m.test(traded));
    match(traded, new RegExp(`^ {2}qtySteps +${withIntent.sizing!.qtySteps}$`, "m"));
    const without = decisions.find(({ verdict, strategy }) => verdict === "no_trade" && strategy !== "")!;
    const idle = await report("why", without.symbol, minute(without.atMs));
    match(idle, /^verdict: no_trade, because of \S+$/m);
    ok(idle.includes(`FAIL  ${without.reason}`) && !/^(intent|sizing)/m.test(idle));
  });

  await t.step(
    "refusals: a bar before the warm-up, no symbol, no time, a section that is none, no store",
    async () => {
      const refused = async (patterns: RegExp[], ...words: string[]) =>
        mustRefuse(await cli(folder.path, ["report", ...words], env), ...patterns);
      await refused(
        [/^No decision for ALFA\/USDT:USDT on the bar closed 2023-12-31T23:00Z: .*ALFA.*BRAVO.*warm-up/],
        ...["why", "ALFA/USDT:USDT", "2023-12-31T23:00"],
      );
      await refused([/^Cannot read the time "noon": write UTC/], "why", "ALFA/USDT:USDT", "noon");
      await refused([/^report why needs a symbol and a time/], "why", "ALFA/USDT:USDT");
      await refused([/^Unknown: report trade\./, /Usage: deno task report/], "trade");
      await refused([/^Unknown: report trades please\./], "trades", "please");
      await refused([/^--expect needs counts.*"TREND=x"/], "summary", "--expect", "TREND=x");
      await refused([/^No store at b\.sqlite: run `deno task start` first/], "--store", "b.sqlite");
      await refused([/^No store at \.: /], "--store", ".");
    },
  );

  await t.step("and the store is what it was", () => {
    strictEqual(sha256Hex(folder.bytes("a.sqlite")), bytes);
  });
});

Deno.test("config checks, prints with origins, and describes", async () => {
  using folder = scratch();
  folder.put("short.yaml", SHORT_YAML);
  const layers = ["--config", "short.yaml"];
  const env = { BULKHEAD_SYSTEM__RISK__LEVERAGE: "1" };
  const [check, print, schema, example] = await Promise.all([
    cli(folder.path, ["config", "check", ...layers]),
    cli(folder.path, ["config", "print", ...layers, "--store", "x.sqlite"], env),
    cli(folder.path, ["config", "schema"]),
    cli(new URL("..", import.meta.url).pathname, ["config", "check", "--config", "config/example.yaml"]),
  ]);
  match(check.out, /^ok: \d+ values, no fault$/m);
  strictEqual(example.code, 0, example.err);
  for (
    const line of [
      /^ {2}feed\.simulated\.bars +240 {2}# short\.yaml$/m,
      /^ {2}system\.risk\.leverage +1 {2}# environment BULKHEAD_SYSTEM__RISK__LEVERAGE$/m,
      /^ {2}store\.path +"x\.sqlite" +# command line$/m,
      /^ {2}account\.balance +10000 {2}# config\/default\.yaml$/m,
      /^ {2}system\.id +"regime-router" +# config\/systems\/regime-router\.yaml$/m,
    ]
  ) match(print.out, line);
  ok("system" in JSON.parse(schema.out).properties);
});
