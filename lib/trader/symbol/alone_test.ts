import assert from "node:assert/strict";
import { decodeState, encodeState } from "../../core/mod.ts";
import { CandleColumns } from "../../market/mod.ts";
import type { TraderEvent } from "../events.ts";
import { createListRecorder } from "../recorder.ts";
import { systemConfig } from "../schema.ts";
import { createDesk } from "./desk.ts";
import { SymbolReducer } from "./reducer.ts";
import { randomCandles, specOf } from "./series_fixture.ts";
import { isWarm, type SymbolState } from "./state.ts";

const LONE = { timeframes: { entry: "1d" }, router: { ALL: "ema_cross" }, strategies: { ema_cross: {} } };
const HOURLY = { ...LONE, timeframes: { entry: "1h" } };
const CANDLES = randomCandles("alone", 2000);
const NOTHING = CandleColumns.create(0);

/** The bars' decisions; the desk is made anew from its encoded state after `cutAt` bars. */
function play(cutAt = -1) {
  const spec = specOf(HOURLY), recorder = createListRecorder();
  let desk = createDesk(spec, SymbolReducer.start(spec, NOTHING));
  const intents: string[] = [];
  for (let i = 0; i < CANDLES.length; i++) {
    if (i === cutAt) desk = createDesk(spec, decodeState(encodeState(desk.state)) as SymbolState);
    const report = SymbolReducer.bar(desk, CANDLES, i, recorder);
    if (report.intent === null) continue;
    intents.push(`${i} ${report.intent.side} ${report.intent.regime} ${report.draft!.strategy}`);
    SymbolReducer.notice(desk, {
      ...{ kind: "IntentDenied", symbol: spec.symbol, intentId: report.intent.id, atMs: report.closeMs },
    });
  }
  return { desk, events: recorder.events, intents };
}

/** Crosses told by averages over the whole series, written another way than the indicator's. */
function crossesOf({ close, length }: CandleColumns): string[] {
  const ema = (n: number) => {
    const out: number[] = [];
    let value = 0;
    for (let i = 0; i < length; i++) {
      if (i < n - 1) out.push(NaN);
      else if (i === n - 1) out.push(value = close.slice(0, n).reduce((a, b) => a + b, 0) / n);
      else out.push(value = value * (1 - 2 / (n + 1)) + close[i] * (2 / (n + 1)));
    }
    return out;
  };
  const fast = ema(12), slow = ema(26), crosses: string[] = [];
  for (let i = 60 - 1; i < length; i++) {
    const up = fast[i] > slow[i] && !(fast[i - 1] > slow[i - 1]);
    const down = fast[i] < slow[i] && !(fast[i - 1] < slow[i - 1]);
    if (up || down) crosses.push(`${i} ${up ? 1 : -1} ALL ema_cross`);
  }
  return crosses;
}

Deno.test("a lone strategy enters on every cross after its warm-up, and on nothing else", () => {
  const { intents, desk } = play();
  assert.ok(intents.length > 20, `${intents.length} crosses`);
  assert.deepEqual(intents, crossesOf(CANDLES));
  assert.ok(isWarm(desk.state) && desk.state.setup.bars === 0 && desk.state.trend.bars === 0);
});

Deno.test("a lone strategy's records tell its own features and no regime", () => {
  const { events } = play();
  const decisions = events.filter((event): event is Extract<TraderEvent, { kind: "DecisionMade" }> =>
    event.kind === "DecisionMade"
  );
  assert.ok(decisions.length > 1800 && events.every((event) => event.kind !== "RegimeChanged"));
  for (const { decision } of decisions) {
    assert.deepEqual(Object.keys(decision.features), ["close", "emaFast", "emaSlow", "atr"]);
    assert.ok(Object.values(decision.features).every((value) => Number.isFinite(value)));
    assert.deepEqual([decision.regime, decision.confidence, decision.reason], ["ALL", 1, "cross.crossed"]);
  }
});

Deno.test("a lone strategy goes on alike from a snapshot between any two bars", () => {
  const whole = play();
  for (const cutAt of [1, 25, 26, 60, 61, 400]) {
    const cut = play(cutAt);
    assert.deepEqual(cut.events, whole.events);
    assert.deepEqual(encodeState(cut.desk.state), encodeState(whole.desk.state));
  }
});

Deno.test("systemConfig asks for the lone strategy's section, and not for slower timeframes", () => {
  const parse = (system: Record<string, unknown>) =>
    systemConfig.safeParse({ id: "test", tag: "TT", ...system });
  assert.ok(parse(LONE).success);
  const { error } = parse({ ...LONE, strategies: {} });
  assert.deepEqual(error?.issues.map(({ path }) => path.join(".")), ["strategies.ema_cross"]);
  assert.ok(!parse({ router: { TREND: "ema_cross" } }).success);
  assert.ok(!parse({ router: { ALL: "trend_pullback" } }).success);
});

Deno.test("createDesk() shows bars to the strategy that trades alone, and to all that are on where the regime decides", () => {
  const namesOf = (system: Parameters<typeof specOf>[0]) => {
    const spec = specOf(system);
    return createDesk(spec, SymbolReducer.start(spec, NOTHING)).watchers.map(({ strategy }) => strategy.name);
  };
  assert.deepEqual(namesOf(HOURLY), ["ema_cross"]);
  assert.deepEqual(namesOf({}), ["trend_pullback", "range_reversion"]);
});
