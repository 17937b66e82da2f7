import {
  Adx,
  type AdxState,
  Atr,
  type AtrState,
  Bollinger,
  type BollingerState,
  Delta,
  type DeltaState,
  Ema,
  type EmaState,
  RollingMax,
  type RollingMaxState,
  RollingMedian,
  type RollingMedianState,
  RollingMin,
  type RollingMinState,
  RollingRank,
  type RollingRankState,
  Rsi,
  type RsiState,
  SignChanges,
  type SignChangesState,
} from "../indicators/mod.ts";

/**
 * A feature as a system declares it. `of` and `by` name a raw column or a feature declared before. `previous` is the value
 * one bar ago; `ratio` is of / by (1 where both are 0); `difference` is of - by.
 */
export type FeatureSpec =
  | { readonly name: string; readonly kind: "ema" | "rsi"; readonly of: string; readonly period: number }
  | { readonly name: string; readonly kind: "atr" | "adx"; readonly period: number }
  | {
    readonly name: string;
    readonly kind: "bollinger";
    readonly of: string;
    readonly period: number;
    readonly k: number;
  }
  | {
    readonly name: string;
    readonly kind: "rank" | "median" | "lowest" | "highest" | "delta" | "crossings";
    readonly of: string;
    readonly bars: number;
  }
  | { readonly name: string; readonly kind: "previous"; readonly of: string }
  | {
    readonly name: string;
    readonly kind: "ratio" | "difference";
    readonly of: string;
    readonly by: string;
  };

/** A declared feature at work: where it reads, where it writes, and its indicator's state. Plain data. */
export type FeatureUnit =
  & { readonly in: number; readonly by: number; readonly out: number }
  & (
    | { readonly kind: "ema"; readonly state: EmaState }
    | { readonly kind: "rsi"; readonly state: RsiState }
    | { readonly kind: "atr"; readonly state: AtrState }
    | { readonly kind: "adx"; readonly state: AdxState }
    | { readonly kind: "bollinger"; readonly state: BollingerState }
    | { readonly kind: "rank"; readonly state: RollingRankState }
    | { readonly kind: "median"; readonly state: RollingMedianState }
    | { readonly kind: "lowest"; readonly state: RollingMinState }
    | { readonly kind: "highest"; readonly state: RollingMaxState }
    | { readonly kind: "delta"; readonly state: DeltaState }
    | { readonly kind: "crossings"; readonly state: SignChangesState }
    | { readonly kind: "previous"; readonly state: { last: number } }
    | { readonly kind: "ratio" | "difference"; readonly state: null }
  );

/** Names of the slots a feature writes, in order; a Bollinger band has four. */
export function outputsOf(spec: FeatureSpec): readonly string[] {
  if (spec.kind !== "bollinger") return [spec.name];
  return ["mid", "upper", "lower", "bandwidth"].map((part) => `${spec.name}.${part}`);
}

/** A unit that writes from slot `out` on. */
export function createUnit(spec: FeatureSpec, slot: (name: string) => number, out: number): FeatureUnit {
  const place = { in: "of" in spec ? slot(spec.of) : 3, by: "by" in spec ? slot(spec.by) : 0, out };
  switch (spec.kind) {
    case "ema":
      return { ...place, kind: "ema", state: Ema.create(spec.period) };
    case "rsi":
      return { ...place, kind: "rsi", state: Rsi.create(spec.period) };
    case "atr":
      return { ...place, kind: "atr", state: Atr.create(spec.period) };
    case "adx":
      return { ...place, kind: "adx", state: Adx.create(spec.period) };
    case "bollinger":
      return { ...place, kind: "bollinger", state: Bollinger.create(spec.period, spec.k) };
    case "rank":
      return { ...place, kind: "rank", state: RollingRank.create(spec.bars) };
    case "median":
      return { ...place, kind: "median", state: RollingMedian.create(spec.bars) };
    case "lowest":
      return { ...place, kind: "lowest", state: RollingMin.create(spec.bars) };
    case "highest":
      return { ...place, kind: "highest", state: RollingMax.create(spec.bars) };
    case "delta":
      return { ...place, kind: "delta", state: Delta.create(spec.bars) };
    case "crossings":
      return { ...place, kind: "crossings", state: SignChanges.create(spec.bars) };
    case "previous":
      return { ...place, kind: "previous", state: { last: NaN } };
    case "ratio":
    case "difference":
      return { ...place, kind: spec.kind, state: null };
  }
}

/** Reads the unit's input slots and writes its output slots. No allocation. */
export function updateUnit(unit: FeatureUnit, v: Float64Array): void {
  const x = v[unit.in]!;
  switch (unit.kind) {
    case "ema":
      v[unit.out] = Ema.update(unit.state, x);
      return;
    case "rsi":
      v[unit.out] = Rsi.update(unit.state, x);
      return;
    case "atr":
      v[unit.out] = Atr.update(unit.state, v[1]!, v[2]!, v[3]!);
      return;
    case "adx":
      v[unit.out] = Adx.update(unit.state, v[1]!, v[2]!, v[3]!);
      return;
    case "bollinger":
      updateBollinger(unit.state, x, v, unit.out);
      return;
    case "rank":
      v[unit.out] = RollingRank.update(unit.state, x);
      return;
    case "median":
      v[unit.out] = RollingMedian.update(unit.state, x);
      return;
    case "lowest":
      v[unit.out] = RollingMin.update(unit.state, x);
      return;
    case "highest":
      v[unit.out] = RollingMax.update(unit.state, x);
      return;
    case "delta":
      v[unit.out] = Delta.update(unit.state, x);
      return;
    case "crossings":
      v[unit.out] = SignChanges.update(unit.state, x);
      return;
    case "previous":
      v[unit.out] = unit.state.last;
      unit.state.last = x;
      return;
    case "ratio":
      v[unit.out] = x === 0 && v[unit.by] === 0 ? 1 : x / v[unit.by]!;
      return;
    case "difference":
      v[unit.out] = x - v[unit.by]!;
  }
}

function updateBollinger(state: BollingerState, x: number, v: Float64Array, out: number): void {
  Bollinger.update(state, x);
  v[out] = state.mid;
  v[out + 1] = state.upper;
  v[out + 2] = state.lower;
  v[out + 3] = state.bandwidth;
}
