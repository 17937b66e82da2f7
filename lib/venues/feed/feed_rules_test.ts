import assert from "node:assert/strict";
import { assertExact, BAR_MS, FORTUNE, opensOf, optionsFor, START_MS, VirtualVenue } from "./feed_fixture.ts";
import { stepFeed } from "./feed_rules.ts";
import { createFeedState, type FeedEffect, type FeedInput, feedSpec, type VenueFault } from "./feed_state.ts";

const BTC = "BTC/USDT:USDT";
const states = ({ told }: VirtualVenue): string[] => told.health.map(({ health }) => health);

Deno.test("stepFeed() drops a socket that has forgotten one symbol", () => {
  for (const saysClosed of [true, false]) {
    const venue = new VirtualVenue(optionsFor(), { ...FORTUNE, saysClosed }, "mute");
    venue.muted.add(BTC);
    venue.run(6 * BAR_MS);
    assertExact(venue);
    assert.ok(states(venue).includes("silent"));
    assert.equal(venue.told.counts.dial, 2);
    assert.ok(
      venue.told.health.some(({ why }) => why === `the socket said nothing of ${BTC} for a bar that traded`),
    );
  }
});

Deno.test("stepFeed() tells nothing early and nothing twice when our clock is set", () => {
  for (const byMs of [-3_600_000, -45_000, 45_000, 3_600_000]) {
    const venue = new VirtualVenue(optionsFor(), { ...FORTUNE, drop: 0.3, saysClosed: false }, `set ${byMs}`);
    venue.run(4 * BAR_MS + 20_000);
    venue.setClock(byMs);
    venue.run(6 * BAR_MS);
    assertExact(venue);
    assert.equal(venue.told.corrections.length, 0);
    const lastMs = Math.floor((venue.serverMs - 4_000 - BAR_MS) / BAR_MS) * BAR_MS;
    assert.ok(opensOf(venue.told, BTC).at(-1)! >= lastMs);
    assert.ok(venue.told.counts.readClock >= 2, "the venue's clock is read again");
  }
});

Deno.test("stepFeed() renews an old socket and loses nothing", () => {
  const venue = new VirtualVenue(optionsFor({ renewAfterMs: 2 * BAR_MS }), FORTUNE, "old");
  venue.run(9 * BAR_MS);
  assertExact(venue);
  assert.equal(venue.told.counts.dial, 5);
  assert.ok(!states(venue).includes("silent"));
});

Deno.test("stepFeed() says failed when nothing works for too long, and live when it does again", () => {
  const broken = { ...FORTUNE, dialFails: 1, pageFails: 1, breakage: 4 };
  const venue = new VirtualVenue(optionsFor({ failAfterMs: 60_000 }), broken, "broken");
  venue.run(4 * BAR_MS);
  assert.equal(states(venue).at(-1), "failed");
  venue.misfortune = FORTUNE;
  venue.run(4 * BAR_MS);
  assert.equal(states(venue).at(-1), "live");
  assertExact(venue);
});

/** The rules by hand: open, with a clock, at START_MS. */
function begun(transport: "rest" | "socket" = "rest") {
  const spec = feedSpec(optionsFor({ transport }), { pageBars: 100, weightOf: () => 1 });
  const state = createFeedState(spec, START_MS);
  const step = (input: FeedInput, nowMs = START_MS): FeedEffect[] =>
    stepFeed(state, input, spec, { nowMs, draw: 0.5 });
  step({ kind: "woke" });
  step({ kind: "opened" });
  const effects = step({ kind: "clockRead", serverMs: START_MS, roundTripMs: 0 });
  const pageOf = (list: FeedEffect[]) => list.find((it) => it.do === "fetchPage");
  return { state, step, page: pageOf(effects)!, pageOf };
}

const fault = (change: Partial<VenueFault>): VenueFault => ({
  why: "no",
  isFinal: false,
  pauseMs: null,
  ...change,
});

