/// <reference lib="dom" />
import type { SummaryView } from "../views.ts";
import { command } from "./commands.ts";
import { byId } from "./dom.ts";
import { speedAt, speedText, stepOf } from "./speed.ts";

/** The slider of the market's speed. */
export interface SpeedControl {
  /** Follows the run's speed unless someone is moving the slider. */
  show(view: SummaryView): void;
}

/** Wires the slider: it speaks while it moves, and asks once it rests. */
export function createSpeedControl(afterwards: () => void): SpeedControl {
  const box = byId("speed-box"), slider = byId<HTMLInputElement>("speed"), text = byId("speed-text");
  let isTheirs = false;
  const tell = (barsPerSecond: number) => {
    text.textContent = speedText(barsPerSecond);
    slider.setAttribute("aria-valuetext", speedText(barsPerSecond));
  };
  slider.addEventListener("input", () => {
    isTheirs = true;
    tell(speedAt(Number(slider.value)));
  });
  slider.addEventListener("change", async () => {
    await command("/api/market/speed", { barsPerSecond: speedAt(Number(slider.value)) });
    isTheirs = false;
    afterwards();
  });
  return {
    show({ barsPerSecond }) {
      box.hidden = barsPerSecond === null;
      if (isTheirs || barsPerSecond === null) return;
      tell(barsPerSecond);
      if (barsPerSecond > 0) slider.value = String(stepOf(barsPerSecond));
    },
  };
}
