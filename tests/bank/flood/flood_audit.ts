import { DatabaseSync } from "node:sqlite";
import { decodeState } from "../../../lib/core/mod.ts";
import { type Envelope, MARKET } from "../../../lib/runtime/mod.ts";
import { type FloodFlow, FLOWS } from "./flood_tree.ts";
import { receiverOf } from "./flood_world.ts";

/** One flow as the store tells it. Counts are of messages from source to sink. */
export interface FlowReport extends FloodFlow {
  /** Inputs of the source: ticks, or firings of its timer. */
  readonly inputs: number;
  readonly sent: number;
  readonly handled: number;
  /** Sent and never handled, as a newer one of the same key was. */
  readonly superseded: number;
  /** Sent and handled a second while the flood lasted. */
  readonly sentPerSecond: number;
  readonly handledPerSecond: number;
  /** orders, control: how fast the source was until it had to wait for its sink, messages a second. */
  readonly freePerSecond: number;
}

export interface FloodReport {
  readonly flows: readonly FlowReport[];
  /** What the world told. */
  readonly told: number;
  /** Messages in the store that are neither handled nor superseded. */
  readonly underWay: number;
  readonly faultCount: number;
  /** The first 20. */
  readonly faults: readonly string[];
}

/** One row of the journal. */
export interface FloodRow {
  readonly actor: string;
  readonly inputNo: number;
  readonly input: Envelope;
  readonly sends: readonly Envelope[];
}

/** Messages a source may have sent and not settled before it must wait. */
const FREE_SENDS = 4_096;

interface Flow {
  readonly spec: FloodFlow;
  /** Sent and not handled, oldest first, from `head` on. */
  readonly open: Envelope[];
  head: number;
  /** data: the newest sent and the newest handled of each key. */
  readonly newestSent: Map<string, number>;
  readonly newestHandled: Map<string, number>;
  inputs: number;
  sent: number;
  handled: number;
  superseded: number;
  handledInTime: number;
  firstMs: number;
  lastMs: number;
  waitMs: number;
}

interface Judge {
  readonly bySource: ReadonlyMap<string, Flow>;
  readonly inputNos: Map<string, number>;
  readonly markets: Map<string, number>;
  readonly faults: string[];
  faultCount: number;
  told: number;
}

/** Judges the store of a flood of so many seconds that has run off. */
export function auditFlood(path: string, seconds: number): FloodReport {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const [{ count }] = db.prepare("SELECT count(*) AS count FROM outbox").all() as { count: number }[];
    return judgeFlood(readRows(db), count, seconds);
  } finally {
    db.close();
  }
}

/**
 * Judges rows in the order committed. Nothing may be lost: of a refusing flow each message must be handled, in order; of
 * a conflating one each may only be left out if a newer one of its key was handled later, and the newest must be.
 */
export function judgeFlood(rows: Iterable<FloodRow>, underWay: number, seconds: number): FloodReport {
  const flows = FLOWS.map(createFlow);
  const judge: Judge = {
    bySource: new Map(flows.map((flow) => [flow.spec.source, flow])),
    ...{ inputNos: new Map(), markets: new Map(), faults: [], faultCount: 0, told: 0 },
  };
  for (const row of rows) judgeRow(judge, row, seconds);
  judgeWorld(judge);
  for (const flow of flows) judgeEnd(judge, flow);
  if (underWay > 0) blame(judge, `${underWay} messages are still under way`);
  const { told, faultCount, faults } = judge;
  return { flows: flows.map((flow) => reportOf(flow, seconds)), told, underWay, faultCount, faults };
}

function createFlow(spec: FloodFlow): Flow {
  return {
    ...{ spec, open: [], head: 0, newestSent: new Map(), newestHandled: new Map() },
    ...{ inputs: 0, sent: 0, handled: 0, superseded: 0, handledInTime: 0, firstMs: 0, lastMs: 0, waitMs: 0 },
  };
}

