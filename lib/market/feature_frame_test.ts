import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { decodeState, encodeState, Rng } from "../core/mod.ts";
import {
  Adx,
  Atr,
  Bollinger,
  Delta,
  Ema,
  Pivots,
  RollingMax,
  RollingMedian,
  RollingMin,
  RollingRank,
  Rsi,
  SignChanges,
} from "../indicators/mod.ts";
import { CandleColumns, type CandleRow } from "./columns.ts";
import { FeatureFrame, type FrameSpec } from "./feature_frame.ts";
import type { FeatureSpec } from "./feature_unit.ts";

const HOUR = 3_600_000;

/** Every kind of feature, some of them of other features, with short windows. */
const SPEC: FrameSpec = {
  timeframeMs: HOUR,
  minBars: 1,
  pivotBars: 2,
  features: [
    { name: "ema5", kind: "ema", of: "close", period: 5 },
    { name: "rsi", kind: "rsi", of: "close", period: 4 },
    { name: "atr", kind: "atr", period: 4 },
    { name: "adx", kind: "adx", period: 4 },
    { name: "bb", kind: "bollinger", of: "close", period: 6, k: 2 },
    { name: "rank", kind: "rank", of: "bb.bandwidth", bars: 5 },
    { name: "narrowest", kind: "lowest", of: "bb.bandwidth", bars: 3 },
    { name: "expansion", kind: "ratio", of: "bb.bandwidth", by: "narrowest" },
    { name: "atrShare", kind: "ratio", of: "atr", by: "close" },
    { name: "atrMedian", kind: "median", of: "atrShare", bars: 5 },
    { name: "gap", kind: "difference", of: "close", by: "bb.mid" },
    { name: "crossings", kind: "crossings", of: "gap", bars: 4 },
    { name: "top", kind: "highest", of: "high", bars: 3 },
    { name: "topBefore", kind: "previous", of: "top" },
    { name: "slope", kind: "delta", of: "ema5", bars: 3 },
    { name: "openBefore", kind: "previous", of: "open" },
    { name: "volumeRank", kind: "rank", of: "volume", bars: 7 },
  ],
};

/** A random walk of sound bars; about one in ten does not move at all. */
function bars(count: number, seed = "bars"): CandleRow[] {
  const rng = Rng.create(seed);
  let last = 100;
  return Array.from({ length: count }, (_, i): CandleRow => {
    const open = last;
    const still = Rng.uniform(rng) < 0.1;
    const close = still ? open : open * (1 + 0.02 * Rng.normal(rng));
    const reach = still ? 0 : Rng.uniform(rng);
    last = close;
    return [
      i * HOUR,
      open,
      Math.max(open, close) + reach,
      Math.min(open, close) - reach,
      close,
      Rng.below(rng, 50),
    ];
  });
}

function feed(frame: FeatureFrame, rows: readonly CandleRow[]): FeatureFrame {
  const columns = CandleColumns.fromRows(rows), steps = FeatureFrame.steps(frame);
  rows.forEach((_, i) => FeatureFrame.update(frame, steps, columns, i));
  return frame;
}

