import assert from "node:assert/strict";
import { unwrap } from "../../lib/core/mod.ts";
import { Money } from "../../lib/domain/mod.ts";
import type { DayRolledUp } from "../../lib/notify/mod.ts";
import {
  type Behavior,
  createInlineHost,
  type HandledInput,
  LANE,
  MemoryCommit,
  NONE,
  type Send,
  type TimerFired,
} from "../../lib/runtime/mod.ts";
import { ExchangeSpec, generateMarket, Tape } from "../../lib/simulator/mod.ts";
import { systemConfig, type TraderEvent, traderSpec } from "../../lib/trader/mod.ts";
import { ADDRESS } from "../addresses.ts";
import type { Notify } from "../notifier/messages.ts";
import { type PaperSession, paperSession } from "../paper_session.ts";
import { DEAF } from "../session_fixture.ts";
import { paperTree, paperWorld } from "../tree.ts";
import { reporterBehavior } from "./behavior.ts";

const HOUR_MS = 3_600_000;
const BARS = 60 * 24;
const WARM_UP = 60 * 24;
const BRIDGE = ["reporter", "notifier", "port"];

/** Two generated months of two symbols, traded by the regime router as shipped. */
function session(): PaperSession & { tape: Tape } {
  const fromMs = Date.UTC(2024, 0, 1);
  const startMs = fromMs - WARM_UP * HOUR_MS;
  const market = { seed: "reporter", symbols: 4, bars: WARM_UP + BARS, startMs, timeframeMs: HOUR_MS };
  const symbols = generateMarket(market);
  const span = { timeframeMs: HOUR_MS, fromMs, toMs: fromMs + BARS * HOUR_MS };
  const tape = unwrap(Tape.create({ ...span, symbols }), "test tape");
  const config = systemConfig.parse({ id: "test", tag: "TT", min_bars: 60 });
  const origins = tape.symbols.map(({ instrument }) => ({ instrument, historySource: "" }));
  const trader = traderSpec(config, origins, "run");
  const core = { trader, exchange: ExchangeSpec.create({ tape }), walletBalance: Money.parse("10000") };
  return { tape, ...paperSession(core) };
}

/** The reporter, and a notifier that keeps what it is told, and as the real one calls a port and sets timers at odd times. */
function bridge({ trader }: PaperSession, told: Notify[]): Record<string, Behavior> {
  const { instruments, limits } = trader.portfolio;
  const notifier: Behavior<null, Notify | TimerFired> = {
    schema: 1,
    init: () => null,
    step(state, message, { nowMs }) {
      const sends: Send[] = [{ to: "port", lane: LANE.control, body: { kind: "Deliver" } }];
      if (message.kind === "TimerFired") return { state, events: NONE, sends, timers: NONE };
      told.push(message);
      return { state, events: NONE, sends, timers: [{ op: "set", name: "due", dueMs: nowMs + 420_007 }] };
    },
  };
  const port: Behavior<null> = {
    schema: 1,
    init: () => null,
    step: (state) => ({ state, events: NONE, sends: NONE, timers: NONE }),
  };
  const units = { currency: "USDT", instruments };
  const options = { notifier: "notifier", units, heartbeatHours: 24, riskPct: limits.risk_per_trade_pct };
  const actors = { reporter: reporterBehavior(options), notifier, port };
  return actors as unknown as Record<string, Behavior>;
}

interface Played {
  readonly rows: readonly HandledInput[];
  readonly told: readonly Notify[];
}

function play(isTold: boolean): Played {
  const paper = session();
  const told: Notify[] = [];
  const actors = paperTree(paper);
  if (isTold) Object.assign(actors, bridge(paper, told));
  else for (const address of [ADDRESS.reporter, ADDRESS.notifier]) actors[address] = DEAF;
  const store = MemoryCommit.create();
  createInlineHost({ actors, world: paperWorld(paper.tape), commit: store }).run();
  return { rows: store.batches.flatMap((batch) => batch.handled), told };
}

/** What an actor handled and recorded, without the numbering of its sends, which reports take part in. */
const tradingOf = (rows: readonly HandledInput[]) =>
  rows.filter(({ actor }) => !BRIDGE.includes(actor)).map(({ actor, input, events, sends }) => ({
    ...{ actor, events, atMs: input.atMs, from: input.from, body: input.body },
    sends: sends.filter(({ to }) => !BRIDGE.includes(to)).map(({ to, lane, body }) => ({ to, lane, body })),
  }));

Deno.test("reporter changes nothing of a session, and tells of all of it", () => {
  const quiet = play(false), told = play(true);
  const trading = tradingOf(told.rows);
  // compared by text: faster than by structure, and sizes differ first
  const text = (rows: unknown) =>
    JSON.stringify(rows, (_, value) => typeof value === "bigint" ? `${value}n` : value);
  assert.ok(
    text(trading) === text(tradingOf(quiet.rows)),
    "the same inputs, events and sends in the same order",
  );

  const events = told.rows.flatMap((row) => row.events) as unknown as (TraderEvent | DayRolledUp)[];
  const closed = events.filter((event) => event.kind === "RoundTripClosed");
  assert.ok(closed.length >= 10, `${closed.length} round trips are too few to show anything`);
  const trips = told.told.filter(({ key }) => key.startsWith("trip/"));
  assert.deepEqual(trips.map(({ key }) => key), closed.map(({ trip }) => `trip/${trip.id}`));
  assertRollUps(events);
});

/** Hour by hour the line of the day; at 00:00 the day's own summary, which the hours before have led up to. */
function assertRollUps(events: readonly (TraderEvent | DayRolledUp)[]): void {
  const hours = events.filter((event) => event.kind === "DayRolledUp");
  const days = events.filter((event) => event.kind === "DaySummarised");
  const beats = events.filter((event) => event.kind === "Heartbeat");
  assert.ok(
    days.length >= 55 && hours.length >= 23 * days.length,
    `${hours.length} hours, ${days.length} days`,
  );
  assert.equal(hours.length, beats.filter(({ atMs }) => atMs % (24 * HOUR_MS) !== 0).length);
  let compared = 0;
  for (const { day } of days) {
    const last = hours.findLast((hour) => hour.day.date === day.date);
    if (last === undefined) continue;
    // sums of a day only grow until it is closed; where its last hour was quiet they are the summary's
    assert.ok(last.day.fees <= day.fees && last.day.roundTrips <= day.roundTrips, day.date);
    if (last.day.wallet !== day.wallet) continue;
    const { realized, fees, funding, roundTrips, sumR } = last.day;
    assert.deepEqual({ ...day, realized, fees, funding, roundTrips, sumR }, day);
    compared += 1;
  }
  assert.ok(compared >= 30, `${compared} days are too few to show anything`);
}
