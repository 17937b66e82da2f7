import assert from "node:assert/strict";
import { LANE } from "../../lib/runtime/mod.ts";
import { ADDRESS } from "../addresses.ts";
import { A, B, ctxAt, HOUR_MS, START_MS } from "../session_fixture.ts";
import type { Candle, CandlesClosed } from "../venue/messages.ts";
import { feedBehavior } from "./behavior.ts";
import type { BarClosed, BarsPublished } from "./messages.ts";

const feed = feedBehavior([A, B], HOUR_MS);

const candle = (symbol: string, hour: number): Candle => ({
  ...{ symbol, openMs: START_MS + hour * HOUR_MS, open: 1, high: 4, low: 0.5, close: 2, volume: 10 },
});

const closeOf = (hour: number) => START_MS + (hour + 1) * HOUR_MS;

const closed = (hour: number, ...candles: Candle[]): CandlesClosed => ({
  ...{ kind: "CandlesClosed", closeMs: closeOf(hour), atMs: closeOf(hour), candles },
});

/** Steps the feed through sets of candles; what the last one led to. */
function after(...sets: CandlesClosed[]) {
  let state = feed.init();
  let last = feed.step(state, sets[0], ctxAt(sets[0].closeMs));
  for (const set of sets.slice(1)) {
    state = last.state;
    last = feed.step(state, set, ctxAt(set.closeMs));
  }
  return last;
}

Deno.test("feed passes each symbol its candle and tells risk whom to wait for", () => {
  const { sends, events, timers } = after(closed(0, candle(A, 0), candle(B, 0)));
  assert.deepEqual(sends, [
    { to: ADDRESS.symbol(A), lane: LANE.data, body: { kind: "BarClosed", ...candle(A, 0), isLate: false } },
    { to: ADDRESS.symbol(B), lane: LANE.data, body: { kind: "BarClosed", ...candle(B, 0), isLate: false } },
    {
      to: ADDRESS.risk,
      lane: LANE.data,
      body: { kind: "BarsPublished", closeMs: START_MS + HOUR_MS, symbols: [A, B] },
    },
  ]);
  assert.deepEqual([events, timers], [[], []]);
});

Deno.test("feed passes a candle on once, and never an older one", () => {
  for (const hour of [1, 0]) {
    const again = after(
      closed(0, candle(A, 0)),
      closed(1, candle(A, 1)),
      closed(1, candle(A, hour), candle(B, 1)),
    );
    assert.deepEqual(again.events, [{ kind: "CandleDropped", symbol: A, openMs: START_MS + hour * HOUR_MS }]);
    assert.deepEqual(again.sends.map((send) => send.to), [ADDRESS.symbol(B), ADDRESS.risk]);
    assert.deepEqual(again.sends[1].body, {
      ...{ kind: "BarsPublished", closeMs: START_MS + 2 * HOUR_MS, symbols: [B] },
    });
  }
  // nobody is asked to wait for a set without a bar
  assert.deepEqual(after(closed(0, candle(A, 0)), closed(0, candle(A, 0))).sends, []);
});

Deno.test("feed marks a symbol stale when its series has a hole, before risk hears of the set", () => {
  const { sends } = after(closed(0, candle(A, 0), candle(B, 0)), closed(3, candle(A, 3), candle(B, 3)));
  const stale = sends.filter((send) => send.body.kind === "SymbolStaled");
  for (const { to, lane } of stale) assert.deepEqual([to, lane], [ADDRESS.risk, LANE.control]);
  const cause = "2 bars are missing before 2024-01-01T03:00:00.000Z";
  assert.deepEqual(stale.map((send) => send.body), [
    { kind: "SymbolStaled", symbol: A, cause },
    { kind: "SymbolStaled", symbol: B, cause },
  ]);
  // the lane puts it before the set
  assert.ok(LANE.control < LANE.data);
});

/** Bars that were passed on: symbol, hour and whether they are late; and the sets risk is told of. */
function passed(...sets: CandlesClosed[]): string[] {
  return after(...sets).sends.map(({ body }) => {
    if (body.kind === "BarsPublished") {
      const { closeMs, symbols } = body as BarsPublished;
      return `${(closeMs - START_MS) / HOUR_MS - 1}: ${symbols.map((symbol) => symbol[0]).join("")}`;
    }
    const { symbol, openMs, isLate } = body as BarClosed;
    return `${symbol[0]}${(openMs - START_MS) / HOUR_MS}${isLate ? " late" : ""}`;
  });
}

Deno.test("feed marks bars late that newer ones of the same message have overtaken, and tells risk of each bar's set", () => {
  const backfill = closed(2, candle(A, 0), candle(B, 0), candle(A, 1), candle(A, 2));
  assert.deepEqual(passed(backfill), ["A0 late", "B0 late", "A1 late", "A2", "0: AB", "1: A", "2: A"]);
  // whichever comes first
  assert.deepEqual(passed(closed(2, candle(A, 2), candle(B, 1))), ["A2", "B1 late", "1: B", "2: A"]);
});

Deno.test("feed marks a bar late that a newer one of another symbol has overtaken before", () => {
  const behind = closed(0, candle(B, 0));
  assert.deepEqual(passed(closed(1, candle(A, 1)), behind), ["B0 late", "0: B"]);
});

Deno.test("feed marks bars late that were longer on their way than a bar lasts, by the clock they are told by", () => {
  // hourly bars of 2024, played ten a second today
  const wallMs = Date.UTC(2026, 10, 21), barEveryMs = 100;
  const fast = feedBehavior([A, B], HOUR_MS, barEveryMs);
  for (const [delayMs, isLate] of [[0, false], [100, false], [101, true], [60_000, true]] as const) {
    const told = { ...closed(0, candle(A, 0)), atMs: wallMs };
    const { sends } = fast.step(fast.init(), told, ctxAt(wallMs + delayMs));
    assert.equal((sends[0].body as BarClosed).isLate, isLate, `after ${delayMs} ms`);
  }
  // by itself, a bar lasts as long as its candle
  const { sends } = feed.step(feed.init(), closed(0, candle(A, 0)), ctxAt(closeOf(1)));
  assert.equal((sends[0].body as BarClosed).isLate, false);
  const later = feed.step(feed.init(), closed(0, candle(A, 0)), ctxAt(closeOf(1) + 1));
  assert.equal((later.sends[0].body as BarClosed).isLate, true);
});

Deno.test("feed refuses a symbol that is not in the run", () => {
  const stranger = closed(0, candle("C/USDT:USDT", 0));
  assert.throws(() => after(stranger), /Cannot publish a candle of C\/USDT:USDT: it is not in this run/);
});
