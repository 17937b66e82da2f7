import {
  type BookChange,
  createBook,
  type FakeBook,
  iso,
  maybeOpen,
  noteEquity,
  positionView,
  settleBar,
} from "./fake_book_fixture.ts";
import { createConfig, type FakeConfig } from "./fake_config_fixture.ts";
import { decisionView, lineOf } from "./fake_decisions_fixture.ts";
import {
  BAR_MS,
  BARS,
  createTape,
  FAKE_SYMBOLS,
  type FakeTape,
  openMs,
  stepTape,
} from "./fake_market_fixture.ts";
import { createTree, type FakeTree } from "./fake_tree_fixture.ts";
import type { DecisionView, EventView, LatchView } from "./views.ts";

/** What an event is before it has its number. */
export type NewEvent = Partial<EventView> & Pick<EventView, "kind" | "text">;

/** The whole fake run. Changed in place. */
export interface FakeRun {
  readonly tapes: readonly FakeTape[];
  readonly book: FakeBook;
  readonly tree: FakeTree;
  readonly config: FakeConfig;
  readonly latches: LatchView[];
  /** Decisions of bars that are over, by "symbol:bar index". */
  readonly decided: Map<string, DecisionView>;
  /** Bars on which a position was opened, as "symbol:bar index". */
  readonly entered: Set<string>;
  /** The newest, oldest first. */
  readonly events: EventView[];
  readonly listeners: Set<(batch: readonly EventView[]) => void>;
  seq: number;
  commands: number;
  barsPerSecond: number;
}

/** Bars before the first trade, and how often chance says "enter". */
const WARM_UP_BARS = 260;
const ENTRY_CHANCE = 0.03;
const KEPT_EVENTS = 2_000;

/** A run with a past: the same for the same seed. */
export function createRun(seed: string): FakeRun {
  const run: FakeRun = {
    tapes: FAKE_SYMBOLS.map((spec) => createTape(spec, seed)),
    book: createBook(),
    tree: createTree(),
    config: createConfig(iso(openMs(WARM_UP_BARS))),
    latches: [],
    decided: new Map(),
    entered: new Set(),
    events: [],
    listeners: new Set(),
    seq: 0,
    commands: 0,
    barsPerSecond: 10,
  };
  const all = run.tapes.map((tape) => ({ ...tape, candles: [...tape.candles], regimes: [...tape.regimes] }));
  for (let i = WARM_UP_BARS; i < BARS; i++) {
    const past = { ...run, tapes: all.map((t) => cut(t, i + 1)) };
    playBar(past, i);
    run.seq = past.seq;
  }
  return run;
}

/** A tape as it was after `length` bars. */
function cut(tape: FakeTape, length: number): FakeTape {
  return { ...tape, candles: tape.candles.slice(0, length), regimes: tape.regimes.slice(0, length) };
}

/** One more bar of every symbol, with all that follows from it. */
export function advanceRun(run: FakeRun): void {
  for (const tape of run.tapes) stepTape(tape);
  run.tree.handled += 97;
  playBar(run, run.tapes[0].candles.length - 1);
}

function playBar(run: FakeRun, i: number): void {
  const atMs = openMs(i) + BAR_MS;
  const batch: EventView[] = [];
  for (const tape of run.tapes) {
    const changes = settleBar(run.book, tape);
    if (!isPaused(run, tape.spec.symbol)) changes.push(...maybeOpen(run.book, tape, ENTRY_CHANCE));
    if (changes.some(({ kind }) => kind === "opened")) run.entered.add(`${tape.spec.symbol}:${i}`);
    if (tape.regimes[i] !== tape.regimes[i - 1]) batch.push(numbered(run, regimeEvent(tape, i), atMs));
    for (const change of changes) batch.push(...bookEvents(run, tape, change, atMs));
    batch.push(numbered(run, decisionEvent(decisionOf(run, tape, i)!), atMs));
  }
  const lasts = new Map(run.tapes.map((t) => [t.spec.symbol, t.candles.at(-1)!.close]));
  const { equity } = noteEquity(run.book, lasts, atMs);
  const text = `equity ${equity.toFixed(2)}, ${run.book.holdings.length} positions`;
  batch.push(
    numbered(run, { kind: "Heartbeat", text, actor: "risk", data: { equity: equity.toFixed(2) } }, atMs),
  );
  tell(run, batch);
}