Deno.test("stepFeed() keeps the venue's pause, and waits longer after each failure", () => {
  const { step, page, pageOf } = begun();
  step({ kind: "pageFailed", id: page.id, fault: fault({ pauseMs: 30_000 }) });
  assert.equal(pageOf(step({ kind: "woke" }, START_MS + 29_999)), undefined);
  const again = pageOf(step({ kind: "woke" }, START_MS + 30_000))!;
  step({ kind: "pageFailed", id: again.id, fault: fault({}) }, START_MS + 30_000);
  assert.equal(pageOf(step({ kind: "woke" }, START_MS + 31_999)), undefined);
  assert.notEqual(pageOf(step({ kind: "woke" }, START_MS + 32_000)), undefined);
});

Deno.test("stepFeed() hears no answer that it did not ask for, nor one twice", () => {
  const { state, step, page } = begun();
  const rows = [{ symbol: BTC, openMs: page.fromMs, open: 1, high: 1, low: 1, close: 1, volume: 1 }];
  const told = (effects: FeedEffect[]) => effects.filter((it) => it.do === "tellCandles").length;
  assert.equal(told(step({ kind: "pageCame", id: page.id + 7, rows, servedMs: null })), 0);
  assert.equal(told(step({ kind: "pageCame", id: page.id, rows, servedMs: null })), 1);
  assert.equal(told(step({ kind: "pageCame", id: page.id, rows, servedMs: null })), 0);
  assert.notEqual(state.page, null, "the next page was asked for");
});

Deno.test("stepFeed() takes no row that was open when the venue answered, whatever our clock says", () => {
  const { step, page } = begun();
  const row = { symbol: BTC, openMs: page.fromMs, open: 1, high: 1, low: 1, close: 1, volume: 1 };
  const servedMs = page.fromMs + BAR_MS - 1;
  const effects = step({ kind: "pageCame", id: page.id, rows: [row], servedMs });
  assert.ok(!effects.some((it) => it.do === "tellCandles"));
});

Deno.test("stepFeed() says a final refusal at once, and no longer when it is lifted", () => {
  const { state, step, page, pageOf } = begun();
  step({ kind: "pageFailed", id: page.id, fault: fault({ why: "not for you", isFinal: true }) });
  assert.deepEqual([state.health, state.why], ["failed", "not for you"]);
  const again = pageOf(step({ kind: "woke" }, START_MS + 30_000))!;
  step({ kind: "pageCame", id: again.id, rows: [], servedMs: null }, START_MS + 30_100);
  assert.equal(state.health, "backfilling");
});

Deno.test("stepFeed() reads the clock again when a reading took too long", () => {
  const { state, step } = begun();
  state.clock.isAsked = true;
  step({ kind: "clockRead", serverMs: 5, roundTripMs: 5_000 });
  assert.equal(state.offsetMs, 0, "the old reading stays");
  const effects = step({ kind: "woke" }, START_MS + 1_000);
  assert.ok(effects.some((it) => it.do === "readClock"));
});

Deno.test("stepFeed() hears nothing that an earlier socket says", () => {
  const { state, step } = begun("socket");
  step({ kind: "socketLost", attempt: 1, why: "cut" });
  step({ kind: "woke" }, START_MS + 1_000);
  step({ kind: "socketOpened", attempt: 2 }, START_MS + 1_100);
  const candle = {
    symbol: BTC,
    openMs: state.series[0].nextMs,
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
  };
  const tick = { candle, isClosed: true, eventMs: START_MS };
  assert.deepEqual(step({ kind: "ticked", attempt: 1, tick }, START_MS + 1_200), []);
  step({ kind: "socketLost", attempt: 1, why: "cut" }, START_MS + 1_300);
  assert.equal(state.link.phase, "up");
  assert.equal(step({ kind: "ticked", attempt: 2, tick }, START_MS + 1_400)[0].do, "tellCandles");
});
