/**
 * `data download` against a venue on loopback: every bar and rate once, holes listed; killed at half, cut short, refused by the
 * venue for a while, and prolonged, it comes to the very bytes of an undisturbed download.
 *
 * @module
 */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { decodeCandles, decodeFunding } from "../lib/market/mod.ts";
import { BAR_MS, Market } from "../lib/venues/ccxt/loopback_market_fixture.ts";
import { HAS_NET, LoopbackVenue } from "../lib/venues/ccxt/loopback_server_fixture.ts";
import { BINANCE, KUCOIN, type Wire } from "../lib/venues/ccxt/loopback_wire_fixture.ts";
import { cli, denoNeeds, type Outcome, type Scratch, scratch } from "./fixtures/cli.ts";

type Name = "binance" | "kucoin";
const NOW_MS = Date.UTC(2026, 0, 5, 12, 0, 30), HOUR_MS = 3_600_000, BARS = 2_400;
const TO_MS = Date.UTC(2026, 0, 5, 12), FROM_MS = TO_MS - BARS * BAR_MS;
const MAIN = new URL("../main.ts", import.meta.url).pathname;

/** Settlements every eight hours, some ms late as the venue has them. */
function rates(fromMs: number, toMs: number): { atMs: number; rate: number }[] {
  const first = Math.ceil(fromMs / (8 * HOUR_MS)) * 8 * HOUR_MS,
    count = Math.max(0, (toMs - first) / (8 * HOUR_MS));
  return Array.from({ length: Math.ceil(count) }, (_, i) => {
    const hourMs = first + i * 8 * HOUR_MS, n = hourMs / (8 * HOUR_MS);
    return { atMs: hourMs + n % 47, rate: (n % 13 - 6) / 10_000 };
  }).filter(({ atMs }) => atMs < toMs);
}

const WIRES: Readonly<Record<Name, Wire>> = {
  binance: {
    ...BINANCE,
    answer(asked, market) {
      const { path, query } = asked;
      if (path !== "/fapi/v1/fundingRate") return BINANCE.answer(asked, market);
      return rates(Number(query.get("startTime")), Number(query.get("endTime")) + 1).map((
        { atMs, rate },
      ) => ({
        ...{ symbol: query.get("symbol"), fundingTime: atMs, fundingRate: rate.toFixed(8) },
      }));
    },
  },
  kucoin: {
    ...KUCOIN,
    answer(asked, market) {
      const { path, query } = asked;
      if (path !== "/api/v1/contract/funding-rates") return KUCOIN.answer(asked, market);
      const found = rates(Number(query.get("from")), Number(query.get("to")) + 1).reverse();
      const data = found.map(({ atMs, rate }) => ({
        symbol: query.get("symbol"),
        fundingRate: rate,
        timepoint: atMs,
      }));
      return { code: "200000", data };
    },
  },
};

interface Place {
  readonly name: Name;
  readonly venue: LoopbackVenue;
  readonly market: Market;
  readonly folder: Scratch;
}

function place(name: Name): Place & AsyncDisposable {
  // the venue's clock stands still
  const market = new Market({ nowMs: () => NOW_MS, setTimer() {} }, 0);
  const venue = new LoopbackVenue(WIRES[name], market), folder = scratch();
  const wait = "retry_first_ms: 100, retry_max_ms: 200";
  folder.put(
    "venue.yaml",
    `feed: { live: { candles: { origin: "${venue.origin}", weight_per_minute: 2400, ${wait} } } }`,
  );
  return {
    ...{ name, venue, market, folder },
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      await venue.end();
    },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

function args({ name }: Place, out: string, more: readonly string[] = []): string[] {
  const span = ["--timeframe", "1m", "--from", iso(FROM_MS), "--to", iso(TO_MS)];
  const where = ["--venue", name, "--symbols", "BTC/USDT", "--config", "venue.yaml"];
  return ["data", "download", ...where, ...span, "--out", out, ...more];
}

const run = (it: Place, out: string, more: readonly string[] = []): Promise<Outcome> =>
  cli(it.folder.path, args(it, out, more));

/** Names in a folder of the scratch, sorted; none where there is no such folder. */
function namesIn({ folder }: Place, name: string): string[] {
  if (!folder.names().includes(name)) return [];
  return [...Deno.readDirSync(`${folder.path}/${name}`)].map((file) => file.name).sort();
}

/** What a kill in the middle of writing a page leaves. */
function cutShort({ folder }: Place, path: string): void {
  folder.put(path, `${folder.text(path)}{"nextMs":1767614400000,"rows":[[17676`);
}

const CANDLES = "BTC_USDT_USDT-1m.candles", FUNDING = "BTC_USDT_USDT.funding";

function must({ code, out, err }: Outcome): string {
  strictEqual(code, 0, `${out}\n${err}`);
  return out;
}

/** Starts a download, kills it once half of its pages have been asked for, and leaves a line cut short behind. */
async function killAtHalf(it: Place, out: string, pages: number): Promise<void> {
  const path = it.venue.wire.candlePath, before = it.venue.asked[path] ?? 0;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--frozen", "--cached-only", "-A", MAIN, ...args(it, out)],
    ...{ cwd: it.folder.path, clearEnv: true, env: { ...denoNeeds(), NO_COLOR: "1" } },
    ...{ stdin: "null", stdout: "null", stderr: "null" },
  }).spawn();
  while ((it.venue.asked[path] ?? 0) - before < pages / 2) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  child.kill("SIGKILL");
  await child.status;
  cutShort(it, `${out}/${CANDLES}.part`);
}

