import { Pivots, type PivotsState } from "../indicators/mod.ts";
import type { Aggregator } from "./aggregate.ts";
import type { BarColumns } from "./columns.ts";
import {
  createUnit,
  type FeatureSpec,
  type FeatureStep,
  type FeatureUnit,
  outputsOf,
  stepOf,
} from "./feature_unit.ts";

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

  /** What the units of a frame do with a bar, to be made once and again after a restore. */
  steps: ({ units }: FeatureFrame): readonly FeatureStep[] => units.map(stepOf),

  /** Adds row i of some columns as the next closed bar; `steps` are the frame's own. No allocation. */
  update(frame: FeatureFrame, steps: readonly FeatureStep[], bars: BarColumns, i: number): void {
    const { values } = frame;
    values[0] = bars.open[i]!;
    values[1] = bars.high[i]!;
    values[2] = bars.low[i]!;
    values[3] = bars.close[i]!;
    values[4] = bars.volume[i]!;
    take(frame, steps, bars.openMs[i]!);
  },

  /** Adds the bar that an aggregator has just completed. */
  updateFrom(frame: FeatureFrame, steps: readonly FeatureStep[], bar: Aggregator): void {
    const { values } = frame;
    values[0] = bar.open;
    values[1] = bar.high;
    values[2] = bar.low;
    values[3] = bar.close;
    values[4] = bar.volume;
    take(frame, steps, bar.openMs);
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

/** The bar is in the raw slots: everything else follows from it. */
function take(frame: FeatureFrame, steps: readonly FeatureStep[], openMs: number): void {
  const { values, pivots } = frame;
  frame.bars += 1;
  frame.openMs = openMs;
  for (let i = 0; i < steps.length; i++) steps[i]!(values);
  if (pivots !== null) Pivots.update(pivots, values[1]!, values[2]!);
  if (!frame.warm && frame.bars >= frame.minBars) frame.warm = values.every((value) => value === value);
}

function slotIn(names: readonly string[], name: string): number {
  const slot = names.indexOf(name);
  if (slot < 0) throw new RangeError(`Cannot find feature ${name}: declared are ${names.join(", ")}`);
  return slot;
}
