import type { Fact } from "./fact.ts";
import type { Level } from "./level.ts";
import { oneLine, type Telling } from "./notification.ts";
import { timeText } from "./units.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

/** How much each state of a feed matters. What is repaired by itself is not worth a person's time. */
const HEALTH_LEVELS: Readonly<Record<Of<"FeedHealthChanged">["health"], Level>> = {
  ...{ live: "info", backfilling: "info", silent: "warning", reconnecting: "warning", failed: "critical" },
};

/** Live candles come, or they do not: then nothing is entered, and stops stay. */
export function tellFeed({ venue, health, why, atMs }: Of<"FeedHealthChanged">): Telling {
  return {
    ...{ level: HEALTH_LEVELS[health], key: `feed/${venue}`, variant: health },
    ...{ text: oneLine(`feed of ${venue}: ${health}${why === "" ? "" : `: ${why}`}`), atMs },
  };
}

/** Candles that will never come, or are asked for still. */
export function tellMissing({ symbol, missing, fromMs, why, atMs }: Of<"CandlesMissing">): Telling {
  const text = `${symbol}: ${missing} candles from ${timeText(fromMs)} on are missing: ${why}`;
  return { level: "warning", key: `missing/${symbol}`, variant: `${fromMs}`, text: oneLine(text), atMs };
}

/** What was told first stays the truth of the run; whoever compares it later should know. */
export function tellCorrection({ symbol, openMs, atMs }: Of<"CandleCorrected">): Telling {
  const text = `${symbol}: the venue changed its candle of ${
    timeText(openMs)
  }; the run keeps the first version`;
  return { level: "info", key: `corrected/${symbol}`, variant: `${openMs}`, text: oneLine(text), atMs };
}

/** The machine's clock is off: the venue would refuse requests for it. */
export function tellSkew({ venue, offsetMs, atMs }: Of<"ClockSkewed">): Telling {
  const side = offsetMs > 0 ? "behind" : "ahead of";
  const text = `this machine's clock is ${
    Math.abs(Math.round(offsetMs))
  } ms ${side} ${venue}'s: set it right (NTP)`;
  return { level: "warning", key: `skew/${venue}`, variant: "", text: oneLine(text), atMs };
}
