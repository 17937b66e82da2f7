import {
  type CandleInspection,
  type DataFault,
  type DataWarning,
  detectTimeframeMs,
  type FundingInspection,
  type Gap,
  inspectCandles,
  inspectFunding,
  parseCandles,
  parseFundingRows,
} from "../lib/market/mod.ts";
import type { Source } from "./data_source.ts";

/** What `data verify` found in one file. */
export interface FileReport {
  readonly file: string;
  readonly kind: "candles" | "funding" | "trades" | "unknown";
  readonly rows: number;
  /** Opens of the first and last row (funding: their times), Unix ms; null where nothing was read. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly timeframeMs: number | null;
  readonly symbol: string;
  readonly sources: readonly { readonly name: string; readonly sha256: string }[];
  readonly repairs: readonly string[];
  readonly gaps: readonly Gap[];
  readonly faults: readonly DataFault[];
  readonly warnings: readonly DataWarning[];
  /** Of candles. */
  readonly zeroVolume?: CandleInspection["zeroVolume"];
  readonly jumps?: CandleInspection["jumps"];
  /** Of funding. */
  readonly funding?: Pick<FundingInspection, "jitteredRows" | "maxJitterMs" | "repeatedRows" | "intervalMs">;
}

/** What a file is checked against. */
export interface Expectation {
  /** Length of a bar; undefined: as its header says, else as the rows show. */
  readonly timeframeMs: number | undefined;
  /** When the rows were told; undefined: as its header says. */
  readonly asOfMs: number | undefined;
  readonly jumpPct: number;
}

/** Looks a file over. Faults of form end the look: there are no rows to look at. */
export function inspectSource(source: Source, expected: Expectation): FileReport {
  const { path, header, bytes } = source;
  const base: FileReport = {
    ...{ file: path, kind: source.kind ?? "unknown", rows: 0, fromMs: null, toMs: null, timeframeMs: null },
    ...{ symbol: header?.symbol ?? "", sources: header?.sources ?? [], repairs: header?.repairs ?? [] },
    ...{ gaps: [], faults: [], warnings: [] },
  };
  if (source.fault !== null) return { ...base, faults: [source.fault] };
  if (source.kind === "trades") {
    const what = "this is a file of trades, which `data import --trades` makes candles of";
    return {
      ...base,
      faults: [{ kind: "layout", file: path, row: 0, at: "", what, todo: "Import it first" }],
    };
  }
  if (source.kind === "funding") {
    const raw = parseFundingRows(bytes, path);
    if (!raw.ok) return { ...base, faults: raw.error };
    const { rows, faults, warnings, gaps, ...funding } = inspectFunding(raw.value, path);
    return {
      ...base,
      rows,
      ...span(raw.value.atMs),
      timeframeMs: funding.intervalMs,
      faults,
      warnings,
      gaps,
      funding,
    };
  }
  const parsed = parseCandles(bytes, path);
  if (!parsed.ok) return { ...base, faults: parsed.error };
  const timeframeMs = expected.timeframeMs ?? timeframeOf(source, parsed.value.openMs);
  const asOfMs = expected.asOfMs ?? header?.asOfMs ?? null;
  const found = inspectCandles(parsed.value, { timeframeMs, file: path, asOfMs, jumpPct: expected.jumpPct });
  return { ...base, ...span(parsed.value.openMs), timeframeMs, ...found };
}

/** Length of a bar as a file's header says, else as its rows show; a day below two rows, which is then the only guess. */
export function timeframeOf({ header }: Source, openMs: Float64Array): number {
  const said = header?.timeframeMs ?? 0;
  return said > 0 ? said : detectTimeframeMs(openMs) ?? 86_400_000;
}

function span(timesMs: Float64Array): { fromMs: number | null; toMs: number | null } {
  return { fromMs: timesMs[0] ?? null, toMs: timesMs[timesMs.length - 1] ?? null };
}