/** Features of every bar computed by the indicators themselves, one series after the other. */
function byHand(rows: readonly CandleRow[]): Record<string, number[]> {
  const map = <T>(of: readonly T[], next: (x: T) => number) => of.map((x) => next(x));
  const [open, high, close, volume] = [1, 2, 4, 5].map((column) => rows.map((row) => row[column]));
  const ema = Ema.create(5), rsi = Rsi.create(4), atr = Atr.create(4), adx = Adx.create(4);
  const bb = Bollinger.create(6, 2), rank = RollingRank.create(5), low = RollingMin.create(3);
  const median = RollingMedian.create(5), signs = SignChanges.create(4), top = RollingMax.create(3);
  const slope = Delta.create(3), volumeRank = RollingRank.create(7);
  const before = (of: readonly number[]) => [NaN, ...of.slice(0, -1)];
  const over = (of: readonly number[], by: readonly number[]) =>
    of.map((x, i) => (x === 0 && by[i] === 0 ? 1 : x / by[i]));
  const out: Record<string, number[]> = {};
  out.ema5 = map(close, (x) => Ema.update(ema, x));
  out.rsi = map(close, (x) => Rsi.update(rsi, x));
  out.atr = map(rows, ([, , h, l, c]) => Atr.update(atr, h, l, c));
  out.adx = map(rows, ([, , h, l, c]) => Adx.update(adx, h, l, c));
  const bands = close.map((x) => (Bollinger.update(bb, x), { ...bb }));
  out["bb.mid"] = bands.map((b) => b.mid);
  out["bb.upper"] = bands.map((b) => b.upper);
  out["bb.lower"] = bands.map((b) => b.lower);
  out["bb.bandwidth"] = bands.map((b) => b.bandwidth);
  out.rank = map(out["bb.bandwidth"], (x) => RollingRank.update(rank, x));
  out.narrowest = map(out["bb.bandwidth"], (x) => RollingMin.update(low, x));
  out.expansion = over(out["bb.bandwidth"], out.narrowest);
  out.atrShare = over(out.atr, close);
  out.atrMedian = map(out.atrShare, (x) => RollingMedian.update(median, x));
  out.gap = close.map((x, i) => x - out["bb.mid"][i]);
  out.crossings = map(out.gap, (x) => SignChanges.update(signs, x));
  out.top = map(high, (x) => RollingMax.update(top, x));
  out.topBefore = before(out.top);
  out.slope = map(out.ema5, (x) => Delta.update(slope, x));
  out.openBefore = before(open);
  out.volumeRank = map(volume, (x) => RollingRank.update(volumeRank, x));
  return out;
}

Deno.test("FeatureFrame.update() gives what the indicators give, bar by bar and from the first bar on", () => {
  for (const seed of ["a", "b", "c"]) {
    const rows = bars(300, seed), want = byHand(rows);
    const frame = FeatureFrame.create(SPEC);
    deepStrictEqual(frame.names, ["open", "high", "low", "close", "volume", ...Object.keys(want)]);
    const pivots = Pivots.create(2);
    rows.forEach((row, i) => {
      feed(frame, [row]);
      Pivots.update(pivots, row[2], row[3]);
      deepStrictEqual([...frame.values.subarray(0, 5)], row.slice(1));
      for (const name in want) {
        strictEqual(frame.values[FeatureFrame.slot(frame, name)], want[name][i], `${name} of bar ${i}`);
      }
      deepStrictEqual(frame.pivots, pivots);
      strictEqual(FeatureFrame.closeMs(frame), row[0] + HOUR);
    });
    strictEqual(frame.warm, true);
    for (const name in want) strictEqual(new Set(want[name]).size > 3, true, `${name} never changes`);
  }
});

Deno.test("FeatureFrame.update() of a bar sees no bar after it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 119 }), (cut) => {
      const rows = bars(120);
      const prefix = feed(FeatureFrame.create(SPEC), rows.slice(0, cut));
      const whole = FeatureFrame.create(SPEC);
      const seen = rows.map((row) => [...feed(whole, [row]).values]);
      const other = FeatureFrame.create(SPEC);
      const elsewhere = [...rows.slice(0, cut), ...bars(120, "another future").slice(cut)];
      const seenElsewhere = elsewhere.map((row) => [...feed(other, [row]).values]);
      deepStrictEqual([...prefix.values], seen[cut - 1]);
      deepStrictEqual(seenElsewhere.slice(0, cut), seen.slice(0, cut));
    }),
    { seed: 3, numRuns: 40 },
  );
});

Deno.test("FeatureFrame goes on from a snapshot as if nothing had happened", () => {
  const rows = bars(90);
  for (let cut = 0; cut < rows.length; cut++) {
    const whole = feed(FeatureFrame.create(SPEC), rows.slice(0, cut));
    const copy = decodeState(encodeState(whole)) as FeatureFrame;
    deepStrictEqual(copy, whole);
    for (const row of rows.slice(cut, cut + 20)) {
      feed(whole, [row]);
      feed(copy, [row]);
      deepStrictEqual(copy.values, whole.values, `cut at ${cut}`);
    }
    strictEqual(encodeState(copy), encodeState(whole));
  }
});

