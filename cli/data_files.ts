import { type Instrument, parseInstrument } from "../lib/domain/mod.ts";
import {
  CandleColumns,
  checkCandles,
  type DataFault,
  formatFaults,
  type FundingColumns,
  isColumnar,
  openColumnar,
  parseCandles,
  parseFunding,
  repairCandles,
} from "../lib/market/mod.ts";
import { basename, dirname, join, resolve } from "node:path";
import { Refusal } from "./exit.ts";

/** An instrument registry file as found: where, and its entries, not yet checked. */
export interface Registry {
  readonly path: string;
  readonly entries: Readonly<Record<string, unknown>>;
}

/** Venue whose registry is looked for. */
const REGISTRY_FILE = join("instruments", "binance_usdm.json");

/** Reads a file or refuses with what to do. */
export function readBytes(path: string, what: string): Uint8Array {
  try {
    return Deno.readFileSync(path);
  } catch (cause) {
    throw new Refusal(`Cannot read ${what} ${path}: ${(cause as Error).message}. Check the path.`);
  }
}

function refuse(faults: readonly DataFault[]): never {
  throw new Refusal(`Data refused, nothing was traded:\n${formatFaults(faults)}`);
}

/** Candles of a file, and what was done to them, then and now: for the person to read. */
export interface CandleReading {
  readonly candles: CandleColumns;
  readonly remarks: readonly string[];
}

/**
 * Candles of one timeframe, sound and without holes; anything else is refused with every fault. `repairHoles` fills holes as
 * `data import --repair fill-holes` does.
 */
export function readCandleFile(
  path: string,
  timeframeMs: number,
  { repairHoles = false }: { readonly repairHoles?: boolean } = {},
): CandleReading {
  const bytes = readBytes(path, "candle file"), parsed = parseCandles(bytes, path);
  if (!parsed.ok) return refuse(parsed.error);
  const repairs = repairHoles ? ["fill-holes" as const] : [];
  const repaired = repairCandles(parsed.value, repairs, { timeframeMs, file: path, asOfMs: null });
  if (!repaired.ok) return refuse(repaired.error);
  const { candles, done } = repaired.value, faults = checkCandles(candles, { timeframeMs, file: path });
  if (faults.length > 0) refuse(faults);
  return { candles, remarks: [...repairsOf(bytes, path), ...done].map((it) => `${basename(path)}: ${it}`) };
}

/** What a columnar file says was done to its rows before. */
function repairsOf(bytes: Uint8Array, path: string): readonly string[] {
  const opened = isColumnar(bytes) ? openColumnar(bytes, path) : null;
  return opened?.ok ? opened.value.header.repairs : [];
}

/** Funding rates, times snapped to the hour they belong to. */
export function readFunding(path: string): FundingColumns {
  const parsed = parseFunding(readBytes(path, "funding file"), path);
  return parsed.ok ? parsed.value : refuse(parsed.error);
}

/** History for features only, put before a symbol's own candles; it must end where they begin. */
export function joinHistory(
  history: CandleColumns,
  own: CandleColumns,
  timeframeMs: number,
  file: string,
): CandleColumns {
  const before = CandleColumns.slice(history, 0, CandleColumns.lowerBound(history, own.openMs[0]!));
  const joined = CandleColumns.concat([before, own]);
  const faults = checkCandles(joined, { timeframeMs, file: `${file} joined to the symbol's own candles` });
  return faults.length > 0 ? refuse(faults) : joined;
}

/** The registry named, or the nearest `instruments/binance_usdm.json` in the folders above the data. */
export function readRegistry(named: string | undefined, dataPath: string): Registry {
  const path = named ?? findRegistry(dataPath);
  const text = new TextDecoder().decode(readBytes(path, "instrument registry"));
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch (cause) {
    throw new Refusal(
      `Cannot read instrument registry ${path}: not valid JSON (${(cause as Error).message}).`,
    );
  }
  if (typeof entries === "object" && entries !== null && !Array.isArray(entries)) {
    return { path, entries: entries as Registry["entries"] };
  }
  throw new Refusal(`Cannot read instrument registry ${path}: an object of symbol -> entry is needed.`);
}

function findRegistry(dataPath: string): string {
  for (let folder = dirname(resolve(dataPath));; folder = dirname(folder)) {
    const path = join(folder, REGISTRY_FILE);
    try {
      if (Deno.statSync(path).isFile) return path;
    } catch (cause) {
      if (!(cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory)) {
        throw new Refusal(`Cannot look for ${path}: ${(cause as Error).message}`);
      }
    }
    if (dirname(folder) === folder) break;
  }
  throw new Refusal(
    `No instrument registry (${REGISTRY_FILE}) above ${dataPath}: name one with --instruments FILE. ` +
      `Without a venue's filters no order may be placed.`,
  );
}

/** The instrument of a symbol written in any of its names: canonical, without settle currency, or the venue's own. */
export function findInstrument(registry: Registry, name: string): Instrument {
  const matches = Object.entries(registry.entries).filter(([symbol, entry]) =>
    symbol === name || symbol.split(":")[0] === name || (entry as { id?: unknown })?.id === name
  );
  if (matches.length !== 1) {
    const known = Object.keys(registry.entries).sort().join(", ");
    const what = matches.length === 0 ? "is not in" : "is ambiguous in";
    throw new Refusal(`Symbol ${name} ${what} ${registry.path}. It has: ${known}`);
  }
  const parsed = parseInstrument(...matches[0]!);
  if (!parsed.ok) throw new Refusal(`${parsed.error} (in ${registry.path})`);
  return parsed.value;
}
