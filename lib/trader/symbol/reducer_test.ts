import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson, decodeState, encodeState } from "../../core/mod.ts";
import { aggregate, CandleColumns, FeatureFrame } from "../../market/mod.ts";
import { REGIME_NAMES } from "../../regime/mod.ts";
import { createListRecorder } from "../recorder.ts";
import { createDesk } from "./desk.ts";
import { SymbolReducer } from "./reducer.ts";
import {
  drive,
  EAGER,
  HOUR_MS,
  playBar,
  randomCandles,
  specOf,
  START_MS,
  WARM_HOURS,
} from "./series_fixture.ts";
import { entryFrame, setupFrame, trendFrame } from "./spec.ts";
import { createSymbolState, type SymbolState } from "./state.ts";

const NOTHING = CandleColumns.create(0);

Deno.test("SymbolReducer decides on nothing before every timeframe is warm", () => {
  // 60 whole days; a start at 05:00 makes the first day a part, which does not count
  for (const [hourOfStart, firstDecided] of [[0, WARM_HOURS - 1], [5, WARM_HOURS + 19 - 1]]) {
    const spec = specOf();
    const desk = createDesk(spec, SymbolReducer.start(spec, NOTHING));
    const candles = randomCandles("warm", WARM_HOURS + 40, START_MS + hourOfStart * HOUR_MS);
    const { reports, events } = drive(desk, candles, 0, candles.length);
    assert.equal(reports.findIndex((report) => report.decided), firstDecided);
    assert.ok(reports.slice(firstDecided).every((report) => report.decided));
    const decisions = events.flatMap((e) => e.kind === "DecisionMade" ? [e.decision.atMs] : []);
    assert.equal(decisions[0], candles.openMs[firstDecided] + HOUR_MS);
    assert.equal(events.findIndex((e) => e.kind === "RegimeChanged" && e.atMs < decisions[0]), -1);
  }
});

Deno.test("SymbolReducer makes its 4h and 1d bars of the 1h bars", () => {
  const spec = specOf();
  const candles = randomCandles("frames", 1600, START_MS + 3 * HOUR_MS);
  const state = SymbolReducer.start(spec, candles);
  for (const [frame, spans] of [[state.setup, setupFrame(spec)], [state.trend, trendFrame(spec)]] as const) {
    const bars = aggregate(candles, spans.timeframeMs);
    const expected = FeatureFrame.create(spans);
    const steps = FeatureFrame.steps(expected);
    for (let i = 0; i < bars.length; i++) FeatureFrame.update(expected, steps, bars, i);
    assert.ok(bars.length > 60);
    assert.equal(encodeState(frame), encodeState(expected));
  }
  assert.equal(state.entry.bars, 1600);
  assert.equal(state.entry.names.length, FeatureFrame.create(entryFrame(spec)).names.length);
});

/** A state without what only tells who has been told. */
const withoutReturns = (state: SymbolState) => encodeState({ ...state, unreportedReturns: [] });

Deno.test("SymbolReducer folds history as it folds live bars", () => {
  const spec = specOf(EAGER);
  const candles = randomCandles("fold", WARM_HOURS + 500);
  const live = createDesk(spec, SymbolReducer.start(spec, NOTHING));
  let intents = 0;
  for (let i = 0; i < candles.length; i++) {
    const { intent, closeMs } = playBar(live, CandleColumns.row(candles, i));
    if (intent === null) continue;
    intents += 1;
    SymbolReducer.notice(live, {
      kind: "IntentDenied",
      symbol: spec.symbol,
      intentId: intent.id,
      atMs: closeMs,
    });
  }
  assert.ok(intents > 3, `${intents} intents`);
  assert.equal(withoutReturns(SymbolReducer.start(spec, candles)), withoutReturns(live.state));
});

