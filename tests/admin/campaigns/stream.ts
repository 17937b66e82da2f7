// deno-lint-ignore-file no-console
/**
 * The campaign "stream": `stream.ts [--clients 20] [--minutes 10] [--bars-per-second 50]`. The demo at full speed and
 * clients of its event stream on loopback, who go away at random, and four times a minute all at once, and come back with the
 * last id they have; beside them one that reads slowly and one that does not read at all. Every client must be told every event of the store once and in
 * order, those two must be dropped and not waited for, and the server's process must not grow (judged from three minutes
 * on). Exit code 1 if anything is otherwise. Needs Linux.
 *
 * @module
 */
import { parsePrometheus } from "../../../lib/admin/metrics/prometheus_parser_fixture.ts";
import type { EventView, TreeView } from "../../../lib/admin/views.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { type ProcessFigures, processFigures } from "../../bank/flood/process_figures.ts";
import { type Demo, startDemo, TOKEN } from "../demo_fixture.ts";
import { burden, createHog, type Round } from "./stream_hog.ts";
import { compareWithApi, judgeStream, type StreamRun } from "./stream_judge.ts";
import { createListener, Latency, listen, sleep } from "./stream_listener.ts";
import { type Truth, watchStore } from "./stream_truth.ts";

export interface StreamOptions {
  readonly clients: number;
  readonly minutes: number;
  readonly "bars-per-second": number;
}
const DEFAULTS: StreamOptions = { clients: 20, minutes: 10, "bars-per-second": 50 };

/** Figures of a process are taken so often in a run. */
const SAMPLES = 200;
/** How long all may take to be told of the last event. */
const CATCH_UP_MS = 20_000;
/** How long after the run those who do not keep up may still be there. */
const FIRST_DROP_MS = 90_000;
/** The most that connections last, and that clients stay away. */
const STAY_MS = 15_000, AWAY_MS = 2_000;
/** Between two storms: all clients go away, and all come back after AWAY_MS. */
const STORM_MS = 15_000;
const SLOW_BYTES = 512;
const MINUTE_MS = 60_000;
/** Characters of what the demo printed that are shown where it fails. */
const LAST_WORDS = 2_000;

/** Plays the campaign; `start` starts the demo, or a changed copy of it. */
export async function stream(it: Campaign, options: StreamOptions, start = startDemo): Promise<void> {
  await using demo = await start(`
feed: { bars_per_second: ${options["bars-per-second"]} }
system: { min_bars: 60 }
notify: { console: { min_level: critical } }
admin: { port: 0 }
`);
  await demo.until<EventView[]>("/api/events?limit=1", (events) => events.length > 0);
  const truth = watchStore(`${demo.folder.path}/run/paper.sqlite`, () => performance.now());
  try {
    const run = await play(it, options, { demo, truth });
    judgeStream(it, run);
    await compareWithApi(it, demo, run.listeners);
  } catch (error) {
    // not thrown: a demo that has died cannot be ended in order, and would say only that
    Campaign.breach(it, `${error}; the demo's last words: ${demo.printed().slice(-LAST_WORDS)}`);
    return;
  } finally {
    truth.close();
  }
  const code = await demo.stop();
  if (code !== 0) {
    Campaign.breach(it, `the demo ended with code ${code}: ${demo.printed().slice(-LAST_WORDS)}`);
  }
}

interface Place {
  readonly demo: Demo;
  readonly truth: Truth;
}

