// deno-lint-ignore-file no-console
import type { EventView } from "../../../lib/admin/views.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { FLAT_COUNT, FLAT_MEMORY, judgeCurve } from "../../bank/flood/curve.ts";
import type { ProcessFigures } from "../../bank/flood/process_figures.ts";
import type { Demo } from "../demo_fixture.ts";
import type { Hog, Round } from "./stream_hog.ts";
import { growthOf } from "./stream_growth.ts";
import { Latency, type Listener } from "./stream_listener.ts";
import { faultOf, type Truth } from "./stream_truth.ts";

/** What a run has come to. */
export interface StreamRun {
  readonly truth: Truth;
  readonly listeners: readonly Listener[];
  readonly hogs: readonly Hog[];
  readonly rounds: readonly Round[];
  readonly latency: Latency;
  /** Of the server's process, in even steps. */
  readonly figures: readonly ProcessFigures[];
  readonly spanMs: number;
  /** The newest event when the run was over; all clients had time to be told of it. */
  readonly until: number;
  /** Why workers were started again, by worker; what comes of it is no fault of the stream. */
  readonly restarts: Readonly<Record<string, string>>;
}

/** Shorter runs say nothing of growth: caches and compiled code still come. */
const LEAST_JUDGED_MS = 180_000;
/** Fewer of the 200 of a run say nothing. */
const LEAST_FIGURES = 100;
/** The most an event may take to clients that keep up, in 99 of 100 cases; the store is asked every 100 ms. */
const LATENCY_MS = 2_000;

/** Prints what was counted; what should not be is a breach. */
export function judgeStream(it: Campaign, run: StreamRun): void {
  judgeListeners(it, run);
  judgeHogs(it, run);
  judgeLatency(it, run.latency);
  judgeFigures(it, run.figures, run.spanMs);
}

function judgeListeners(it: Campaign, { truth, listeners, spanMs, until, restarts }: StreamRun): void {
  const sum = (pick: (listener: Listener) => number) =>
    listeners.reduce((total, one) => total + pick(one), 0);
  const events = truth.ids.length;
  console.log(
    `${events} events committed, ${
      (events / spanMs * 1_000).toFixed(0)
    } a second; ${listeners.length} clients were told ` +
      `${sum(({ told }) => told.length)} in ${sum(({ connections }) => connections)} connections, ` +
      `${(sum(({ bytes }) => bytes) / 2 ** 20).toFixed(0)} MiB`,
  );
  const each = listeners.map(({ told }) => told.length);
  console.log(`events each: ${Math.min(...each)} to ${Math.max(...each)}`);
  for (const [worker, why] of Object.entries(restarts)) console.log(`restarted: ${worker}, ${why}`);
  const cuts = sum(({ cut }) => cut), aways = sum(({ away }) => away);
  if (cuts + aways > 0) {
    console.log(`${cuts} connections were cut off, and the server was away ${aways} times`);
  }
  if (events === 0) Campaign.breach(it, "nothing was committed");
  let whole = 0;
  for (const { name, told, after, cut, away } of listeners) {
    const fault = after === null ? "it was told nothing" : faultOf(told, truth, { after, until });
    if (fault !== null) Campaign.breach(it, `${name}: ${fault}`);
    else whole += 1;
    if (cut + away > 0 && restarts.admin === undefined) {
      Campaign.breach(it, `${name} kept up, and was cut off ${cut} times and left alone ${away} times`);
    }
  }
  console.log(
    `${whole} of ${listeners.length} were told every event of the store once and in order, none missed`,
  );
}

function judgeHogs(it: Campaign, { hogs, rounds, truth }: StreamRun): void {
  const kept = rounds.flatMap(({ droppedMs }) => droppedMs).map((ms) => ms / 1_000);
  const held = rounds.reduce((sum, round) => sum + round.held, 0);
  const bounds = kept.length === 0
    ? ""
    : `, after ${Math.min(...kept).toFixed(0)} to ${Math.max(...kept).toFixed(0)} s`;
  console.log(
    `${hogs.map(({ name }) => name).join(" and ")} were dropped ${rounds.length} times each${bounds}; ` +
      `${held} sockets were not free before they were read`,
  );
  if (rounds.length === 0) Campaign.breach(it, "who does not keep up was never dropped");
  for (const { name, told, faults } of hogs) {
    for (const fault of faults) Campaign.breach(it, `${name}: ${fault}`);
    for (const one of told.filter(({ length }) => length > 0)) {
      const fault = faultOf(one, truth, { after: one[0]! - 1, until: one.at(-1)! });
      if (fault !== null) Campaign.breach(it, `${name}: ${fault}`);
    }
  }
}

