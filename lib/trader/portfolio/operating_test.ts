import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../core/mod.ts";
import type { TraderEvent } from "../events.ts";
import type { ConfigChanged, OperatorCommand, OperatorOrder } from "../operating.ts";
import { createListRecorder } from "../recorder.ts";
import {
  A,
  B,
  type Bench,
  C,
  createBench,
  HOUR_MS,
  intentOf,
  MONDAY_MS,
  verdictsOf,
} from "./bench_fixture.ts";
import { Portfolio } from "./reducer.ts";
import { createPortfolioOut } from "./state.ts";

const NOON = MONDAY_MS + 12 * HOUR_MS;
const ALL = "use one of portfolio, system:test, A/USDT:USDT, B/USDT:USDT, C/USDT:USDT";

interface Told {
  readonly events: readonly TraderEvent[];
  readonly orders: readonly OperatorOrder[];
  readonly changes: readonly ConfigChanged[];
  /** Why it was refused, "" for accepted; "nothing" where it was no command any more. */
  readonly why: string;
}

let ids = 0;

/** Tells a command under an id of its own unless one is given. */
function ask(bench: Bench, command: OperatorCommand, commandId = `c${ids++}`): Told {
  const recorder = createListRecorder();
  const out = createPortfolioOut(recorder);
  const asked = { kind: "OperatorAsked", commandId, by: "jo", command, atMs: NOON } as const;
  Portfolio.operator(bench.spec, bench.state, asked, NOON, NOON, out);
  const taken = recorder.events.filter((event) => event.kind === "OperatorCommandTaken");
  assert.ok(taken.length <= 1);
  for (const event of taken) {
    assert.deepEqual([event.commandId, event.by, event.command], [commandId, "jo", command.kind]);
    assert.equal(event.accepted, event.why === "");
  }
  return {
    events: recorder.events,
    orders: out.orders,
    changes: out.changes,
    why: taken[0]?.why ?? "nothing",
  };
}

/** A reconciled portfolio of three symbols. */
function opened(): Bench {
  const bench = createBench();
  bench.reconcile();
  return bench;
}

const pause = (scope: string): OperatorCommand => ({ kind: "PauseEntries", scope, reason: "news" });
const resume = (scope: string): OperatorCommand => ({ kind: "ResumeEntries", scope, reason: "over" });
const flatten = (scope: string): OperatorCommand => ({ kind: "Flatten", scope, reason: "fire" });
const rearm = (reason = "calm"): OperatorCommand => ({ kind: "Rearm", reason });
const latches = ({ state }: Bench) =>
  state.latches.map(({ scope, name, cause }) => `${scope} ${name}: ${cause}`);

const verdicts = (bench: Bench) =>
  verdictsOf(
    bench.bar(NOON + HOUR_MS, ...[A, B].map((symbol) => ({ symbol, intent: intentOf(symbol, NOON) }))).events,
  );

Deno.test("Portfolio.operator() pauses a scope, takes its entries back, and resumes it", () => {
  const cases: [scope: string, paused: string[]][] = [["portfolio", [A, B, C]], ["system:test", [A, B, C]], [
    A,
    [A],
  ]];
  for (const [scope, symbols] of cases) {
    const bench = opened();
    const { why, orders, events } = ask(bench, pause(scope));
    assert.equal(why, "");
    assert.deepEqual(orders, [{
      kind: "TakeBackEntries",
      symbols,
      reason: "paused by jo: news",
      atMs: NOON,
    }]);
    assert.deepEqual(events.map(({ kind }) => kind), ["LatchChanged", "OperatorCommandTaken"]);
    assert.deepEqual(latches(bench), [`${scope} operator: paused by jo: news`]);
    const told = verdicts(bench);
    assert.equal(told.includes("A: denied latch.operator"), true);
    assert.equal(told.includes("B: denied latch.operator"), symbols.length > 1);
    assert.equal(ask(bench, resume(scope)).why, "");
    assert.deepEqual(latches(bench), []);
  }
});

Deno.test("a decision denied for an operator says for what cause, and others say nothing of it", () => {
  const bench = opened();
  ask(bench, pause(A));
  ask(bench, flatten("portfolio"));
  const said = (symbol: string) => {
    const { events } = bench.bar(NOON + HOUR_MS, { symbol, intent: intentOf(symbol, NOON) });
    return events.flatMap((event) => event.kind === "DecisionMade" ? [event.decision.causes] : []);
  };
  assert.deepEqual(said(A), [["latch.operator: paused by jo: news", "latch.kill: flatten by jo: fire"]]);
  assert.deepEqual(said(B), [["latch.kill: flatten by jo: fire"]]);
  const free = opened();
  const { events } = free.bar(NOON, { symbol: A, intent: intentOf(A, NOON) });
  for (const event of events) if (event.kind === "DecisionMade") assert.ok(!("causes" in event.decision));
});

