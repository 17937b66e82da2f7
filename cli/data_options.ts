import { parseTimeframe, parseUtcMs, timeframeMs } from "../lib/market/mod.ts";
import { Refusal } from "./exit.ts";
import { type Parsed, text } from "./options.ts";

/** A time written in UTC, as Unix ms. */
export function time(parsed: Parsed, name: string): number | undefined {
  const written = text(parsed, name);
  if (written === undefined) return undefined;
  const ms = parseUtcMs(written);
  if (!Number.isNaN(ms)) return ms;
  throw new Refusal(
    `--${name} needs a UTC time such as 2021-07-14 or 2021-07-14T08:00: current value is "${written}"`,
  );
}

/** A timeframe by its name, as ms. */
export function timeframe(parsed: Parsed): number | undefined {
  const written = text(parsed, "timeframe");
  if (written === undefined) return undefined;
  const read = parseTimeframe(written);
  if (!read.ok) throw new Refusal(read.error);
  return timeframeMs(read.value);
}