function judgeLatency(it: Campaign, latency: Latency): void {
  const p99 = Latency.quantile(latency, 0.99);
  console.log(
    `from commit to client: median ${Latency.quantile(latency, 0.5)} ms, p99 ${p99} ms, most ` +
      `${latency.maxMs.toFixed(0)} ms, of ${latency.count}`,
  );
  if (p99 > LATENCY_MS) Campaign.breach(it, `events took ${p99} ms (p99), more than ${LATENCY_MS} ms`);
}

function judgeFigures(it: Campaign, figures: readonly ProcessFigures[], spanMs: number): void {
  const kinds = [
    ["memory, MiB", ({ ownMib }: ProcessFigures) => ownMib, FLAT_MEMORY],
    ["threads", ({ threads }: ProcessFigures) => threads, FLAT_COUNT],
    ["descriptors", ({ descriptors }: ProcessFigures) => descriptors, FLAT_COUNT],
  ] as const;
  const isLong = spanMs >= LEAST_JUDGED_MS;
  if (figures.length < LEAST_FIGURES) {
    const what = `only ${figures.length} figures of the server's process: it was ended in the run`;
    return Campaign.breach(it, `${what}; on a machine this busy nothing can be said of its memory`);
  }
  for (const [what, pick, rule] of kinds) {
    const values = figures.map(pick);
    const { atFifth, atEnd, max, isFlat } = judgeCurve(values, rule);
    const [first, fifth, end, most] = [values[0]!, atFifth, atEnd, max].map((value) => value.toFixed(1));
    console.log(
      `server's process, ${what}: ${first} at first, ${fifth} at a fifth, ${end} at the end, ${most} most; ` +
        verdict(isFlat, isLong),
    );
    if (!isFlat && isLong) Campaign.breach(it, `not flat: ${what} of the server's process`);
  }
  judgeGrowth(it, figures.map(({ ownMib }) => ownMib), spanMs);
}

/** A leak too slow to be seen from a fifth to the end, under what the collector of garbage comes and goes with. */
function judgeGrowth(it: Campaign, mib: readonly number[], spanMs: number): void {
  const isLong = spanMs >= LEAST_JUDGED_MS;
  const { fromMib, riseMib, mibPerMinute, isFlat } = growthOf(mib, spanMs / 60_000);
  console.log(
    `server's process, memory's floor over the last two thirds: from ${fromMib.toFixed(1)} MiB by ` +
      `${riseMib.toFixed(1)} MiB, ${mibPerMinute.toFixed(2)} MiB a minute; ${verdict(isFlat, isLong)}`,
  );
  if (!isFlat && isLong) {
    Campaign.breach(it, `memory of the server's process grows by ${mibPerMinute.toFixed(2)} MiB a minute`);
  }
}

function verdict(isFlat: boolean, isLong: boolean): string {
  if (!isLong) return `not judged, as the run is shorter than ${LEAST_JUDGED_MS / 60_000} minutes`;
  return isFlat ? "flat" : "NOT FLAT";
}

/** What the stream tells of an event must be what the API says of it. */
export async function compareWithApi(
  it: Campaign,
  { api }: Demo,
  listeners: readonly Listener[],
): Promise<void> {
  for (const { name, newest, told } of listeners.filter((one) => one.told.length > 0)) {
    const { body: [event] } = await api<EventView[]>(`/api/events?after=${told.at(-1)! - 1}&limit=1`);
    if (JSON.stringify(event) === newest) continue;
    Campaign.breach(it, `${name} was told ${newest} where the API says ${JSON.stringify(event)}`);
  }
}
