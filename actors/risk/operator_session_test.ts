/**
 * Operators on a whole session: two generated months of four symbols, with pauses, the kill switch and configurations amid
 * them, played through and played with a restart.
 *
 * @module
 */
import assert from "node:assert/strict";
import { canonicalJson, unwrap } from "../../lib/core/mod.ts";
import { Money } from "../../lib/domain/mod.ts";
import {
  createInlineHost,
  type MarketMessage,
  MemoryCommit,
  type WorldSource,
} from "../../lib/runtime/mod.ts";
import { ExchangeSpec, generateMarket, Tape } from "../../lib/simulator/mod.ts";
import { type OperatorCommand, systemConfig, type TraderEvent, traderSpec } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { paperSession } from "../paper_session.ts";
import { DEAF } from "../session_fixture.ts";
import { paperTree, paperWorld } from "../tree.ts";

const HOUR_MS = 3_600_000;
const BARS = 60 * 24;
const WARM_UP = 60 * 24;
const FROM_MS = Date.UTC(2024, 0, 1);
const RISK = "system.risk.risk_per_trade_pct";

function session() {
  const startMs = FROM_MS - WARM_UP * HOUR_MS;
  const market = { seed: "reporter", symbols: 4, bars: WARM_UP + BARS, startMs, timeframeMs: HOUR_MS };
  const span = { timeframeMs: HOUR_MS, fromMs: FROM_MS, toMs: FROM_MS + BARS * HOUR_MS };
  const tape = unwrap(Tape.create({ ...span, symbols: generateMarket(market) }), "test tape");
  const config = systemConfig.parse({ id: "test", tag: "TT", min_bars: 60 });
  const origins = tape.symbols.map(({ instrument }) => ({ instrument, historySource: "" }));
  const trader = traderSpec(config, origins, "run");
  const core = { trader, exchange: ExchangeSpec.create({ tape }), walletBalance: Money.parse("10000") };
  return { tape, ...paperSession(core) };
}

/** Commands by the hour of the session in which they come, half an hour into it. */
type Script = readonly (readonly [hour: number, command: OperatorCommand])[];

/** The market with an operator's commands amid it; ends before `endHour`. */
function worldOf(tape: Tape, script: Script, endHour: number): WorldSource {
  const market = paperWorld(tape), told: Omit<MarketMessage, "seq">[] = [];
  for (let next = market.next(); next !== null; next = market.next()) told.push(next);
  for (const [hour, command] of script) {
    const atMs = FROM_MS + (hour + 0.5) * HOUR_MS;
    const body = { kind: "OperatorAsked", commandId: `at ${hour}`, by: "jo", command, atMs };
    told.splice(told.findIndex((message) => message.atMs > atMs), 0, { atMs, to: ADDRESS.risk, body });
  }
  const messages = told.map((message, i) => ({ ...message, seq: i + 1 }));
  let at = 0;
  const endMs = FROM_MS + endHour * HOUR_MS;
  return {
    next: () => messages[at] === undefined || messages[at].atMs >= endMs ? null : messages[at++],
    seek: (seq) => void (at = seq),
  };
}

/** Every event of the session, told by lives that each end before one of these hours. */
function play(script: Script, ...endHours: number[]): TraderEvent[] {
  const commit = MemoryCommit.create(), paper = session();
  for (const endHour of [...endHours, Infinity]) {
    const actors = { ...paperTree(paper), [ADDRESS.reporter]: DEAF, [ADDRESS.notifier]: DEAF };
    createInlineHost({ actors, world: worldOf(paper.tape, script, endHour), commit }).run();
  }
  return commit.batches.flatMap(({ handled }) =>
    handled.flatMap((row) => row.events as readonly TraderEvent[])
  );
}

function of<K extends TraderEvent["kind"]>(events: readonly TraderEvent[], kind: K) {
  return events.filter((event): event is Extract<TraderEvent, { kind: K }> => event.kind === kind);
}

const hourOf = (atMs: number): number => (atMs - FROM_MS) / HOUR_MS;
const text = (events: readonly TraderEvent[]) => events.map(canonicalJson).join("\n");

const plain = play([]);