Deno.test("FeatureFrame.read() throws before the warm-up and names the feature", () => {
  const frame = FeatureFrame.create({ ...SPEC, minBars: 40 });
  const slot = FeatureFrame.slot(frame, "atrMedian"), rows = bars(40);
  for (const [i, row] of rows.entries()) {
    throws(() => FeatureFrame.read(frame, slot), {
      message: `Cannot read feature atrMedian before its warm-up: ${i} bars of 40`,
    });
    feed(frame, [row]);
  }
  strictEqual(FeatureFrame.read(frame, slot), byHand(rows).atrMedian[39]);
  strictEqual(FeatureFrame.read(frame, 3), rows[39][4]);
});

Deno.test("FeatureFrame is warm when the last feature has a value and minBars are there", () => {
  const features: FeatureSpec[] = [{ name: "ema", kind: "ema", of: "close", period: 10 }];
  const table: readonly [string, Partial<FrameSpec>, number][] = [
    ["the feature takes longer", { minBars: 3, features }, 10],
    ["minBars takes longer", { minBars: 25, features }, 25],
    ["both at once", { minBars: 10, features }, 10],
    ["no features", { minBars: 2, features: [] }, 2],
    ["a feature of a feature", {
      minBars: 1,
      features: [...features, { name: "d", kind: "delta", of: "ema", bars: 5 }],
    }, 15],
    ["pivots do not wait", { minBars: 1, features: [], pivotBars: 3 }, 1],
  ];
  for (const [name, change, want] of table) {
    const frame = FeatureFrame.create({ ...SPEC, pivotBars: 0, ...change });
    const warmAt = bars(60).findIndex((row) => feed(frame, [row]).warm) + 1;
    strictEqual(warmAt, want, name);
    strictEqual(feed(frame, bars(5)).warm, true, `${name}: stays warm`);
  }
});

Deno.test("FeatureFrame.create() refuses names that are unknown, later, or taken", () => {
  const ema = (name: string, of: string): FeatureSpec => ({ name, kind: "ema", of, period: 3 });
  const table: readonly [string, FeatureSpec[], RegExp][] = [
    [
      "unknown",
      [ema("a", "closed")],
      /Cannot find feature closed: declared are open, high, low, close, volume$/,
    ],
    ["declared later", [ema("a", "b"), ema("b", "close")], /Cannot find feature b:/],
    ["itself", [ema("a", "a")], /Cannot find feature a:/],
    [
      "part of itself",
      [{ name: "b", kind: "bollinger", of: "b.mid", period: 3, k: 2 }],
      /find feature b\.mid:/,
    ],
    ["unknown divisor", [{ name: "r", kind: "ratio", of: "close", by: "x" }], /Cannot find feature x:/],
    ["a band by its bare name", [
      { name: "bb", kind: "bollinger", of: "close", period: 3, k: 2 },
      ema("a", "bb"),
    ], /Cannot find feature bb:/],
    ["twice", [ema("a", "close"), ema("a", "open")], /Cannot declare feature a twice/],
    ["a raw column", [ema("close", "close")], /Cannot declare feature close twice/],
    ["a band's part", [
      { name: "bb", kind: "bollinger", of: "close", period: 3, k: 2 },
      ema("bb.mid", "close"),
    ], /Cannot declare feature bb\.mid twice/],
  ];
  for (const [name, features, message] of table) {
    throws(() => FeatureFrame.create({ ...SPEC, features }), { name: "RangeError", message }, name);
  }
  throws(() => FeatureFrame.slot(FeatureFrame.create(SPEC), "nothing"), RangeError);
});

Deno.test("FeatureFrame's ratio of nothing to nothing is 1", () => {
  const frame = FeatureFrame.create({
    ...SPEC,
    minBars: 1,
    features: [{ name: "r", kind: "ratio", of: "volume", by: "open" }],
  });
  const ratioAt = (open: number, volume: number) => {
    feed(frame, [[0, open, 1, 1, 1, volume]]);
    return FeatureFrame.read(frame, FeatureFrame.slot(frame, "r"));
  };
  deepStrictEqual([ratioAt(4, 2), ratioAt(4, 0), ratioAt(0, 0), ratioAt(0, 2)], [0.5, 0, 1, Infinity]);
});
