import { Pivots, type PivotsState } from "../indicators/mod.ts";
import { createUnit, type FeatureSpec, type FeatureUnit, outputsOf, updateUnit } from "./feature_unit.ts";

/** What a system reads of one timeframe: features in the order in which they depend on each other. */
export interface FrameSpec {
  readonly timeframeMs: number;
  /** Bars needed before any feature may be read, besides each feature's own warm-up. */
  readonly minBars: number;
  readonly features: readonly FeatureSpec[];
  /** Bars on each side of a swing pivot; 0 for no pivots. */
  readonly pivotBars: number;
}

/** Raw columns every frame has, in their slots 0..4. */
export const RAW = ["open", "high", "low", "close", "volume"] as const;

/**
 * The last closed bar of one (symbol, timeframe) and the features declared on it: one incremental engine for live and
 * backtest. Plain data, changed in place by FeatureFrame.update; one per symbol and timeframe.
 */
export interface FeatureFrame {
  readonly timeframeMs: number;
  readonly minBars: number;
  /** Names of slots: RAW, then every output of every declared feature. */
  readonly names: string[];
  /** Value of each slot at the last closed bar; NaN before its warm-up. */
  readonly values: Float64Array;
  readonly units: FeatureUnit[];
  readonly pivots: PivotsState | null;
  bars: number;
  openMs: number;
  /** True once every slot has a value and minBars are there; never false again. */
  warm: boolean;
}

/** Companion of FeatureFrame. */
export const FeatureFrame = {
  /** Throws RangeError on a feature that reads a name not declared before it, or a name declared twice. */
  create(spec: FrameSpec): FeatureFrame {
    const names: string[] = [...RAW];
    const units: FeatureUnit[] = [];
    for (const feature of spec.features) {
      const first = names.length;
      for (const output of outputsOf(feature)) {
        if (names.includes(output)) throw new RangeError(`Cannot declare feature ${output} twice`);
        names.push(output);
      }
      units.push(createUnit(feature, (name) => slotIn(names.slice(0, first), name), first));
    }
    return {
      timeframeMs: spec.timeframeMs,
      minBars: spec.minBars,
      names,
      values: new Float64Array(names.length).fill(NaN),
      units,
      pivots: spec.pivotBars > 0 ? Pivots.create(spec.pivotBars) : null,
      bars: 0,
      openMs: 0,
      warm: false,
    };
  },

  /** Adds the next closed bar. No allocation. */
  update(
    frame: FeatureFrame,
    openMs: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
  ): void {
    const { values, units } = frame;
    frame.bars += 1;
    frame.openMs = openMs;
    values[0] = open;
    values[1] = high;
    values[2] = low;
    values[3] = close;
    values[4] = volume;
    for (let i = 0; i < units.length; i++) updateUnit(units[i]!, values);
    if (frame.pivots !== null) Pivots.update(frame.pivots, high, low);
    if (!frame.warm && frame.bars >= frame.minBars) frame.warm = values.every((value) => value === value);
  },

  /** Slot of a name, to be looked up once. Throws RangeError when it was not declared. */
  slot: (frame: FeatureFrame, name: string): number => slotIn(frame.names, name),

  /** Value of a slot; throws when the frame is still warming up, because a NaN must never trade. */
  read(frame: FeatureFrame, slot: number): number {
    if (!frame.warm) {
      throw new Error(
        `Cannot read feature ${frame.names[slot]} before its warm-up: ${frame.bars} bars of ${frame.minBars}`,
      );
    }
    return frame.values[slot]!;
  },

  /** Time at which the last bar closed. */
  closeMs: (frame: FeatureFrame): number => frame.openMs + frame.timeframeMs,
} as const;

function slotIn(names: readonly string[], name: string): number {
  const slot = names.indexOf(name);
  if (slot < 0) throw new RangeError(`Cannot find feature ${name}: declared are ${names.join(", ")}`);
  return slot;
}
