/// <reference lib="dom" />
import type { IChartApi } from "lightweight-charts";

/** Which of the bars are in view. */
export interface Viewport {
  /** There are so many bars now, of the same symbol or another one. */
  show(count: number, isOther: boolean): void;
  /** Moves, if need be, until this bar is in the middle. */
  bringIntoView(index: number): void;
}

/** Below this width fewer bars are in view, and marks have no words. */
export const NARROW_PX = 560;
/** Bars in view at first; and those that have room while there are fewer: a young market begins at the left. */
const IN_VIEW = 140;
const IN_NARROW_VIEW = 64;
const LEAST_IN_VIEW = 48;
/** Bars left free at the right. */
const FREE = 3;

/** All there is while that is little, then the newest bars, until the view is moved by hand. */
export function createViewport(chart: IChartApi, place: HTMLElement): Viewport {
  const scale = chart.timeScale();
  let isYoung = false;
  place.addEventListener("pointerdown", () => isYoung = false);
  return {
    show(count, isOther) {
      if (!isOther && !isYoung) return;
      const shown = place.clientWidth < NARROW_PX ? IN_NARROW_VIEW : IN_VIEW;
      scale.setVisibleLogicalRange({
        from: Math.max(0, count - shown) - 0.5,
        to: Math.max(LEAST_IN_VIEW, count) + FREE,
      });
      isYoung = count < shown;
    },
    bringIntoView(index) {
      const range = scale.getVisibleLogicalRange();
      if (range === null || (index >= range.from && index <= range.to)) return;
      isYoung = false;
      const half = (range.to - range.from) / 2;
      scale.setVisibleLogicalRange({ from: index - half, to: index + half });
    },
  };
}
