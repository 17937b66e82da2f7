// deno-lint-ignore-file no-console
import { openSqliteReader } from "../../lib/store/mod.ts";
import { BAR_MS, type Market } from "../../lib/venues/ccxt/loopback_market_fixture.ts";
import type { LoopbackVenue } from "../../lib/venues/ccxt/loopback_server_fixture.ts";
import { type Demo, startDemo } from "../admin/demo_fixture.ts";
import { Campaign } from "../bank/flood/campaign.ts";
import type { Scratch } from "../fixtures/cli.ts";

/** The program beside a venue. */
export interface LivePlace {
  readonly it: Campaign;
  readonly name: "binance" | "kucoin";
  readonly venue: LoopbackVenue;
  readonly market: Market;
  readonly folder: Scratch;
}

const SYMBOLS = ["BTC/USDT:USDT", "ETH/USDT:USDT"] as const;
/** After its end a minute has been told, played and decided on. */
const SETTLED_MS = 20_000;

const yaml = (origin: string) => `
feed: { live: { candles: { origin: "${origin}" } } }
system: { min_bars: 60, timeframes: { entry: 1m, setup: 5m, trend: 15m } }
admin: { port: 0 }
`;

/** Plays it all; what came of it. Breaches are told to the campaign. */
export async function playLive(place: LivePlace, minutes: number, awayMs: number): Promise<string> {
  const { name, venue, folder } = place;
  const say = (text: string) => console.log(`  ${name}: ${text}`);
  const start = () =>
    startDemo(yaml(venue.origin), ["--feed", name, "--symbols", "BTC/USDT,ETH/USDT:USDT"], folder);
  {
    await using first = await start();
    await decided(first, minutes, place);
    say(`${minutes} minutes decided on; killed`);
    await kill(first);
  }
  const killedMs = Date.now();
  let backMs: number;
  await wait(awayMs);
  await venue.down();
  {
    await using second = await start();
    say("started again without the venue");
    backMs = Date.now();
    venue.up();
    await decided(second, minutes, place);
    venue.freeze();
    say("caught up; its lines are frozen");
    await decided(second, minutes, place);
    if (!second.printed().includes("silent")) {
      Campaign.breach(place.it, `${name}: nobody told of the silence`);
    }
    const code = await second.stop();
    if (code !== 0) Campaign.breach(place.it, `${name}: ended with ${code}: ${second.printed()}`);
  }
  return judge(place, killedMs, backMs);
}

/** Until so many more minutes have been decided on for every symbol. */
async function decided(demo: Demo, minutes: number, { it }: LivePlace): Promise<void> {
  const upToMs = Math.floor(Date.now() / BAR_MS) * BAR_MS + minutes * BAR_MS;
  for (;;) {
    const { body } = await demo.api<{ id: string; symbol: string }[]>("/api/decisions?limit=20");
    const closes = SYMBOLS.map((symbol) =>
      Math.max(0, ...body.filter((row) => row.symbol === symbol).map(closeMsOf))
    );
    if (Math.min(...closes) >= upToMs) return;
    it.signal.throwIfAborted();
    if (Date.now() > upToMs + 60_000) {
      throw new Error(
        `not decided by ${new Date(upToMs).toISOString()}: ${closes.join(", ")}\n${demo.printed()}`,
      );
    }
    await wait(1_000);
  }
}

async function kill(demo: Demo): Promise<void> {
  const pids = await demo.processes();
  Deno.kill(demo.pid, "SIGKILL");
  // its cells miss it, and end by themselves
  for (const pid of pids) {
    for (let i = 0; i < 300 && isThere(pid); i++) await wait(100);
    if (isThere(pid)) throw new Error(`process ${pid} outlived the root`);
  }
}

function isThere(pid: number): boolean {
  try {
    return !/\) Z /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each minute from the first to the last once, for each symbol, and on the venue's own candle. */
function judge({ it, name, folder, market }: LivePlace, killedMs: number, backMs: number): string {
  const reader = openSqliteReader(`${folder.path}/run/paper.sqlite`);
  let count = 0, missed = 0;
  for (const symbol of SYMBOLS) {
    const all = [...reader.decisions(symbol, 0, Infinity)];
    const closes = all.map(closeMsOf);
    count += all.length;
    missed += closes.filter((ms) => ms > killedMs && ms < backMs).length;
    closes.forEach((ms, i) => {
      if (i > 0 && ms !== closes[i - 1]! + BAR_MS) {
        Campaign.breach(it, `${name}: ${symbol} has ${iso(ms)} after ${iso(closes[i - 1]!)}`);
      }
      const { close } = market.candle(symbol, ms - BAR_MS);
      const seen = all[i]!.features["close"];
      if (seen !== undefined && seen !== close) {
        Campaign.breach(it, `${name}: ${symbol} decided on ${seen} at ${iso(ms)}: the venue says ${close}`);
      }
    });
    const behindMs = Date.now() - Math.max(...closes);
    if (behindMs > 2 * BAR_MS + SETTLED_MS) {
      Campaign.breach(it, `${name}: ${symbol} is ${behindMs} ms behind`);
    }
  }
  if (missed === 0) {
    Campaign.breach(it, `${name}: no minute ended while it was away: the kill showed nothing`);
  }
  reader.close();
  return `${count} decisions, each minute of each symbol once; ${missed} of them of minutes that ended while nobody was there`;
}

const closeMsOf = ({ id }: { readonly id: string }): number => Number(id.slice(id.lastIndexOf(":") + 1));
const iso = (ms: number): string => new Date(ms).toISOString();
