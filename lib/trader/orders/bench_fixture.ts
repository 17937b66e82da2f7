import { unwrap } from "../../core/mod.ts";
import {
  type Approval,
  clientOrderId,
  type Instrument,
  type Leg,
  type OrderRequest,
  parseInstrument,
  Side,
} from "../../domain/mod.ts";
import { anEntry } from "../../domain/entry_fixture.ts";
import { callConfig, executionConfig } from "../../execution/mod.ts";
import type { VenueCommand } from "../market_step.ts";
import type { BookReported, ExecutionCommand, Notice, RepairCommand } from "../notice.ts";
import { createListRecorder } from "../recorder.ts";
import { eventOf, healthOf, type Inner, operatorOrderOf, SYMBOL } from "./bench_events_fixture.ts";
import { Orders } from "./reducer.ts";
import {
  createOrdersOut,
  createOrdersState,
  type OrdersSpec,
  type OrdersState,
  type TimerChange,
} from "./state.ts";

export { SYMBOL };

const INSTRUMENT: Instrument = unwrap(parseInstrument(SYMBOL, anEntry()), "test instrument");

/** What is said to the reducer, then all it answers. */
export type Line = readonly [says: string, ...answers: string[]];

/** What differs from script to script; prices in ticks around an anchor of 10000. */
export interface BenchOptions {
  readonly side?: Side;
  readonly execution?: Readonly<Record<string, unknown>>;
  /** Ticks beyond the anchor and share in percent. */
  readonly targets?: readonly (readonly [number, number])[];
  /** The venue's largest order. */
  readonly maxSteps?: number;
  /** Shows what answers are waited for as well: `@ call entry.0 in 5000 ms`. */
  readonly waits?: boolean;
}

/** The orders reducer under test, moved by short lines: a minute each, or `+MS` as a line's first word. */
export interface Bench {
  readonly state: OrdersState;
  /** Requests sent, by name: leg and attempt, such as stop.1. */
  readonly sent: Record<string, OrderRequest>;
  /** Says one line (see `act`) and returns the answers: `>` commands, `!` notices, `@` timers, `#` refusals. */
  say(line: string): string[];
  book(): BookReported;
}

export function createBench(options: BenchOptions = {}): Bench {
  const { side = 1, execution = {}, targets = [[200, 100]], waits = false, maxSteps = null } = options;
  const spec: OrdersSpec = {
    runId: "run",
    systemTag: "TT",
    symbols: [SYMBOL],
    instruments: [{ ...INSTRUMENT, maxSteps }],
    execution: executionConfig.parse(execution),
    calls: callConfig.parse({}),
  };
  const bench: Inner = {
    spec,
    side,
    targets,
    state: createOrdersState(spec),
    sent: {},
    leaves: {},
    told: {},
    position: 0,
    fills: 0,
    nowMs: 0,
    recorder: createListRecorder(),
    waits,
  };
  return {
    state: bench.state,
    sent: bench.sent,
    say: (line) => say(bench, line),
    book: () => Orders.book(spec, bench.state, bench.nowMs),
  };
}

function say(bench: Inner, line: string): string[] {
  const [, ms = "60000", rest] = /^(?:\+(\d+) )?(.*)$/.exec(line)!;
  bench.nowMs += Number(ms);
  const out = createOrdersOut(bench.recorder);
  const from = bench.recorder.events.length;
  act(bench, rest.split(" "), out);
  const answers = out.commands.map((command) => "> " + commandText(bench, command));
  for (const notice of out.notices) answers.push("! " + noticeText(notice));
  for (const timer of out.timers) answers.push(...timerText(bench, timer));
  for (const event of bench.recorder.events.slice(from)) {
    if (event.kind === "CommandRefused") answers.push(`# ${event.command} refused: ${event.why}`);
  }
  return answers;
}

