// What every indicator of the room promises, checked for each: exact warm-up, snapshots, refusal of bad
// parameters.
import assert from "node:assert/strict";
import { decodeState, encodeState } from "../core/mod.ts";
import * as room from "./mod.ts";
import { type Bars, randomBars } from "./testkit_test.ts";

interface Case<S> {
  name: string;
  /** Number of bars without a result, TA-Lib's word for it. */
  lookback: number;
  create(): S;
  step(state: S, bars: Bars, i: number): number;
}

/** Ties the types of create and step together, then forgets them. */
function indicator<S>(one: Case<S>): Case<unknown> {
  return one as Case<unknown>;
}

const { Adx, Atr, Bollinger, Delta, Donchian, Ema, Pivots, Rma } = room;
const { RollingMax, RollingMedian, RollingMin, RollingRank, Rsi, SignChanges, Sma, TrueRange } = room;

const CASES = [
  indicator({
    name: "Sma",
    lookback: 19,
    create: () => Sma.create(20),
    step: (s, b, i) => Sma.update(s, b.close[i]),
  }),
  indicator({
    name: "Ema",
    lookback: 19,
    create: () => Ema.create(20),
    step: (s, b, i) => Ema.update(s, b.close[i]),
  }),
  indicator({
    name: "Rma",
    lookback: 19,
    create: () => Rma.create(20),
    step: (s, b, i) => Rma.update(s, b.close[i]),
  }),
  indicator({
    name: "TrueRange",
    lookback: 1,
    create: () => TrueRange.create(),
    step: (s, b, i) => TrueRange.update(s, b.high[i], b.low[i], b.close[i]),
  }),
  indicator({
    name: "Atr",
    lookback: 14,
    create: () => Atr.create(14),
    step: (s, b, i) => Atr.update(s, b.high[i], b.low[i], b.close[i]),
  }),
  indicator({
    name: "Atr (sma)",
    lookback: 14,
    create: () => Atr.create(14, { method: "sma" }),
    step: (s, b, i) => Atr.update(s, b.high[i], b.low[i], b.close[i]),
  }),
  indicator({
    name: "Rsi",
    lookback: 14,
    create: () => Rsi.create(14),
    step: (s, b, i) => Rsi.update(s, b.close[i]),
  }),
  indicator({
    name: "Adx",
    lookback: 27,
    create: () => Adx.create(14),
    step: (s, b, i) => Adx.update(s, b.high[i], b.low[i], b.close[i]),
  }),
  indicator({
    name: "Adx +DI",
    lookback: 14,
    create: () => Adx.create(14),
    step: (s, b, i) => (Adx.update(s, b.high[i], b.low[i], b.close[i]), s.plusDi),
  }),
  indicator({
    name: "Bollinger",
    lookback: 19,
    create: () => Bollinger.create(20, 2),
    step: (s, b, i) => (Bollinger.update(s, b.close[i]), s.upper + s.percentB + s.bandwidth),
  }),
  indicator({
    name: "RollingMin",
    lookback: 19,
    create: () => RollingMin.create(20),
    step: (s, b, i) => RollingMin.update(s, b.low[i]),
  }),
  indicator({
    name: "RollingMax",
    lookback: 19,
    create: () => RollingMax.create(20),
    step: (s, b, i) => RollingMax.update(s, b.high[i]),
  }),
  indicator({
    name: "Donchian",
    lookback: 19,
    create: () => Donchian.create(20),
    step: (s, b, i) => Donchian.update(s, b.high[i], b.low[i]),
  }),
  indicator({
    name: "RollingMedian",
    lookback: 99,
    create: () => RollingMedian.create(100),
    step: (s, b, i) => RollingMedian.update(s, b.close[i]),
  }),
  indicator({
    name: "RollingRank",
    lookback: 119,
    create: () => RollingRank.create(119),
    step: (s, b, i) => RollingRank.update(s, b.close[i]),
  }),
  indicator({
    name: "SignChanges",
    lookback: 30,
    create: () => SignChanges.create(30),
    step: (s, b, i) => SignChanges.update(s, b.close[i] - b.open[i]),
  }),
  indicator({
    name: "Delta",
    lookback: 3,
    create: () => Delta.create(3),
    step: (s, b, i) => Delta.update(s, b.close[i]),
  }),
  indicator({
    name: "Pivots",
    lookback: 0,
    create: () => Pivots.create(2, 8),
    step: (s, b, i) => {
      const bits = Pivots.update(s, b.high[i], b.low[i]);
      return bits + s.high.count * 4 + Pivots.last(s, "low", 10) / 16 +
        Pivots.lastBeyond(s, "high", 1, b.close[i], 60) / 1024;
    },
  }),
];

const bars = randomBars("contract", 500);

for (const { name, lookback, create, step } of CASES) {
  Deno.test(`${name}.update() gives a result on every bar after exactly ${lookback}`, () => {
    const state = create();
    for (let i = 0; i < bars.length; i++) {
      assert.equal(Number.isNaN(step(state, bars, i)), i < lookback, `bar ${i}`);
    }
  });

  Deno.test(`${name} continues identically from a clone or a snapshot taken at any bar`, () => {
    for (let cut = 0; cut < 150; cut += 1) {
      const state = create();
      for (let i = 0; i < cut; i++) step(state, bars, i);
      const copies = [structuredClone(state), decodeState(encodeState(state))];
      for (let i = cut; i < 300; i++) {
        const value = step(state, bars, i);
        for (const copy of copies) assert.ok(Object.is(step(copy, bars, i), value), `cut ${cut}, bar ${i}`);
      }
      for (const copy of copies) assert.deepEqual(copy, state);
    }
  });
}

const PERIODS: { name: string; least: number; create(period: number): unknown }[] = [
  { name: "Sma", least: 1, create: Sma.create },
  { name: "Ema", least: 1, create: Ema.create },
  { name: "Rma", least: 1, create: Rma.create },
  { name: "Atr", least: 1, create: (period) => Atr.create(period) },
  { name: "Rsi", least: 2, create: Rsi.create },
  { name: "Adx", least: 2, create: Adx.create },
  { name: "Bollinger", least: 2, create: (period) => Bollinger.create(period, 2) },
  { name: "RollingMin", least: 1, create: RollingMin.create },
  { name: "RollingMax", least: 1, create: RollingMax.create },
  { name: "Donchian", least: 1, create: Donchian.create },
  { name: "RollingMedian", least: 1, create: RollingMedian.create },
  { name: "RollingRank", least: 1, create: RollingRank.create },
  { name: "SignChanges", least: 1, create: SignChanges.create },
  { name: "Delta", least: 1, create: Delta.create },
  { name: "Pivots", least: 1, create: (k) => Pivots.create(k) },
];
for (const { name, least, create } of PERIODS) {
  Deno.test(`${name}.create() takes whole periods from ${least} and refuses others by its own name`, () => {
    create(least);
    for (const bad of [least - 1, -3, 2.5, NaN, Infinity, 100_001]) {
      assert.throws(
        () => create(bad),
        (error: Error) =>
          error instanceof RangeError && error.message.startsWith(`Cannot create ${name} as '`) &&
          error.message.endsWith(`current value is ${bad}`),
      );
    }
  });
}