Deno.test("the kill switch closes what is held at the next instant, keeps its stop until the venue's word, and stays until re-armed", () => {
  const [trip] = of(plain, "RoundTripClosed").filter(({ trip }) =>
    trip.closedAtMs - trip.openedAtMs > 6 * HOUR_MS
  );
  const { symbol, openedAtMs } = trip.trip;
  const pull = Math.floor(hourOf(openedAtMs)) + 2;
  const script: Script = [
    [pull, { kind: "Flatten", scope: "portfolio", reason: "test" }],
    [pull + 500, { kind: "Rearm", reason: "test" }],
  ];
  const events = play(script);
  const held = of(events, "PositionChanged").filter((event) =>
    event.symbol === symbol && hourOf(event.atMs) > pull
  );
  assert.ok(held.length > 0 && held[0].qtySteps === 0 && hourOf(held[0].atMs) < pull + 2);
  const stops = of(events, "OrderChanged").filter(({ order }) =>
    order.symbol === symbol && order.leg === "stop" && order.status === "cancelled" &&
    hourOf(order.updatedAtMs) >= pull
  );
  assert.ok(stops.length > 0, "its stop is taken back in the end");
  const order = (wanted: TraderEvent) => events.indexOf(wanted);
  const kills = of(events, "LatchChanged").filter(({ latch }) => latch === "kill");
  assert.deepEqual(kills.map(({ on, cause }) => `${on} ${cause}`), [
    "true flatten by jo: test",
    "true flatten by jo: test; flat by the venue's word",
    "false re-armed by jo: test",
  ]);
  assert.ok(order(kills[0]) < order(held[0]) && order(held[0]) < order(kills[1]));
  const entries = of(events, "OrderChanged").filter(({ order }) =>
    order.leg === "entry" && order.status === "submitted"
  );
  const hours = entries.map(({ order }) => hourOf(order.createdAtMs));
  assert.ok(hours.every((hour) => hour < pull + 0.5 || hour > pull + 500), `entries at ${hours}`);
  assert.ok(hours.some((hour) => hour > pull + 500), "entries start again");
  const denied = of(events, "DecisionMade").filter(({ decision }) => decision.reason === "latch.kill");
  assert.ok(denied.length > 0);
  assert.deepEqual(denied[0].decision.causes, ["latch.kill: flatten by jo: test; flat by the venue's word"]);
  assert.deepEqual(of(events, "OperatorCommandTaken").map(({ accepted }) => accepted), [true, true]);
  assert.equal(of(events, "BookDiverged").length, 0);
  assert.equal(of(events, "Finding").length, 0);
  // killed between the exit and the venue's word, and amid the latch: the same to the last byte
  for (const endHour of [pull + 0.75, pull + 250]) {
    assert.equal(text(play(script, endHour)), text(events));
  }
});

Deno.test("a configuration holds from the next bar on, is confirmed by every trading actor, and is rolled back", () => {
  const stage: OperatorCommand = { kind: "StageConfig", patch: { [RISK]: 0.2 } };
  const staged = of(play([[100, stage]]), "ConfigStaged")[0].version;
  const script: Script = [
    [100, stage],
    [400, { kind: "ApplyConfig", version: staged }],
    [900, { kind: "RollBackConfig" }],
  ];
  const events = play(script);
  const risks = of(events, "DecisionMade").flatMap(({ decision }) =>
    decision.sizing === null ? [] : [[hourOf(decision.atMs), decision.sizing.riskPct] as const]
  );
  const counts = { before: 0, within: 0, after: 0 };
  for (const [hour, riskPct] of risks) {
    const [span, full] = hour < 400.5
      ? ["before", 0.5] as const
      : hour < 900.5
      ? ["within", 0.2] as const
      : ["after", 0.5] as const;
    counts[span] += 1;
    // half of it after a loss stop
    assert.ok(riskPct === full || riskPct === full / 2, `${riskPct} at hour ${hour}`);
  }
  assert.ok(Math.min(...Object.values(counts)) > 3, JSON.stringify(counts));
  const symbols = session().trader.orders.symbols.map(ADDRESS.symbol);
  const all = [ADDRESS.execution, ADDRESS.guardian, ADDRESS.reconciliation, ADDRESS.risk, ...symbols].sort();
  const confirmed = of(events, "ConfigConfirmed");
  const [{ to }] = of(events, "ConfigRolledBack");
  for (const wanted of [staged, to]) {
    const actors = confirmed.filter(({ version }) => version === wanted).map(({ actor }) => actor).sort();
    assert.deepEqual(actors, all);
  }
  assert.equal(text(play(script, 401, 650)), text(events));
});

Deno.test("a paused symbol enters nothing, the others go on, and what it holds is looked after", () => {
  const [{ trip }] = of(plain, "RoundTripClosed");
  const { symbol } = trip;
  const events = play([[0, { kind: "PauseEntries", scope: symbol, reason: "test" }]]);
  const entries = of(events, "OrderChanged").filter(({ order }) => order.leg === "entry").map(({ order }) =>
    order.symbol
  );
  assert.ok(entries.length > 0 && !entries.includes(symbol));
  const denied = of(events, "DecisionMade").filter(({ decision }) => decision.reason === "latch.operator");
  assert.ok(denied.length > 0 && denied.every(({ decision }) => decision.symbol === symbol));
  const held = play([[Math.floor(hourOf(trip.openedAtMs)) + 1, {
    kind: "PauseEntries",
    scope: symbol,
    reason: "test",
  }]]);
  const [again] = of(held, "RoundTripClosed");
  assert.equal(canonicalJson(again), canonicalJson(of(plain, "RoundTripClosed")[0]));
});