function timerText(bench: Inner, { name, dueMs }: TimerChange): string[] {
  const [purpose, of] = name.split(/:(.*)/s);
  const isWait = purpose !== "entry_ttl" && purpose !== "again";
  if (isWait && !bench.waits) return [];
  const what = purpose === "call" ? `call ${nameOf(of)}` : purpose;
  if (dueMs === null) return [`@ ${what} off`];
  const inMs = dueMs - bench.nowMs;
  return [`@ ${what} in ${inMs % 60_000 === 0 ? `${inMs / 60_000} min` : `${inMs} ms`}`];
}

/** Commands and timers of ours, or something the venue reports. */
function act(bench: Inner, [verb, ...rest]: string[], out: ReturnType<typeof createOrdersOut>): void {
  const { spec, state, nowMs } = bench;
  const to = { symbol: SYMBOL, atMs: nowMs };
  const command = (it: ExecutionCommand) => Orders.command(spec, state, it, nowMs, out);
  switch (verb) {
    case "start":
      return Orders.start(spec, state, nowMs, out);
    case "approve":
      return command({
        kind: "EnterPosition",
        approval: approvalOf(bench, rest),
        atMs: nowMs - Number(rest[2] ?? 0),
      });
    case "move":
      return command({ kind: "MoveStop", ...to, stopTicks: Number(rest[0]), reason: "test" });
    case "close":
      return command({ kind: "ClosePosition", ...to, reason: rest[0] });
    case "timer":
      return Orders.timer(spec, state, `entry_ttl:${SYMBOL}`, nowMs, out);
    case "due":
      return Orders.timer(spec, state, timerName(bench, rest), nowMs, out);
    case "degraded":
    case "recovered":
      return Orders.storeHealth(spec, state, healthOf(verb, nowMs), nowMs, out);
    case "flatten":
    case "rearm":
    case "take-back":
      return Orders.operator(spec, state, operatorOrderOf(verb, rest, nowMs), nowMs, out);
    case "cancel-entries":
      return Orders.cancelEntries(spec, state, { kind: "CancelEntries", reason: rest.join(" ") }, nowMs, out);
    case "resume":
      return Orders.resume(spec, state, nowMs, out);
    case "name":
      return void repairOf(bench, rest);
    case "repair":
      return Orders.repair(spec, state, repairOf(bench, rest), nowMs, out);
    default:
      return Orders.venueEvent(spec, state, eventOf(bench, verb, rest), nowMs, out);
  }
}

/** `due call NAME`, or another purpose alone. */
function timerName(bench: Inner, [purpose, name]: string[]): string {
  if (purpose === "account" || purpose === "flat") return `${purpose}:account`;
  return `${purpose}:${name === undefined ? SYMBOL : bench.sent[name].clientId}`;
}

/** `name guard ...` tells only the bench. `repair adopt POSITION STOP`, `repair close`, `repair stop`, `repair guard TYPE STEPS [TICKS]`. */
function repairOf(
  bench: Inner,
  [verb, first, second, third]: string[],
): Exclude<RepairCommand, { kind: "QueryBook" }> {
  const about = { symbol: SYMBOL, reason: "test", atMs: bench.nowMs };
  const signed = Number(first);
  const side: Side = signed > 0 ? 1 : -1;
  switch (verb) {
    case "adopt": {
      bench.position = signed;
      const held = { symbol: SYMBOL, side, qtySteps: Math.abs(signed), cost: 1n, isolatedMargin: 1n };
      return {
        kind: "AdoptPosition",
        ...about,
        position: held,
        stopTicks: Number(second),
        walletBalance: 5n,
      };
    }
    case "close":
      bench.position = 0;
      return { kind: "CloseBook", ...about, walletBalance: 5n };
    case "stop":
      return { kind: "RepairStop", ...about };
    default:
      return guardOf(bench, first as OrderRequest["type"], Number(second), third);
  }
}