/** Time of the market: close of the newest bar. */
export function nowMs(run: FakeRun): number {
  return run.tapes[0].candles.at(-1)!.time * 1_000 + BAR_MS;
}

/** Whether entries of a symbol are off, by a latch of its own or of everything. */
export function isPaused({ latches }: FakeRun, symbol: string): boolean {
  return latches.some(({ scope }) => [symbol, "portfolio", "system:regime-router"].includes(scope));
}

export function decisionOf(run: FakeRun, tape: FakeTape, i: number): DecisionView | null {
  if (i < WARM_UP_BARS || i >= tape.candles.length) return null;
  const { book, entered, decided } = run;
  const { symbol } = tape.spec, at = iso(openMs(i) + BAR_MS), key = `${symbol}:${i}`;
  const known = decided.get(key);
  if (known !== undefined) return known;
  const isHeld = book.trades.some((t) => t.symbol === symbol && t.openedAt < at && at < t.closedAt) ||
    book.holdings.some((h) => h.symbol === symbol && iso(h.openedMs) < at);
  const decision = decisionView(tape, i, entered.has(key), isHeld);
  if (i < tape.candles.length - 1) decided.set(key, decision);
  return decision;
}

/** Gives an event its number; the rest of it as most events have it. */
export function numbered(run: FakeRun, event: NewEvent, atMs: number): EventView {
  run.seq += 1;
  const rest = { actor: "risk", symbol: null, level: "info" as const, data: {}, at: iso(atMs) };
  return { ...rest, ...event, seq: run.seq };
}

/** Keeps events and tells the listeners. */
export function tell(run: FakeRun, batch: readonly EventView[]): void {
  run.events.push(...batch);
  if (run.events.length > KEPT_EVENTS) run.events.splice(0, run.events.length - KEPT_EVENTS);
  for (const listener of run.listeners) listener(batch);
}

function decisionEvent(d: DecisionView): NewEvent {
  const why = d.reason === "" ? "" : `: ${d.reason}`;
  const { symbol } = d;
  const text = `${symbol} ${d.regime} ${d.verdict}${why}`;
  return { kind: "DecisionMade", symbol, actor: `symbol/paper/${symbol}`, text, data: { ...lineOf(d) } };
}

function regimeEvent(tape: FakeTape, i: number): NewEvent {
  const { symbol } = tape.spec, regime = tape.regimes[i];
  const text = `${symbol} is in ${regime}`;
  return { kind: "RegimeChanged", symbol, actor: `symbol/paper/${symbol}`, text, data: { symbol, regime } };
}

/** The events of a change of the book, as the real tree has them. */
export function bookEvents(run: FakeRun, tape: FakeTape, change: BookChange, atMs: number): EventView[] {
  const { symbol } = tape.spec;
  const event = (
    kind: string,
    text: string,
    actor: string,
    data: EventView["data"],
    level?: EventView["level"],
  ) => numbered(run, { kind, text, actor, data, symbol, level: level ?? "info" }, atMs);
  if (change.kind === "closed") {
    const { trade } = change;
    const result = `${Number(trade.netPnl) >= 0 ? "+" : ""}${trade.netPnl} USDT (${trade.r.toFixed(2)} R)`;
    const level = trade.exits.includes("stop") ? "warning" : "info";
    return [
      event("FillBooked", `${symbol} closed at ${trade.exitPrice}`, "execution/paper", {}),
      event("PositionChanged", `${symbol} is flat`, "execution/paper", { symbol, qty: "0" }),
      event(
        "RoundTripClosed",
        `${trade.side} ${symbol} ${trade.exits}: ${result}`,
        "risk",
        { ...trade },
        level,
      ),
    ];
  }
  const view = positionView(change.holding, tape, false);
  if (change.kind === "stop_moved") {
    return [event("OrderChanged", `${symbol} stop to ${view.stopPrice}`, "execution/paper", {})];
  }
  return [
    event("OrderChanged", `${symbol} entry ${view.side} ${view.qty}`, "execution/paper", {}),
    event("FillBooked", `${symbol} ${view.qty} at ${view.averagePrice}`, "execution/paper", {}),
    event(
      "PositionChanged",
      `${view.side} ${view.qty} ${symbol} at ${view.averagePrice}`,
      "execution/paper",
      { ...view },
    ),
    event("ProtectionChanged", `${symbol} is protected at ${view.stopPrice}`, "execution/paper", {}),
  ];
}