async function play(
  it: Campaign,
  { clients, minutes }: StreamOptions,
  { demo, truth }: Place,
): Promise<StreamRun> {
  const listeners = Array.from({ length: clients }, (_, i) => createListener(`client ${i + 1}`));
  const hogs = [createHog("the slow client", SLOW_BYTES), createHog("the stuck client", 0)];
  const latency = Latency.create(), ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, it.signal]);
  const nowMs = () => performance.now();
  const bearer = `Authorization: Bearer ${TOKEN}`, { host } = new URL(demo.origin);
  const cookie = async () => `Cookie: ${await loggedIn(demo)}`;
  const spanMs = MINUTE_MS * minutes;
  const watch = await watchServer(demo, spanMs / SAMPLES);
  const fails = (name: string) => (error: unknown) => Campaign.breach(it, `${name}: ${error}`);
  const storms = new EventTarget();
  const storming = setInterval(() => storms.dispatchEvent(new Event("storm")), STORM_MS);
  const common = {
    ...{ truth, latency, nowMs, random: Math.random, signal, storms },
    ...{ stayMs: STAY_MS, awayMs: AWAY_MS },
  };
  // few log in: attempts to do so are counted
  const doorOf = (i: number) => ({ host, credentials: i % 4 === 1 ? cookie : () => Promise.resolve(bearer) });
  const listening = listeners.map((one, i) => listen(one, doorOf(i), common).catch(fails(one.name)));
  const dropped = async () => (await counts(demo)).dropped;
  const rounds: Round[] = [];
  const burdened = burden(hogs, rounds, { request: { host, credentials: bearer }, dropped, nowMs, signal })
    .catch(fails("those who do not keep up"));
  await until(it.signal, spanMs, () => false);
  clearInterval(storming);
  const figures = watch();
  // on a slow machine it takes a while to fill their sockets
  await until(it.signal, FIRST_DROP_MS, () => rounds.length > 0);
  const last = truth.ids.at(-1) ?? 0;
  await until(it.signal, CATCH_UP_MS, () => listeners.every(({ told }) => (told.at(-1) ?? 0) >= last));
  const { opened, dropped: count, events } = await finalCounts(it, demo);
  console.log(`the server: ${opened} streams opened, ${count} dropped, ${events} events told`);
  const restarts = await restartsOf(demo);
  ending.abort();
  await Promise.all([burdened, ...listening]);
  return { truth, listeners, hogs, rounds, latency, figures, spanMs, until: last, restarts };
}

/** What the server counts itself; where it is away, it is asked again for a while. */
async function finalCounts(it: Campaign, demo: Demo): Promise<Counts> {
  let found: Counts | null = null;
  for (const endMs = performance.now() + CATCH_UP_MS; found === null; await sleep(500)) {
    found = await counts(demo).catch((error) => {
      if (it.signal.aborted || performance.now() > endMs) throw error;
      return null;
    });
  }
  return found;
}

interface Counts {
  readonly opened: number;
  readonly dropped: number;
  readonly events: number;
}

async function counts(demo: Demo): Promise<Counts> {
  const families = parsePrometheus(await demo.page("/metrics"));
  const value = (name: string) => families[`bulkhead_admin_stream_${name}_total`]!.samples[0]!.value;
  return { opened: value("opened"), dropped: value("dropped"), events: value("events") };
}

/** The cookie of a login by a code for one. */
async function loggedIn({ api, origin }: Demo): Promise<string> {
  const { body: { code } } = await api<{ code: string }>("/api/login-codes", {});
  const response = await fetch(`${origin}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  await response.body?.cancel();
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`The code did not log in: status ${response.status}`);
  return cookie;
}

async function restartsOf({ api }: Demo): Promise<Record<string, string>> {
  const { body: { cells } } = await api<TreeView>("/api/actors");
  const workers = cells.flatMap((cell) => cell.workers).filter(({ restarts }) => restarts > 0);
  return Object.fromEntries(
    workers.map(({ id, restarts, lastError }) => [id, `${restarts} times: ${lastError}`]),
  );
}

/** Takes figures of the server's process until the returned function is called. */
async function watchServer(demo: Demo, everyMs: number): Promise<() => ProcessFigures[]> {
  const isServer = ({ id, pid }: TreeView["cells"][number]) => id === "bridge" && pid !== null;
  const { cells } = await demo.until<TreeView>("/api/actors", ({ cells }) => cells.some(isServer));
  const pid = cells.find(isServer)!.pid!, figures: ProcessFigures[] = [];
  const timer = setInterval(() => {
    const found = processFigures(pid);
    if (found !== null) figures.push(found);
  }, everyMs);
  return () => {
    clearInterval(timer);
    return figures;
  };
}

/** Waits until it is so, or for so long. */
async function until(signal: AbortSignal, ms: number, isSo: () => boolean): Promise<void> {
  for (const endMs = performance.now() + ms; performance.now() < endMs && !signal.aborted && !isSo();) {
    await sleep(50);
  }
}

/** As Campaign.readNumbers(); minutes may have decimals. */
function readOptions(): StreamOptions {
  const at = Deno.args.indexOf("--minutes");
  const rest = at < 0 ? Deno.args : Deno.args.toSpliced(at, 2);
  const { clients, "bars-per-second": pace } = Campaign.readNumbers(rest, {
    clients: 20,
    "bars-per-second": 50,
  });
  const minutes = at < 0 ? DEFAULTS.minutes : Number(Deno.args[at + 1]);
  if (minutes > 0 && clients > 0 && pace > 0) return { clients, minutes, "bars-per-second": pace };
  throw new RangeError("Cannot run as --clients, --minutes and --bars-per-second must be numbers above 0");
}

if (import.meta.main) await Campaign.run("stream", readOptions, (it, options) => stream(it, options));
