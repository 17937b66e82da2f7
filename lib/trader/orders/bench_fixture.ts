import { unwrap } from "../../core/mod.ts";
import {
  type Approval,
  type Instrument,
  type Leg,
  type OrderRequest,
  parseInstrument,
  Side,
} from "../../domain/mod.ts";
import { anEntry } from "../../domain/entry_fixture.ts";
import { executionConfig } from "../../execution/mod.ts";
import type { VenueCommand, VenueEvent } from "../market_step.ts";
import type { ExecutionCommand, Notice } from "../notice.ts";
import { createListRecorder } from "../recorder.ts";
import { Orders } from "./reducer.ts";
import { createOrdersOut, createOrdersState, type OrdersSpec, type OrdersState } from "./state.ts";

export const SYMBOL = "TEST/USDT:USDT";

const INSTRUMENT: Instrument = unwrap(parseInstrument(SYMBOL, anEntry()), "test instrument");

/** What is said to the reducer, then all it answers. */
export type Line = readonly [says: string, ...answers: string[]];

/** What differs from script to script; prices in ticks around an anchor of 10000. */
export interface BenchOptions {
  readonly side?: Side;
  readonly execution?: Readonly<Record<string, unknown>>;
  /** Ticks beyond the anchor and share in percent. */
  readonly targets?: readonly (readonly [number, number])[];
}

/** The orders reducer under test, moved by short lines. */
export interface Bench {
  readonly state: OrdersState;
  /** Requests sent, by name: leg and attempt, such as stop.1. */
  readonly sent: Record<string, OrderRequest>;
  /** Says one line (see `act`) and returns the answers: `>` commands, `!` notices, `@` timers, `#` refusals. */
  say(line: string): string[];
}

export function createBench(options: BenchOptions = {}): Bench {
  const { side = 1, execution = {}, targets = [[200, 100]] } = options;
  const spec: OrdersSpec = {
    runId: "run",
    systemTag: "TT",
    symbols: [SYMBOL],
    instruments: [INSTRUMENT],
    execution: executionConfig.parse(execution),
  };
  const bench: Inner = {
    spec,
    side,
    targets,
    state: createOrdersState(spec),
    sent: {},
    leaves: {},
    position: 0,
    fills: 0,
    nowMs: 0,
    recorder: createListRecorder(),
  };
  return { state: bench.state, sent: bench.sent, say: (line) => say(bench, line) };
}

interface Inner {
  readonly spec: OrdersSpec;
  readonly side: Side;
  readonly targets: readonly (readonly [number, number])[];
  readonly state: OrdersState;
  readonly sent: Record<string, OrderRequest>;
  /** The venue's side of it: steps left of each order, and the position. */
  readonly leaves: Record<string, number>;
  position: number;
  fills: number;
  nowMs: number;
  readonly recorder: ReturnType<typeof createListRecorder>;
}

function say(bench: Inner, line: string): string[] {
  bench.nowMs += 60_000;
  const out = createOrdersOut(bench.recorder);
  const from = bench.recorder.events.length;
  act(bench, line.split(" "), out);
  const answers = out.commands.map((command) => "> " + commandText(bench, command));
  for (const notice of out.notices) answers.push("! " + noticeText(notice));
  for (const { name, dueMs } of out.timers) {
    answers.push(
      `@ ${name.split(":")[0]} ${dueMs === null ? "off" : `in ${(dueMs - bench.nowMs) / 60_000} min`}`,
    );
  }
  for (const event of bench.recorder.events.slice(from)) {
    if (event.kind === "CommandRefused") answers.push(`# ${event.command} refused: ${event.why}`);
  }
  return answers;
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
      return command({ kind: "EnterPosition", approval: approvalOf(bench, rest), atMs: nowMs });
    case "move":
      return command({ kind: "MoveStop", ...to, stopTicks: Number(rest[0]), reason: "test" });
    case "close":
      return command({ kind: "ClosePosition", ...to, reason: rest[0] });
    case "timer":
      return Orders.timer(spec, state, `entry_ttl:${SYMBOL}`, nowMs, out);
    default:
      return Orders.venueEvent(spec, state, eventOf(bench, verb, rest), nowMs, out);
  }
}

/** Intent 0 unless a number follows the quantity. */
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

