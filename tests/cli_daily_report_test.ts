/**
 * The page of a day: what `report daily` says of a real run agrees with its store, and a run in cells keeps its own.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ADDRESS } from "../actors/mod.ts";
import { reportData } from "../cli/daily_report_data.ts";
import { dayOf, newestDay } from "../cli/daily_report_day.ts";
import { removeOldReports } from "../cli/daily_report_files.ts";
import { REPORTED_KINDS } from "../cli/daily_report_occurrences.ts";
import { openDailyReports } from "../cli/daily_report_watch.ts";
import { Instrument, Money } from "../lib/domain/mod.ts";
import { type Comparison, dailyReport, type PositionRow } from "../lib/notify/mod.ts";
import { simulatedInstruments } from "../lib/simulator/mod.ts";
import type { Message } from "../lib/runtime/mod.ts";
import { openSqliteReader, type StoredInput, type StoreReader } from "../lib/store/mod.ts";
import type { RoundTrip } from "../lib/trader/mod.ts";
import { cli, mustRefuse, type Scratch, scratch, SHORT_YAML } from "./fixtures/cli.ts";

const DAY_MS = 86_400_000;
const { reconciliation } = ADDRESS;
const FACTS = { instruments: simulatedInstruments(8), reconciliation, version: "0", nowMs: 0, incidents: [] };
const VOID = new Set(["meta", "line", "polyline", "polygon", "rect", "br"]);

/** Names of the elements left open, or closed without being open; none in a sound page. */
function misnested(page: string): string[] {
  const open: string[] = [], wrong: string[] = [];
  for (const [, slash, name, rest] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^<>]*)>/g)) {
    if (slash === "/") { if (open.pop() !== name) wrong.push(name); }
    else if (!rest.endsWith("/") && (!VOID.has(name) || page.includes(`</${name}>`))) open.push(name);
  }
  return [...wrong, ...open];
}

function mustBePage(page: string): void {
  match(page, /^<!doctype html>/);
  match(page, /<\/html>$/);
  deepStrictEqual(misnested(page), []);
}

/** Names of the reports in the folder of a run, sorted. */
const reportsIn = (folder: Scratch): string[] =>
  [...Deno.readDirSync(`${folder.path}/reports`)].map(({ name }) => name).sort();

/** Puts a report that was written long ago. */
function putOld(folder: Scratch, name: string, atS: number): void {
  folder.put(name, "");
  Deno.utimeSync(`${folder.path}/${name}`, atS, atS);
}

/** A position as its trip tells it, in plain decimals. */
function mustBeHeld(row: PositionRow, trip: RoundTrip): void {
  const { symbol, side, qty, averagePrice, stopPrice, lastPrice, unrealizedPnl, openedAt } = row;
  const it = FACTS.instruments.find((instrument) => instrument.symbol === symbol)!;
  deepStrictEqual([side, openedAt], [trip.side, new Date(trip.openedAtMs).toISOString()]);
  ok(Number(qty) > 0 && Number(qty) <= Instrument.quantity(it, trip.qtySteps), qty);
  strictEqual(Number(averagePrice), Number(trip.entryPrice.toPrecision(8)));
  ok(Math.abs(Number(stopPrice) / trip.entryPrice - 1) < 0.2, String(stopPrice));
  const sign = side === "long" ? 1 : -1;
  const profit = sign * (Number(lastPrice) - Number(averagePrice)) * Number(qty);
  ok(Math.abs(Number(unrealizedPnl) - profit) < 0.01, String(unrealizedPnl));
}

const COMPARED = ["positions", "orders", "stops"] as const;

/** "stops BTC/USDT:USDT" of each row in which book and venue differ. */
const differencesIn = (comparison: Comparison): string[] =>
  COMPARED.flatMap((name) =>
    comparison[name].filter(({ book, venue }) => book !== venue).map(({ symbol }) => `${name} ${symbol}`)
  );