function judgeRow(judge: Judge, { actor, inputNo, input, sends }: FloodRow, seconds: number): void {
  const expected = (judge.inputNos.get(actor) ?? 0) + 1;
  if (inputNo !== expected) blame(judge, `${actor} handled its input ${inputNo} where ${expected} was due`);
  judge.inputNos.set(actor, inputNo);
  if (input.from === MARKET) judgeMarket(judge, actor, input.seq);
  const made = judge.bySource.get(actor), taken = judge.bySource.get(input.from);
  if (made !== undefined) onSource(made, input, sends);
  if (taken?.spec.sink === actor) onSink(judge, taken, input, seconds);
}

/** Each actor must get what the world has for it, one after the other. */
function judgeMarket(judge: Judge, actor: string, seq: number): void {
  let expected = (judge.markets.get(actor) ?? 0) + 1;
  while (receiverOf(expected) !== actor && expected < seq) expected++;
  if (seq !== expected) blame(judge, `${actor} handled market#${seq} where market#${expected} was due`);
  judge.markets.set(actor, seq);
  judge.told++;
}

/** What was told must be handled without a gap over all actors: the world only goes on where it was taken. */
function judgeWorld(judge: Judge): void {
  const last = Math.max(0, ...judge.markets.values());
  if (last !== judge.told) blame(judge, `${last - judge.told} messages of the world were never handled`);
}

function onSource(flow: Flow, input: Envelope, sends: readonly Envelope[]): void {
  flow.inputs++;
  if (flow.sent === 0) flow.firstMs = input.atMs;
  for (const sent of sends) {
    flow.open.push(sent);
    flow.sent++;
    if (sent.key !== undefined) flow.newestSent.set(sent.key, sent.seq);
  }
  flow.lastMs = input.atMs;
  if (flow.waitMs === 0 && flow.sent >= FREE_SENDS) flow.waitMs = input.atMs;
}

function onSink(judge: Judge, flow: Flow, input: Envelope, seconds: number): void {
  const { spec, open } = flow;
  flow.handled++;
  if (input.atMs < flow.firstMs + 1_000 * seconds) flow.handledInTime++;
  if (input.key !== undefined) flow.newestHandled.set(input.key, input.seq);
  while (flow.head < open.length && open[flow.head].seq < input.seq) {
    const { key, seq } = open[flow.head++];
    if (spec.lane !== "data" || key === undefined) blame(judge, `${spec.source}#${seq} was left out`);
    flow.superseded++;
  }
  if (flow.head >= open.length || open[flow.head].seq !== input.seq) {
    return blame(judge, `${spec.sink} handled ${input.from}#${input.seq}, which was not under way to it`);
  }
  flow.head++;
  // as a queue, without moving the rest each time
  if (flow.head > 10_000) flow.head -= open.splice(0, flow.head).length;
}

/** What is left at the end was never handled; of each key the newest must have been. */
function judgeEnd(judge: Judge, { spec, open, head, newestSent, newestHandled }: Flow): void {
  if (head < open.length) {
    blame(judge, `${open.length - head} messages of ${spec.source} were never handled, nor a later one`);
  }
  for (const [key, seq] of newestSent) {
    if (newestHandled.get(key) === seq) continue;
    blame(judge, `${spec.source}#${seq}, the newest of ${key}, was not handled`);
  }
}

function reportOf(flow: Flow, seconds: number): FlowReport {
  const { spec, inputs, sent, handled, superseded, handledInTime, firstMs, lastMs, waitMs } = flow;
  const lastedMs = Math.min(1_000 * seconds, lastMs - firstMs);
  return {
    ...spec,
    ...{ inputs, sent, handled, superseded },
    sentPerSecond: 1_000 * sent / Math.max(1, lastedMs),
    handledPerSecond: handledInTime / seconds,
    freePerSecond: waitMs === 0 ? 0 : 1_000 * FREE_SENDS / Math.max(1, waitMs - firstMs),
  };
}

function blame(judge: Judge, fault: string): void {
  judge.faultCount++;
  if (judge.faults.length < 20) judge.faults.push(fault);
}

function* readRows(db: DatabaseSync): Generator<FloodRow> {
  const rows = db.prepare("SELECT actor, input_no, input, sends FROM handled ORDER BY row_id").iterate();
  for (const row of rows) {
    yield {
      actor: String(row.actor),
      inputNo: Number(row.input_no),
      input: decodeState(String(row.input)) as Envelope,
      sends: decodeState(String(row.sends)) as Envelope[],
    };
  }
}
