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

/** What a unit does with the slots of a bar: reads its inputs, writes its outputs. */
export type FeatureStep = (v: Float64Array) => void;

/**
 * The unit as a function of its own, over the unit's state: small enough that the compiler keeps its doubles out of memory.
 * No allocation when called.
 */
export function stepOf(unit: FeatureUnit): FeatureStep {
  const { in: x, by, out } = unit;
  switch (unit.kind) {
    case "ema":
      return ((state) => (v) => void (v[out] = Ema.update(state, v[x]!)))(unit.state);
    case "rsi":
      return ((state) => (v) => void (v[out] = Rsi.update(state, v[x]!)))(unit.state);
    case "atr":
      return ((state) => (v) => void (v[out] = Atr.update(state, v[1]!, v[2]!, v[3]!)))(unit.state);
    case "adx":
      return ((state) => (v) => void (v[out] = Adx.update(state, v[1]!, v[2]!, v[3]!)))(unit.state);
    case "bollinger":
      return ((state) => (v) => updateBollinger(state, v, x, out))(unit.state);
    case "rank":
      return ((state) => (v) => void (v[out] = RollingRank.update(state, v[x]!)))(unit.state);
    case "median":
      return ((state) => (v) => void (v[out] = RollingMedian.update(state, v[x]!)))(unit.state);
    case "lowest":
      return ((state) => (v) => void (v[out] = RollingMin.update(state, v[x]!)))(unit.state);
    case "highest":
      return ((state) => (v) => void (v[out] = RollingMax.update(state, v[x]!)))(unit.state);
    case "delta":
      return ((state) => (v) => void (v[out] = Delta.update(state, v[x]!)))(unit.state);
    case "crossings":
      return ((state) => (v) => void (v[out] = SignChanges.update(state, v[x]!)))(unit.state);
    case "previous":
      return ((state) => (v) => {
        v[out] = state.last;
        state.last = v[x]!;
      })(unit.state);
    case "ratio":
      return (v) => void (v[out] = v[x] === 0 && v[by] === 0 ? 1 : v[x]! / v[by]!);
    case "difference":
      return (v) => void (v[out] = v[x]! - v[by]!);
  }
}

function updateBollinger(state: BollingerState, v: Float64Array, x: number, out: number): void {
  Bollinger.update(state, v[x]!);
  v[out] = state.mid;
  v[out + 1] = state.upper;
  v[out + 2] = state.lower;
  v[out + 3] = state.bandwidth;
}