Deno.test("SymbolReducer reports the log return of each closed setup bar, once, and those of the history first", () => {
  const spec = specOf({ risk: { correlation_bars: 30 } });
  const candles = randomCandles("returns", 400);
  const closes = Array.from(aggregate(candles, 4 * HOUR_MS).close);
  const returns = closes.slice(1).map((close, i) => Math.log(close / closes[i]));
  const desk = createDesk(spec, SymbolReducer.start(spec, CandleColumns.slice(candles, 0, 200)));
  const { reports } = drive(desk, candles, 200, 400);
  // 200 hours are 50 setup bars, 49 returns, of which the window keeps 30
  assert.deepEqual(reports[0].setupReturns, returns.slice(19, 49));
  assert.deepEqual(reports.slice(1).flatMap((report) => report.setupReturns), returns.slice(49));
  reports.slice(1).forEach((report, i) =>
    assert.equal(report.setupReturns.length, (i + 202) % 4 === 0 ? 1 : 0)
  );
  assert.equal(reports[3].setupCloseMs, candles.openMs[203] + HOUR_MS);
});

Deno.test("SymbolReducer reports no return over a hole in its setup bars", () => {
  const spec = specOf();
  const candles = randomCandles("hole", 40);
  const desk = createDesk(spec, SymbolReducer.start(spec, CandleColumns.slice(candles, 0, 0)));
  // hour 18 is missing, so the setup bar of hours 16 to 19 never closes
  const hours = Array.from({ length: 40 }, (_, i) => i).filter((i) => i !== 18);
  const reports = hours.map((i) => playBar(desk, CandleColumns.row(candles, i)));
  const told = reports.filter((report) => report.setupReturns.length > 0).map((report) =>
    report.setupCloseMs
  );
  const closeOf = (hour: number) => candles.openMs[0]! + hour * HOUR_MS;
  assert.deepEqual(told, [8, 12, 16, 28, 32, 36, 40].map(closeOf));
});

Deno.test("SymbolReducer records one complete decision per decided bar, the one with an intent as a draft", () => {
  const spec = specOf(EAGER);
  const candles = randomCandles("records", WARM_HOURS + 700);
  const desk = createDesk(spec, SymbolReducer.start(spec, CandleColumns.slice(candles, 0, WARM_HOURS)));
  const { reports, events } = drive(desk, candles, WARM_HOURS, candles.length);
  const made = events.flatMap((e) => e.kind === "DecisionMade" ? [e.decision] : []);
  const drafts = reports.flatMap((report) => report.draft === null ? [] : [report.draft]);
  assert.equal(made.length + drafts.length, 700);
  assert.equal(new Set([...made, ...drafts].map((it) => it.id)).size, 700);
  assert.ok(drafts.length > 5, `${drafts.length} intents`);
  for (const report of reports) assert.equal(report.intent === null, report.draft === null);
  for (const it of drafts) {
    assert.deepEqual([it.verdict, it.reason, it.riskChecks, it.sizing], ["no_trade", "", [], null]);
    assert.equal(it.intent?.id, `test:${spec.symbol}:${it.atMs}:${it.intent?.rule}:${it.intent?.side}`);
  }
  const reasons = new Set<string>();
  for (const it of made) {
    reasons.add(it.reason);
    assert.equal(it.verdict, it.reason === "position_open" ? "holding" : "no_trade");
    assert.equal(it.intent, null);
  }
  assert.ok(reasons.has("position_open") && reasons.size > 4, [...reasons].join());
  for (const it of [...made, ...drafts]) {
    assert.equal(it.id, `${spec.symbol}:${it.atMs}`);
    assert.equal(it.historyFromMs, START_MS);
    assert.deepEqual(it.checks.slice(0, 3).map((check) => check.name), [
      "regime.trend.adx",
      "regime.trend.ema_sep",
      "regime.trend.slope",
    ]);
    assert.equal(Object.keys(it.features).length, 20);
    for (const [name, value] of Object.entries(it.features)) assert.ok(Number.isFinite(value), name);
    // the reason, where a check is one, is a check that failed
    const named = it.checks.find((check) => check.name === it.reason);
    if (named !== undefined) assert.equal(named.pass, false);
  }
});

