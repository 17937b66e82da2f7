import { FeatureFrame, type FeatureSpec } from "../../market/mod.ts";
import {
  type LoneStrategyName,
  STRATEGIES,
  type StrategiesConfig,
  type StrategyView,
} from "../../strategies/mod.ts";

/** What a record calls the regime where one strategy trades them all. */
export const ANY_REGIME = "ALL";

/** Features that the one strategy declares of the entry bars. */
export function loneFeatures(alone: LoneStrategyName, strategies: StrategiesConfig): readonly FeatureSpec[] {
  return STRATEGIES[alone].features?.(strategies[alone]!) ?? [];
}

/** Where the frame has what a view shows; -1 for what the strategy did not declare. */
export interface LoneSlots {
  readonly emaFast: number;
  readonly emaSlow: number;
  readonly atr: number;
}

/** Slots of a lone strategy's features. */
export function loneSlots({ names }: FeatureFrame): LoneSlots {
  const slot = (name: string) => names.indexOf(name);
  return { emaFast: slot("emaFast"), emaSlow: slot("emaSlow"), atr: slot("atr") };
}

/** Copies the last bar into the view of a strategy that trades alone; its entry bar is the setup bar too. */
export function fillLoneView(view: StrategyView, frame: FeatureFrame, slots: LoneSlots): void {
  const { entry } = view, { values } = frame;
  view.closeMs = FeatureFrame.closeMs(frame);
  entry.index = frame.bars;
  entry.open = values[0]!;
  entry.high = values[1]!;
  entry.low = values[2]!;
  entry.close = values[3]!;
  if (slots.emaFast >= 0) entry.emaFast = values[slots.emaFast]!;
  if (slots.emaSlow >= 0) entry.emaSlow = values[slots.emaSlow]!;
  if (slots.atr >= 0) view.setup.atr = entry.atr = values[slots.atr]!;
}