/** A store whose venue has lost everything tells so of the day that ends with a position, on the page and as text. */
function mustDiffer(reader: StoreReader): void {
  const lost = (input: StoredInput): StoredInput =>
    input.kind === "AccountReported"
      ? { ...input, body: { ...input.body, positions: [], openOrders: [] } as Message }
      : input;
  const robbed: StoreReader = {
    ...reader,
    latestInputs: (...asked) => reader.latestInputs(...asked).map(lost),
  };
  let found = 0;
  for (const { date } of reader.daySummaries()) {
    const data = reportData(robbed, dayOf(robbed, date, REPORTED_KINDS)!, FACTS);
    const { positions, orders, stops } = data.comparison!;
    const count = positions.length + orders.length + stops.length;
    strictEqual(differencesIn(data.comparison!).length, count);
    const { html, text } = dailyReport(data);
    strictEqual(/Book and venue differ in \d+ rows/.test(html), count > 0, date);
    const [position] = positions;
    if (position === undefined) continue;
    found += 1;
    match(text, new RegExp(`position ${position.symbol}: book ${position.book}, venue nothing`));
    mustBePage(html);
  }
  ok(found > 0, "no day ends with a position");
}

/** Where reconciliation was told nothing on a day, the pass before counts, and is named so. */
function mustNameOld(reader: StoreReader): void {
  const { date } = reader.daySummaries().at(-1)!;
  const day = dayOf(reader, date, REPORTED_KINDS)!, toWallMs = day.wall!.fromMs - 1;
  const until = (latestInputs: StoreReader["latestInputs"]) =>
    reportData({ ...reader, latestInputs }, day, FACTS).comparison;
  strictEqual(until((actor, query) => reader.latestInputs(actor, { ...query, toWallMs }))!.at, null);
  strictEqual(until(() => []), null);
}

async function reading(folder: Scratch, act: (reader: StoreReader) => void | Promise<void>): Promise<void> {
  const reader = openSqliteReader(`${folder.path}/a.sqlite`);
  try {
    await act(reader);
  } finally {
    reader.close();
  }
}