function guardOf(
  bench: Inner,
  type: OrderRequest["type"],
  qtySteps: number,
  ticks: string | undefined,
): RepairCommand & { kind: "AdoptOrder" } {
  const intentId = `guard:${SYMBOL}:1`;
  const order: OrderRequest = {
    ...{ clientId: clientOrderId("TT", "guard", 0, "run", intentId), symbol: SYMBOL },
    ...{ side: Side.opposite(bench.side), type, qtySteps, limitTicks: null },
    ...{ triggerTicks: ticks === undefined ? null : Number(ticks), reduceOnly: true, closePosition: false },
  };
  bench.sent["guard.0"] = order;
  bench.leaves["guard.0"] ??= qtySteps;
  return { kind: "AdoptOrder", order, leg: "guard", attempt: 0, intentId, atMs: bench.nowMs };
}

/** `approve STEPS [INTENT [AGE_MS]]`: intent 0 unless told. */
function approvalOf({ side, targets }: Inner, [steps, intent = "0"]: string[]): Approval {
  return {
    intent: {
      id: `test:${SYMBOL}:${intent}:rule:${Side.position(side)}`,
      system: "test",
      symbol: SYMBOL,
      side,
      rule: "rule",
      regime: "TREND",
      barCloseMs: 0,
      anchorTicks: 10_000,
      stopTicks: 10_000 - side * 100,
      targets: targets.map(([ticks, sharePct]) => ({ ticks: 10_000 + side * ticks, sharePct })),
      leverage: 1,
      score: 0.5,
    },
    qtySteps: Number(steps),
    leverage: 2,
    riskMoney: 1n,
  };
}

const LEGS: Readonly<Record<string, Leg>> = {
  E: "entry",
  S: "stop",
  A: "target1",
  B: "target2",
  X: "exit",
  G: "guard",
};

function commandText(bench: Inner, command: VenueCommand): string {
  switch (command.kind) {
    case "ConfigureSymbol":
      return `leverage ${command.leverage}`;
    case "SubmitOrder":
      return submitText(bench, command.order);
    case "CancelOrder":
      return `cancel ${nameOf(command.clientId)}`;
    case "QueryOrder":
      return `${nameOf(command.clientId)}?`;
    case "QueryAccount":
      return "account?";
    case "QueryPrice":
      return "price?";
  }
}

const named = (text: string): string => /^TT[A-Z]/.test(text) ? nameOf(text) : text;
const nameOf = (clientId: string): string => `${LEGS[clientId[2]]}.${clientId[3]}`;

function submitText(bench: Inner, order: OrderRequest): string {
  const name = nameOf(order.clientId);
  bench.sent[name] = order;
  bench.leaves[name] = order.qtySteps;
  const isExit = !name.startsWith("entry");
  if (order.reduceOnly !== isExit || order.closePosition) throw new Error(`${name} has the wrong flags`);
  const price = order.limitTicks ?? order.triggerTicks;
  return `${name} ${Side.order(order.side)} ${order.type} ${order.qtySteps}${
    price === null ? "" : ` at ${price}`
  }`;
}

function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case "FillNoted":
      return `${notice.leg} filled ${notice.fill.qtySteps}`;
    case "EntryEnded":
      return `entry ended with ${notice.filledSteps}: ${notice.reason}`;
    case "StopPlaced":
      return `stop at ${notice.stopTicks}`;
    case "CampaignEnded":
      return "campaign ended";
    case "LiquidationNoted":
      return `liquidated ${notice.qtySteps}`;
    case "BookDiverged":
      return `diverged: ${notice.what}, ours "${notice.ours}", venue's "${named(notice.venues)}"`;
    case "FundingNoted":
      return `funding on ${notice.positionSteps}`;
    case "BookReconciled":
      return "reconciled";
    case "FlattenReported":
      return notice.isFlat ? "flat" : `flattening for ${notice.flattenId}`;
    case "OrderUncertain":
      return `uncertain ${nameOf(notice.clientId)}`;
    case "PositionRepaired":
      return `repaired to ${notice.position === null ? 0 : notice.position.side * notice.position.qtySteps}`;
    default:
      return notice.kind;
  }
}
