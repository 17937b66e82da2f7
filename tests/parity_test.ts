/**
 * The decision core in one thread and the actor tree are one system: the same inputs give the same records, byte for byte,
 * whoever runs it, however often it is stopped or killed, and only the inputs decide (I10).
 *
 * @module
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson } from "../lib/core/mod.ts";
import { Backtest } from "../lib/backtest/mod.ts";
import { CandleColumns } from "../lib/market/mod.ts";
import { type CommitPort, MemoryCommit } from "../lib/runtime/mod.ts";
import type { TapeSource } from "../lib/simulator/mod.ts";
import { createListRecorder, type TraderEvent } from "../lib/trader/mod.ts";
import { HAS_REAL_DATA, realSession } from "./fixtures/real.ts";
import { canonicalText, eventsOf, playAll, resultHash, type Session } from "./fixtures/session.ts";
import { hostOf, journalOf, playTree } from "./fixtures/tree.ts";
import { HISTORY_HOURS, PATIENT, wildSession } from "./fixtures/wild.ts";

/** How much happened, so that two empty runs are not taken for equal ones. */
function countsOf(events: readonly TraderEvent[]) {
  const orders = eventsOf(events, "OrderChanged").map(({ order }) => order);
  return {
    decisions: eventsOf(events, "DecisionMade").length,
    fills: eventsOf(events, "FillBooked").length,
    trips: eventsOf(events, "RoundTripClosed").length,
    fundings: eventsOf(events, "FundingBooked").length,
    partials: orders.filter((order) => order.status === "partially_filled").length,
    retries: orders.filter((order) => order.leg === "entry" && order.attempt === 1).length,
    movedStops: orders.filter((order) => order.leg === "stop" && order.attempt > 0).length,
    exits: orders.filter((order) => order.leg === "exit").length,
    denied: eventsOf(events, "DecisionMade").filter((it) => it.decision.verdict === "denied").length,
  };
}
type Counts = ReturnType<typeof countsOf>;

/** Everything recorded, in an order that does not depend on who ran it. */
const allText = (events: readonly TraderEvent[]): string => events.map(canonicalJson).sort().join("\n");

function assertParity(session: Session, least: Partial<Counts>): void {
  const { events } = playAll(session);
  const counts = countsOf(events);
  for (const [name, count] of Object.entries(least)) {
    assert.ok(counts[name as keyof Counts] >= count, `${name}: ${JSON.stringify(counts)}`);
  }
  const journal = playTree(session);
  const text = canonicalText(events);
  assert.ok(text.length > 0 && canonicalText(journal) === text, "the canonical exports differ");
  assert.ok(allText(journal) === allText(events), "something that is no part of the export differs");
}

Deno.test({
  ignore: !HAS_REAL_DATA,
  name: "turn() and the tree agree on recorded BTC (skipped without ../shared/data)",
  fn: () =>
    assertParity(realSession("2020-08-01", "2020-10-15"), {
      decisions: 1800,
      trips: 3,
      fills: 8,
      fundings: 5,
    }),
});

Deno.test("turn() and the tree agree on an invented market of four symbols", () =>
  assertParity(
    wildSession({ seed: "a", symbols: 4, bars: 500 }),
    { decisions: 1500, trips: 20, fundings: 30, denied: 1 },
  ));

Deno.test("turn() and the tree agree with limit entries, timers, trailing stops and partial fills", () =>
  assertParity(
    wildSession({ seed: "a", symbols: 5, bars: 400, system: PATIENT, volumeSharePct: 0.0002 }),
    { trips: 20, partials: 20, retries: 5, movedStops: 20, exits: 3 },
  ));

/** Runs with quiet bars passed at once, and instant by instant; how many bars were quiet. */
function assertQuietParity(session: Session): number {
  const { events, venue, trader } = playAll(session);
  const recorder = createListRecorder();
  const run = Backtest.start(session, recorder);
  let quiet = 0;
  const { market } = run;
  const counting = { ...market, passQuietly: (bar: number) => market.passQuietly(bar) && ++quiet > 0 };
  Backtest.advance({ ...run, market: counting });
  assert.equal(allText(recorder.events), allText(events));
  assert.deepEqual(run.account, venue);
  assert.deepEqual(run.trader.portfolio, trader.portfolio);
  assert.deepEqual(run.trader.orders, trader.orders);
  return quiet;
}