Deno.test("report daily tells of each day what the ledger, the trips and the curve say", async (t) => {
  using folder = scratch();
  // a position is held over the end of the first day, and the fifth does not end
  folder.put("short.yaml", "feed: { simulated: { bars: 106, symbols: 8, seed: 1 } }\n");
  const env = { BULKHEAD_STORE: "a.sqlite" };
  strictEqual((await cli(folder.path, ["start", "--config", "short.yaml"], env)).code, 0);
  const report = (...words: string[]) => cli(folder.path, ["report", "daily", ...words], env);

  await t.step(
    "figures, trips, positions and equity of every day that is over",
    () =>
      reading(folder, (reader) => {
        const days = reader.daySummaries(), trips = reader.roundTrips();
        ok(days.length === 4 && trips.length > 0);
        let told = 0, held = 0;
        for (const [i, day] of days.entries()) {
          const { figures, ...data } = reportData(reader, dayOf(reader, day.date, REPORTED_KINDS)!, FACTS);
          strictEqual(figures!.equity, Money.format(day.equity));
          strictEqual(figures!.previousEquity, i === 0 ? null : Money.format(days[i - 1].equity));
          deepStrictEqual(data.days.map(({ date }) => date), days.slice(0, i + 1).map(({ date }) => date));
          strictEqual(data.trips.length, day.roundTrips);
          told += data.trips.length;
          const toMs = Date.parse(day.date) + DAY_MS;
          strictEqual(data.equity.at(-1)!.at, new Date(toMs).toISOString());
          strictEqual(data.equity.at(-1)!.equity, figures!.equity);
          const open = trips.filter((trip) => trip.openedAtMs < toMs && trip.closedAtMs > toMs);
          const rows = data.positions.filter(({ symbol }) => open.some((trip) => trip.symbol === symbol));
          strictEqual(rows.length, open.length, day.date);
          held += rows.length;
          const openPnl = rows.reduce((sum, row) => sum + Number(row.unrealizedPnl), 0);
          ok(Math.abs(openPnl - Money.toNumber(day.unrealized)) < 0.02, `${openPnl} of ${day.date}`);
          for (const row of rows) mustBeHeld(row, open.find(({ symbol }) => symbol === row.symbol)!);
          deepStrictEqual([data.state, data.currency, data.mode], ["ON", "USDT", "paper"]);
          ok(data.uptime!.seconds === data.uptime!.ofSeconds);
          mustBePage(dailyReport({ figures, ...data }).html);
        }
        ok(held > 0, "no day ends with a position");
        strictEqual(told, trips.filter(({ closedAtMs }) => closedAtMs <= Date.parse("2024-01-05")).length);
      }),
  );

  await t.step(
    "venue against book, at the last pass of each day, and what a day before knows of it",
    () =>
      reading(folder, (reader) => {
        const seen = { positions: 0, orders: 0, stops: 0 };
        for (const { date } of reader.daySummaries()) {
          const { comparison } = reportData(reader, dayOf(reader, date, REPORTED_KINDS)!, FACTS);
          const toMs = Date.parse(date) + DAY_MS, atMs = Date.parse(comparison!.at!);
          ok(atMs > toMs - DAY_MS / 12 && atMs <= toMs, `${date}: ${comparison!.at}`);
          deepStrictEqual(differencesIn(comparison!), []);
          for (const name of COMPARED) seen[name] += comparison![name].length;
        }
        // one of the days ends with a position, its stop and two targets
        ok(COMPARED.every((name) => seen[name] > 0), JSON.stringify(seen));
        mustDiffer(reader);
        mustNameOld(reader);
      }),
  );

  await t.step(
    "the newest day that is over is the one where none is named, in a file beside the store",
    async () => {
      const { code, out, err } = await report();
      strictEqual(code, 0, err);
      const [subject, path] = out.trimEnd().split("\n");
      match(subject, /^\[bulkhead\] 2024-01-04 paper: /);
      ok(path.endsWith("/reports/bulkhead-2024-01-04.html"), path);
      mustBePage(await Deno.readTextFile(path));
      deepStrictEqual(reportsIn(folder), ["bulkhead-2024-01-04.html"]);
    },
  );

  await t.step("the day that runs says so, and how far it has come", async () => {
    const { out } = await report("2024-01-05", "--text");
    match(out, /^BULKHEAD DAILY REPORT 2024-01-05\npaper, the day so far \(to 10:00 UTC\), paper-simulated/);
    match(out, /^Equity [\d,.]+ USDT/m);
    match(out, /, 80 decisions, \d+ entered$/m);
  });

  await t.step("a file of one's own, and refusals", async () => {
    strictEqual(
      (await report("2024-01-03", "--out", "own/day.html")).out.trimEnd().split("\n")[1],
      "own/day.html",
    );
    mustBePage(folder.text("own/day.html"));
    mustRefuse(
      await report("2025-01-03"),
      /^No data of 2025-01-03: days are 2024-01-01 to 2024-01-04; 2024-01-05 runs/,
    );
    mustRefuse(await report("2023-12-31"), /^No data of 2023-12-31/);
    mustRefuse(await report("yesterday"), /^Cannot read the date "yesterday": write YYYY-MM-DD/);
    mustRefuse(await report("--text", "--out", "x.html"), /leave one of them out/);
    mustRefuse(await report("--out", "a.sqlite/x.html"), /^Cannot write the report to a\.sqlite\/x\.html/);
  });

  await t.step(
    "a day whose journal is deleted has its figures and trips, and says what it lacks",
    () =>
      reading(folder, (reader) => {
        const { date, roundTrips } = reader.daySummaries().find((day) => day.roundTrips > 0)!;
        const first = reader.eventsAfter(0, 1, ["DaySummarised"])[0].id;
        // all of it, or its first events
        for (const deleted of [Infinity, first + 1]) {
          const pruned: StoreReader = {
            ...reader,
            latestEvents: () => [],
            eventsAfter: (id, limit, kinds) =>
              deleted === Infinity ? [] : reader.eventsAfter(Math.max(id, deleted), limit, kinds),
          };
          const data = reportData(pruned, dayOf(pruned, date, REPORTED_KINDS)!, FACTS);
          deepStrictEqual([data.figures!.roundTrips, data.trips.length], [roundTrips, roundTrips]);
          deepStrictEqual([data.state, data.uptime, data.incidents.map(({ what }) => what)], [
            ...["NOT KNOWN", null, ["retention"]],
          ]);
        }
      }),
  );

  await t.step(
    "a run's reports: one for each end of a day, the same once, and what fails is said once",
    () =>
      reading(folder, (reader) => {
        const [end, before] = reader.latestEvents(2, ["DaySummarised"]);
        let ended = before;
        const moving: StoreReader = {
          ...reader,
          latestEvents: (limit, kinds) =>
            limit === 1 && kinds?.[0] === "DaySummarised" ? [ended] : reader.latestEvents(limit, kinds),
        };
        const failures: string[] = [];
        const spec = { folder: `${folder.path}/a.sqlite`, kept: 2, instruments: [], reconciliation };
        const failing = openDailyReports(moving, spec, (text) => failures.push(text));
        const working = openDailyReports(moving, { ...spec, folder: `${folder.path}/mine` }, () => {});
        for (const one of [before, before, end]) {
          ended = one;
          failing.finish();
          working.finish();
        }
        strictEqual(failures.length, 1);
        match(failures[0], /^A daily report could not be written, the run goes on: /);
        const path = `${folder.path}/mine/${newestDay(reader, [])!.date}`.replace(
          /([^/]+)$/,
          "bulkhead-$1.html",
        );
        mustBePage(Deno.readTextFileSync(path));
        Deno.removeSync(path);
        working.finish();
        deepStrictEqual([...Deno.readDirSync(`${folder.path}/mine`)], [], "a day is written once");
      }),
  );
});