Deno.test("SymbolReducer decides on a late bar like on any, but for the entry, which it records as a skip", () => {
  const spec = specOf(EAGER);
  const candles = randomCandles("late", WARM_HOURS + 400);
  const desk = createDesk(spec, SymbolReducer.start(spec, NOTHING));
  let skips = 0, same = 0;
  for (let i = 0; i < candles.length; i++) {
    const twin = createDesk(spec, decodeState(encodeState(desk.state)) as SymbolState);
    const onTime = createListRecorder(), late = createListRecorder();
    const report = SymbolReducer.bar(desk, candles, i, onTime);
    const lateReport = SymbolReducer.bar(twin, candles, i, late, true);
    assert.deepEqual(lateReport, { ...report, intent: null, draft: null });
    const made = late.events.filter((event) => event.kind === "DecisionMade");
    if (report.intent === null) {
      assert.deepEqual(late.events, onTime.events);
      same += made.length;
      continue;
    }
    skips += 1;
    const [{ decision }] = made;
    assert.deepEqual([made.length, decision.verdict, decision.reason, decision.intent], [
      1,
      "no_trade",
      "bar.late",
      null,
    ]);
    assert.deepEqual(decision.checks.at(-1), { name: "bar.late", value: 1, limit: 0, pass: false });
    assert.ok(
      decision.checks.length > 1 &&
        decision.checks.slice(0, -1).every((it) => it.pass || it.name.startsWith("regime.")),
    );
    SymbolReducer.notice(desk, {
      kind: "IntentDenied",
      symbol: spec.symbol,
      intentId: report.intent.id,
      atMs: 0,
    });
    assert.equal(encodeState(twin.state), encodeState(desk.state));
  }
  assert.ok(skips > 4 && same > 200, `${skips} skips and ${same} other decisions prove little`);
});

Deno.test("SymbolReducer records each change of the adopted regime, at the close of the setup bar that made it", () => {
  const spec = specOf(EAGER);
  const candles = randomCandles("regimes", WARM_HOURS + 700);
  const desk = createDesk(spec, SymbolReducer.start(spec, CandleColumns.slice(candles, 0, WARM_HOURS - 1)));
  const recorded: string[] = [], adopted: string[] = [];
  for (let i = WARM_HOURS - 1; i < candles.length; i++) {
    const before = desk.state.regime.current;
    for (const event of drive(desk, candles, i, i + 1).events) {
      if (event.kind === "RegimeChanged") recorded.push(`${event.atMs} ${event.regime} ${event.confidence}`);
    }
    const { current, confidence } = desk.state.regime;
    if (current !== before) {
      adopted.push(`${candles.openMs[i] + HOUR_MS} ${REGIME_NAMES[current]} ${confidence}`);
    }
  }
  assert.ok(adopted.length > 5, `${adopted.length} changes`);
  assert.deepEqual(recorded, adopted);
});

Deno.test("SymbolReducer continues from a snapshot at any bar with identical records", () => {
  const spec = specOf({ ...EAGER, exits: { trailing: { mode: "chandelier" }, time_out_bars: 7 } });
  const candles = randomCandles("cuts", WARM_HOURS + 500);
  const start = () => SymbolReducer.start(spec, CandleColumns.slice(candles, 0, WARM_HOURS - 20));
  const uncut = drive(createDesk(spec, start()), candles, WARM_HOURS - 20, candles.length);
  const expected = canonicalJson(uncut);
  assert.ok(uncut.reports.some((report) => report.exit?.kind === "MoveStop"));
  assert.ok(uncut.reports.some((report) => report.exit?.kind === "ClosePosition"));
  let cutsInTrades = 0;
  const bar = fc.integer({ min: WARM_HOURS - 20, max: candles.length - 1 });
  fc.assert(
    fc.property(fc.array(bar, { minLength: 1, maxLength: 8 }), (cuts) => {
      let desk = createDesk(spec, start());
      const all = { reports: [] as unknown[], events: [] as unknown[] };
      let from = WARM_HOURS - 20;
      for (const to of [...cuts.toSorted((a, b) => a - b), candles.length]) {
        const { reports, events } = drive(desk, candles, from, to);
        all.reports.push(...reports);
        all.events.push(...events);
        const text = encodeState(desk.state);
        const restored = decodeState(text) as SymbolState;
        assert.equal(encodeState(restored), text);
        if (restored.trade !== null) cutsInTrades += 1;
        desk = createDesk(spec, restored);
        from = to;
      }
      assert.ok(canonicalJson(all) === expected, `cut at ${cuts}`);
    }),
    { numRuns: 12, seed: 7 },
  );
  assert.ok(cutsInTrades > 0);
});

Deno.test("SymbolReducer states are plain data from the first bar on", () => {
  const state = createSymbolState(specOf());
  assert.equal(encodeState(decodeState(encodeState(state))), encodeState(state));
});