Deno.test("Portfolio.operator() refuses what cannot be meant, and says what can", () => {
  const cases: [OperatorCommand, why: string][] = [
    [pause("X/USDT:USDT"), `there is no scope "X/USDT:USDT": ${ALL}`],
    [resume("system:other"), `there is no scope "system:other": ${ALL}`],
    [flatten(""), `there is no scope "": ${ALL}`],
    [resume(A), `no operator has paused ${A}: paused is nothing`],
    [rearm(), "the kill switch is not latched"],
    [rearm(" "), "a reason is needed: say why entries may start again"],
    [{ kind: "RestartActor", address: "", reason: "" }, "an address is needed"],
    [
      { kind: "SetMarketSpeed", barsPerSecond: NaN },
      "barsPerSecond must be a number above 0: current value is NaN",
    ],
    [{ kind: "Dance" } as unknown as OperatorCommand, 'there is no command "Dance"'],
  ];
  for (const [command, why] of cases) {
    const bench = opened();
    const before = encodeState({ ...bench.state, operator: null });
    const told = ask(bench, command);
    assert.equal(told.why, why);
    assert.deepEqual([told.orders, told.changes, told.events.length], [[], [], 1]);
    assert.equal(encodeState({ ...bench.state, operator: null }), before);
  }
});

Deno.test("Portfolio.operator() only notes what the root carries out", () => {
  const bench = opened();
  for (
    const command of [
      { kind: "RestartActor", address: "risk", reason: "stuck" },
      { kind: "SetMarketSpeed", barsPerSecond: 50 },
    ] as const
  ) {
    const { why, events, orders, changes } = ask(bench, command);
    assert.deepEqual([why, events.length, orders, changes], ["", 1, [], []]);
  }
});

Deno.test("a command told twice has no second effect, also over a restart", () => {
  const bench = opened();
  ask(bench, pause("portfolio"), "one");
  ask(bench, resume("portfolio"), "two");
  Object.assign(bench.state, decodeState(encodeState(bench.state)));
  const { why, events, orders } = ask(bench, pause("portfolio"), "one");
  assert.deepEqual([why, events, orders, latches(bench)], ["nothing", [], [], []]);
});

Deno.test("flatten latches first, and re-arming waits for execution's word on every symbol, and for the book", () => {
  const bench = opened();
  const { orders, events } = ask(bench, flatten("portfolio"), "f1");
  assert.deepEqual(events.map(({ kind }) => kind), ["LatchChanged", "OperatorCommandTaken"]);
  const order = {
    kind: "FlattenSymbols",
    flattenId: "f1",
    symbols: [A, B, C],
    reason: "flatten by jo: fire",
  };
  assert.deepEqual(orders, [{ ...order, atMs: NOON }]);
  const report = (symbol: string, isFlat: boolean, flattenId = "f1") =>
    bench.tell({ kind: "FlattenReported", symbol, flattenId, isFlat, atMs: NOON });
  for (const symbol of [A, B, C]) report(symbol, false);
  report(A, true);
  report(B, true);
  assert.equal(ask(bench, rearm()).why, `not flat yet: ${C}; wait, or flatten again`);
  assert.deepEqual(latches(bench), ["portfolio kill: flatten by jo: fire"]);
  report(C, true);
  assert.deepEqual(latches(bench), ["portfolio kill: flatten by jo: fire; flat by the venue's word"]);
  // an entry filled after all
  report(C, false);
  assert.deepEqual(latches(bench), ["portfolio kill: flatten by jo: fire"]);
  report(C, true);
  bench.fill(B, "entry", 1, 5, 10_000, NOON);
  assert.equal(ask(bench, rearm()).why, `not flat yet: ${B}; wait, or flatten again`);
  bench.fill(B, "exit", -1, 5, 10_000, NOON);
  const { why, orders: released } = ask(bench, rearm());
  assert.equal(why, "");
  assert.deepEqual(released, [{ kind: "RearmSymbols", symbols: [A, B, C], atMs: NOON }]);
  assert.deepEqual(latches(bench), []);
});

Deno.test("flatten pulled again begins again, and reports of the pull before do not count", () => {
  const bench = opened();
  ask(bench, flatten(A), "f1");
  bench.tell({ kind: "FlattenReported", symbol: A, flattenId: "f1", isFlat: true, atMs: NOON });
  ask(bench, flatten("system:test"), "f2");
  assert.deepEqual(latches(bench), [
    `${A} kill: flatten by jo: fire; flat by the venue's word`,
    "system:test kill: flatten by jo: fire",
  ]);
  bench.tell({ kind: "FlattenReported", symbol: A, flattenId: "f1", isFlat: true, atMs: NOON });
  assert.match(ask(bench, rearm()).why, /^not flat yet: A.*, B.*, C.*;/);
  for (const symbol of [A, B, C]) {
    bench.tell({ kind: "FlattenReported", symbol, flattenId: "f2", isFlat: true, atMs: NOON });
  }
  assert.equal(ask(bench, rearm()).why, "");
  assert.deepEqual(latches(bench), []);
});

Deno.test("a switch that was pulled at execution itself latches entries off as well", () => {
  const bench = opened();
  bench.tell({ kind: "FlattenReported", symbol: B, flattenId: "sigusr2", isFlat: false, atMs: NOON });
  assert.deepEqual(latches(bench), [`${B} kill: flatten sigusr2`]);
  bench.tell({ kind: "FlattenReported", symbol: B, flattenId: "sigusr2", isFlat: true, atMs: NOON });
  assert.equal(ask(bench, rearm()).why, "");
});

Deno.test("the portfolio with all that operators may have asked for survives a snapshot", () => {
  const bench = opened();
  ask(bench, pause(A));
  ask(bench, flatten(B));
  ask(bench, { kind: "StageConfig", patch: { "system.risk.risk_per_trade_pct": 0.25 } });
  const version = bench.state.operator.staged[0].version;
  ask(bench, { kind: "ApplyConfig", version });
  assert.deepEqual(decodeState(encodeState(bench.state)), bench.state);
});
