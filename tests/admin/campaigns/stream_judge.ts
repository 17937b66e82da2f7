// deno-lint-ignore-file no-console
import type { EventView } from "../../../lib/admin/views.ts";
import { Campaign } from "../../bank/flood/campaign.ts";
import { FLAT_COUNT, FLAT_MEMORY, judgeCurve } from "../../bank/flood/curve.ts";
import type { ProcessFigures } from "../../bank/flood/process_figures.ts";
import type { Demo } from "../demo_fixture.ts";
import type { Hog, Round } from "./stream_hog.ts";
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
  /** Why workers were started again, by worker; what comes of it is no fault of the stream. */
  readonly restarts: Readonly<Record<string, string>>;
}

/** Shorter runs say nothing of growth: caches and compiled code still come. */
const LEAST_JUDGED_MS = 180_000;
/** The most an event may take to clients that keep up, in 99 of 100 cases; the store is asked every 100 ms. */
const LATENCY_MS = 2_000;

/** Prints what was counted; what should not be is a breach. */
export function judgeStream(it: Campaign, run: StreamRun): void {
  judgeListeners(it, run);
  judgeHogs(it, run);
  judgeLatency(it, run.latency);
  judgeFigures(it, run.figures, run.spanMs);
}

function judgeListeners(it: Campaign, { truth, listeners, spanMs, restarts }: StreamRun): void {
  const until = Math.min(...listeners.map(({ told }) => told.at(-1) ?? 0));
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
  for (const [worker, why] of Object.entries(restarts)) console.log(`restarted: ${worker}, ${why}`);
  const cuts = sum(({ cut }) => cut), aways = sum(({ away }) => away);
  if (cuts + aways > 0) {
    console.log(`${cuts} connections were cut off, and the server was away ${aways} times`);
  }
  if (events === 0) Campaign.breach(it, "nothing was committed");
  for (const { name, told, after, cut, away } of listeners) {
    const fault = after === null ? "it was told nothing" : faultOf(told, truth.ids, { after, until });
    if (fault !== null) Campaign.breach(it, `${name}: ${fault}`);
    if (cut + away > 0 && restarts.admin === undefined) {
      Campaign.breach(it, `${name} kept up, and was cut off ${cut} times and left alone ${away} times`);
    }
  }
}

function judgeHogs(it: Campaign, { hogs, rounds, truth: { ids } }: StreamRun): void {
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
      const fault = faultOf(one, ids, { after: one[0]! - 1, until: one.at(-1)! });
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
  for (const [what, pick, rule] of kinds) {
    const { atFifth, atEnd, max, isFlat } = judgeCurve(figures.map(pick), rule);
    const [fifth, end, most] = [atFifth, atEnd, max].map((value) => value.toFixed(1));
    console.log(`server's process, ${what}: ${fifth} at a fifth, ${end} at the end, ${most} most`);
    if (!isFlat && spanMs >= LEAST_JUDGED_MS) {
      Campaign.breach(it, `not flat: ${what} of the server's process`);
    }
  }
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