Deno.test("removeOldReports() leaves the reports written last, and whatever is none", () => {
  using folder = scratch();
  const names = ["bulkhead-2024-03-01.html", "bulkhead-2024-03-02.html", "bulkhead-2024-01-01.html"];
  for (const [i, name] of [...names, "notes.html", "bulkhead-2024-01-01.html.new"].entries()) {
    putOld(folder, name, i);
  }
  removeOldReports(folder.path, 2);
  deepStrictEqual(folder.names(), [
    ...["bulkhead-2024-01-01.html", "bulkhead-2024-01-01.html.new", "bulkhead-2024-03-02.html", "notes.html"],
  ]);
});

Deno.test("start in cells keeps pages of the days that ended, the newest among them", async () => {
  using folder = scratch();
  folder.put("short.yaml", `${SHORT_YAML.replace("240", "72")}records: { daily_reports_kept: 2 }\n`);
  for (const date of ["2020-01-01", "2020-01-02", "2020-01-03"]) {
    putOld(folder, `reports/bulkhead-${date}.html`, 1);
  }
  const args = ["start", "--config", "short.yaml", "--store", "a.sqlite"];
  const { code, err } = await cli(folder.path, args, { BULKHEAD_CELLS: "single" });
  strictEqual(code, 0, err);
  const names = reportsIn(folder);
  deepStrictEqual([names.length, names.at(-1)], [2, "bulkhead-2024-01-03.html"]);
  mustBePage(folder.text(`reports/${names.at(-1)}`));

  // what stands in the way is said once, and the run ends as it should
  await Deno.remove(`${folder.path}/reports`, { recursive: true });
  folder.put("reports", "a file");
  const blocked = await cli(folder.path, [...args, "--fresh"], { BULKHEAD_CELLS: "single" });
  strictEqual(blocked.code, 0, blocked.err);
  strictEqual(blocked.err.match(/A daily report could not be written/g)?.length, 1, blocked.err);
});