function eventOf(bench: Inner, verb: string, rest: string[]): VenueEvent {
  const [first, second] = rest;
  const about = { symbol: SYMBOL, clientId: bench.sent[first]?.clientId ?? first, atMs: bench.nowMs };
  switch (verb) {
    case "leverage":
      return { kind: "SymbolConfigured", symbol: SYMBOL, leverage: Number(first), atMs: bench.nowMs };
    case "accepted":
      return { kind: "OrderAccepted", ...about };
    case "rejected":
      return { kind: "OrderRejected", ...about, code: second, reason: "no" };
    case "cancelled":
      return { kind: "OrderCancelled", ...about };
    case "expired":
      return { kind: "OrderExpired", ...about, reason: "nothing to reduce" };
    case "cancel-rejected":
      return { kind: "CancelRejected", ...about, reason: "unknown order" };
    case "price":
      return {
        kind: "PriceQuoted",
        symbol: SYMBOL,
        price: Number(first),
        purpose: bench.state.desks[0].campaign?.approval.intent.id ?? "",
        atMs: bench.nowMs,
      };
    case "filled":
      return fillOf(bench, rest);
    case "liquidated":
      return liquidationOf(bench);
    case "funding":
      return {
        kind: "FundingSettled",
        ...{ symbol: SYMBOL, amount: -1n, rate: 1e-4, price: 1000, positionSteps: Number(first) },
        ...{ isolatedMargin: 0n, walletBalance: 0n, atMs: bench.nowMs },
      };
    case "account":
      return accountOf(bench, rest);
    default:
      throw new Error(`There is no line "${verb}"`);
  }
}

/** `filled NAME STEPS [POSITION]`: the position after it is the venue's own unless told. */
function fillOf(bench: Inner, [name, steps, position]: string[]): VenueEvent {
  const order = bench.sent[name];
  const side = order?.side ?? 1;
  bench.position += side * Number(steps);
  bench.leaves[name] -= Number(steps);
  bench.fills += 1;
  return {
    kind: "OrderFilled",
    fill: {
      fillId: String(bench.fills),
      clientId: order?.clientId ?? name,
      symbol: SYMBOL,
      side,
      priceTicks: 10_000,
      qtySteps: Number(steps),
      liquidity: "taker",
      fee: 0n,
      realizedPnl: 0n,
      atMs: bench.nowMs,
      positionStepsAfter: position === undefined ? bench.position : Number(position),
    },
    complete: !(bench.leaves[name] > 0),
    isolatedMargin: 0n,
    walletBalance: 0n,
  };
}

function liquidationOf(bench: Inner): VenueEvent {
  const qtySteps = Math.abs(bench.position);
  bench.position = 0;
  const { side, nowMs: atMs } = bench;
  const money = { price: 900, lost: 1n, walletBalance: 0n };
  return { kind: "PositionLiquidated", symbol: SYMBOL, side, qtySteps, ...money, atMs };
}

/** `account POSITION [NAMES...]`: what the venue holds, and its open orders. */
function accountOf(bench: Inner, [position, ...names]: string[]): VenueEvent {
  const signed = Number(position);
  const held = { symbol: SYMBOL, qtySteps: Math.abs(signed), cost: 1n, isolatedMargin: 1n };
  return {
    kind: "AccountReported",
    walletBalance: 5n,
    positions: signed === 0 ? [] : [{ ...held, side: signed > 0 ? 1 : -1 }],
    openOrders: names.map((name) =>
      bench.sent[name] ?? { ...Object.values(bench.sent)[0], clientId: name, symbol: SYMBOL }
    ),
    atMs: bench.nowMs,
  };
}

const LEGS: Readonly<Record<string, Leg>> = { E: "entry", S: "stop", A: "target1", B: "target2", X: "exit" };

function commandText(bench: Inner, command: VenueCommand): string {
  switch (command.kind) {
    case "ConfigureSymbol":
      return `leverage ${command.leverage}`;
    case "SubmitOrder":
      return submitText(bench, command.order);
    case "CancelOrder":
      return `cancel ${nameOf(command.clientId)}`;
    case "QueryAccount":
      return "account?";
    case "QueryPrice":
      return "price?";
  }
}

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
      return `diverged: ${notice.what}, ours "${notice.ours}", venue's "${notice.venues}"`;
    case "FundingNoted":
      return `funding on ${notice.positionSteps}`;
    case "BookReconciled":
      return "reconciled";
    default:
      return notice.kind;
  }
}
