import type { Config } from "../config/mod.ts";
import { detectTimeframeMs, formatFaults, formatSpan, parseCandles } from "../lib/market/mod.ts";
import type { FinerCandles, Tape } from "../lib/simulator/mod.ts";
import { readBytes } from "./data_files.ts";
import { Refusal } from "./exit.ts";

/** Shorter candles that tell the way within bars; Tape.create() judges whether they do. Holes are allowed. */
export function readIntrabar(path: string, { simulator: { intrabar } }: Config): FinerCandles {
  if (intrabar !== "finer") {
    throw new Refusal(
      `--intrabar ${path} would do nothing: simulator.intrabar is ${intrabar}. Set it to finer, or leave the file out.`,
    );
  }
  const parsed = parseCandles(readBytes(path, "intrabar candle file"), path);
  if (!parsed.ok) throw new Refusal(`Data refused, nothing was traded:\n${formatFaults(parsed.error)}`);
  const stepMs = detectTimeframeMs(parsed.value.openMs);
  if (stepMs === undefined) {
    throw new Refusal(`--intrabar ${path}: one candle tells no way. Give a longer file.`);
  }
  return { candles: parsed.value, stepMs };
}

/** How much of each symbol's span has such a way, where it was asked for. */
export function intrabarRemarks({ symbols, bars }: Tape, { simulator }: Config): string[] {
  if (simulator.intrabar !== "finer") return [];
  return symbols.map(({ instrument: { symbol }, finer }) => {
    if (finer === undefined) return `${symbol}: no intrabar candles, every bar goes its pessimistic way`;
    const whole = finer.firstRow.reduce((sum, row) => row < 0 ? sum : sum + 1, 0);
    return `${symbol}: intrabar candles of ${formatSpan(finer.stepMs)} in ${whole} of ${bars} bars`;
  });
}