for (const name of ["binance", "kucoin"] as const) {
  const test = (what: string, fn: () => Promise<void>) =>
    Deno.test({ name: `data download of ${name} ${what}`, ignore: !HAS_NET, fn });

  test("has every bar and rate once, as the venue has them", async () => {
    await using it = place(name);
    const out = must(await run(it, "a"));
    match(out, /a\/BTC_USDT_USDT-1m\.candles: 2,400 candles$/m);
    const read = decodeCandles(it.folder.bytes(`a/${CANDLES}`), "a");
    ok(read.ok);
    const { header, candles } = read.value;
    deepStrictEqual([header.symbol, header.timeframeMs, header.asOfMs], ["BTC/USDT:USDT", BAR_MS, TO_MS]);
    strictEqual(candles.length, BARS);
    for (let i = 0; i < BARS; i++) {
      const truth = it.market.candle("BTC/USDT:USDT", FROM_MS + i * BAR_MS);
      const { openMs, open, high, low, close } = candles;
      deepStrictEqual(
        [openMs[i], open[i], high[i], low[i], close[i]],
        [truth.openMs, truth.open, truth.high, truth.low, truth.close],
      );
    }
    const funding = decodeFunding(it.folder.bytes(`a/${FUNDING}`), "a");
    ok(funding.ok);
    const told = rates(FROM_MS, TO_MS);
    deepStrictEqual([...funding.value.funding.rate], told.map(({ rate }) => rate));
    deepStrictEqual(
      [...funding.value.funding.atMs],
      told.map(({ atMs }) => Math.floor(atMs / HOUR_MS) * HOUR_MS),
    );
    deepStrictEqual(namesIn(it, "a"), [CANDLES, FUNDING]);
    match(must(await run(it, "a")), /2,400 candles, there already$/m);
  });

  test("killed at half goes on to the same bytes", async () => {
    await using it = place(name);
    must(await run(it, "whole"));
    const pages = it.venue.asked[it.venue.wire.candlePath]!;
    await killAtHalf(it, "killed", pages);
    deepStrictEqual(namesIn(it, "killed"), [`${CANDLES}.part`]);
    const before = it.venue.asked[it.venue.wire.candlePath]!;
    must(await run(it, "killed"));
    const after = it.venue.asked[it.venue.wire.candlePath]! - before;
    ok(after < pages, `${after} pages of ${pages} asked for again`);
    for (const file of [CANDLES, FUNDING]) {
      deepStrictEqual(it.folder.bytes(`killed/${file}`), it.folder.bytes(`whole/${file}`));
    }
  });

  test("prolonged comes to the bytes of one download", async () => {
    await using it = place(name);
    must(await run(it, "whole"));
    must(await run(it, "parts", ["--to", iso(TO_MS - 1_000 * BAR_MS)]));
    const before = it.venue.asked[it.venue.wire.candlePath]!;
    must(await run(it, "parts"));
    ok(
      it.venue.asked[it.venue.wire.candlePath]! - before <= Math.ceil(1_000 / 200),
      "only what is new is asked for",
    );
    for (const file of [CANDLES, FUNDING]) {
      deepStrictEqual(it.folder.bytes(`parts/${file}`), it.folder.bytes(`whole/${file}`));
    }
  });

  test("lists the venue's holes, keeps them in the file, and verify refuses it", async () => {
    await using it = place(name);
    for (const i of [700, 701, 702, 1_500]) it.market.absent.add(`BTC/USDT:USDT ${FROM_MS + i * BAR_MS}`);
    const out = must(await run(it, "a", ["--only", "candles"]));
    match(out, /2 gaps, 4 bars missing; the longest: 3 from 2026-01-04 07:40, 4m from one to the next/);
    match(out, /3 missing, 2026-01-04T07:40:00.000Z to 2026-01-04T07:42:00.000Z/);
    match(out, /1 missing, 2026-01-04T21:00:00.000Z to 2026-01-04T21:00:00.000Z/);
    const verified = await cli(it.folder.path, ["data", "verify", `a/${CANDLES}`]);
    strictEqual(verified.code, 2);
    match(verified.out, /done before: keep-gaps: 2 holes \(4 missing\) as the venue has them/);
    match(verified.out, /REFUSED: 2 faults/);
  });

  test("outlasts errors and limits of the venue", async () => {
    await using it = place(name);
    must(await run(it, "whole", ["--only", "candles"]));
    const limit = { status: 429, headers: { "retry-after": "0.1", "gw-ratelimit-reset": "100" } };
    it.venue.script.candleAnswers.push(
      () => new Response("<html>busy</html>", { status: 502 }),
      () => Response.json({ code: "429000", msg: "Too many requests" }, limit),
      () => new Response("no table"),
    );
    const outcome = await run(it, "hard", ["--only", "candles"]);
    must(outcome);
    strictEqual(outcome.err.match(/again in \d+ s/g)?.length, 3, outcome.err);
    deepStrictEqual(it.folder.bytes(`hard/${CANDLES}`), it.folder.bytes(`whole/${CANDLES}`));
  });

  test("refuses what it cannot do, and says what to do", async () => {
    await using it = place(name);
    const unlisted = await run(it, "a", ["--symbols", "NOPE/USDT"]);
    strictEqual(unlisted.code, 2, unlisted.out);
    match(unlisted.err, /NOPE\/USDT:USDT.*does not list it/);
    it.folder.put(`b/${CANDLES}.part`, '{"source":"other","toMs":1}\n{"nextMs":1,"rows":[]}\n');
    const other = await run(it, "b");
    strictEqual(other.code, 2);
    match(other.err, /half of another download.*Finish that one, or delete the file/);
    it.folder.put(`c/${CANDLES}`, "mine");
    const mine = await run(it, "c");
    strictEqual(mine.code, 2);
    match(mine.err, /holds something else/);
    strictEqual(it.folder.text(`c/${CANDLES}`), "mine");
  });
}