Deno.test("a backtest passes quiet bars at once, and comes to what every instant one by one comes to", () => {
  const wild = wildSession({ seed: "a", symbols: 1, bars: 700 });
  const patient = { seed: "b", symbols: 2, bars: 400, system: PATIENT, volumeSharePct: 0.0002 };
  const [quiet, patientQuiet] = [assertQuietParity(wild), assertQuietParity(wildSession(patient))];
  assert.ok(quiet > 100 && quiet < 690 && patientQuiet > 10, `${quiet} and ${patientQuiet} quiet bars`);
});

class Killed extends Error {}

/** A store whose process dies at its n-th commit, before or after it is durable. */
function mortal(store: MemoryCommit, commits: number, isDurable: boolean): CommitPort {
  let left = commits;
  return {
    raiseEpoch: store.raiseEpoch,
    load: store.load,
    resumePoint: store.resumePoint,
    commit(batch, epoch) {
      left -= 1;
      if (left > 0 || isDurable) store.commit(batch, epoch);
      if (left === 0) throw new Killed("killed");
    },
  };
}

const life = fc.oneof(
  fc.record({ stopAfterRounds: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ killAtCommit: fc.integer({ min: 1, max: 700 }), isDurable: fc.boolean() }),
);

Deno.test("the tree gives the same result however often it is stopped or killed", () => {
  const session = wildSession({ seed: "a", symbols: 3, bars: 120, system: PATIENT, volumeSharePct: 0.0001 });
  const { events } = playAll(session);
  const { trips, retries, partials } = countsOf(events);
  assert.ok(trips > 5 && retries > 1 && partials > 10, JSON.stringify({ trips, retries, partials }));
  const expected = allText(events);
  let deaths = 0, stops = 0;
  fc.assert(
    fc.property(
      fc.array(life, { minLength: 2, maxLength: 6 }),
      fc.integer({ min: 1, max: 80 }),
      fc.integer({ min: 1, max: 9 }),
      (lives, snapshotEvery, maxRoundsPerCommit) => {
        const store = MemoryCommit.create();
        const options = { snapshotEvery, maxRoundsPerCommit };
        for (const one of lives) {
          if ("stopAfterRounds" in one) {
            if (hostOf(session, store, options).run({ maxRounds: one.stopAfterRounds }) === "stopped") {
              stops += 1;
            }
            continue;
          }
          try {
            hostOf(session, mortal(store, one.killAtCommit, one.isDurable), options).run();
          } catch (cause) {
            if (!(cause instanceof Killed)) throw cause;
            deaths += 1;
          }
        }
        assert.equal(hostOf(session, store, options).run(), "done");
        assert.ok(allText(journalOf(store)) === expected, "the journals differ");
      },
    ),
    { numRuns: 10, seed: 11 },
  );
  assert.ok(deaths > 5 && stops > 5, `${deaths} deaths, ${stops} stops`);
});

/** The market with one close moved by a tick within its bar's range. */
function withOneTick(sources: readonly TapeSource[], bar: number): readonly TapeSource[] {
  const [first, ...others] = sources;
  const { candles } = first;
  const close = candles.close.slice();
  const tick = close[bar] + 0.1 <= candles.high[bar] ? 0.1 : -0.1;
  close[bar] = Math.round((close[bar] + tick) * 10) / 10;
  return [{ ...first, candles: { ...candles, close } }, ...others];
}

Deno.test("one tick in one bar changes the result", () => {
  const input = { seed: "d", symbols: 2, bars: 120 };
  const hash = resultHash(playAll(wildSession(input)).events);
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(resultHash(playTree(wildSession(input))), hash);
  const altered = wildSession({ ...input, alter: (it) => withOneTick(it, HISTORY_HOURS + 60) });
  const { candles } = altered.tape.symbols[0];
  const same = wildSession(input).tape.symbols[0].candles;
  assert.equal(CandleColumns.equals(candles, same), false);
  assert.notEqual(resultHash(playAll(altered).events), hash);
  assert.equal(resultHash(playTree(altered)), resultHash(playAll(altered).events));
});
