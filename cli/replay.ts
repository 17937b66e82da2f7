import type { Config } from "../config/mod.ts";
import type { Instrument } from "../lib/domain/mod.ts";
import {
  type CandleColumns,
  type FundingColumns,
  NO_FUNDING,
  parseUtcMs,
  timeframeMs,
} from "../lib/market/mod.ts";
import { type FinerCandles, Tape } from "../lib/simulator/mod.ts";
import { basename, relative } from "node:path";
import {
  findInstrument,
  joinHistory,
  readCandleFile,
  readFunding,
  readRegistry,
  type Registry,
} from "./data_files.ts";
import { Refusal } from "./exit.ts";
import { intrabarRemarks, readIntrabar } from "./intrabar.ts";
import { namedSymbols } from "./named_symbols.ts";
import { number, type Parsed, text, texts } from "./options.ts";

/** Recorded history as a tape. */
export interface Replay {
  readonly tape: Tape;
  /** Name (without folders) of the file whose candles only feed a symbol's features, or "". */
  readonly historySource: (symbol: string) => string;
  /** What was found or assumed, for the person to read. */
  readonly remarks: readonly string[];
}

/** A symbol's files together; `ownFromMs` is the open of its own first candle, as --history may have put others before it. */
interface Source {
  readonly instrument: Instrument;
  readonly candles: CandleColumns;
  readonly funding: FundingColumns;
  readonly finer?: FinerCandles;
  readonly ownFromMs: number;
}

/** Reads and checks the files that a command line names; refuses with every fault. */
export function loadReplay(parsed: Parsed, config: Config): Replay {
  const data = texts(parsed, "data");
  if (data.length === 0) {
    throw new Refusal("--feed replay needs --data FILE (or SYMBOL=FILE for several symbols).");
  }
  const entryMs = timeframeMs(config.system.timeframes.entry);
  const registry = readRegistry(text(parsed, "instruments"), pathOf(data[0]!));
  const instruments = instrumentsOf(parsed, config, data, registry);
  const files = (option: string) => bySymbol(option, texts(parsed, option), instruments, registry);
  // as seen from here, so that the same layout of folders gives the same report anywhere
  const remarks = [`instruments from ${relative(Deno.cwd(), registry.path)}`];
  const repairHoles = parsed.values["repair-holes"] === true;
  const read = (path: string): CandleColumns => {
    const reading = readCandleFile(path, entryMs, { repairHoles });
    remarks.push(...reading.remarks);
    return reading.candles;
  };
  const candles = files("data"), funding = files("funding"), history = files("history");
  const intrabar = files("intrabar");
  const sources = instruments.map((instrument): Source => {
    const { symbol } = instrument;
    const path = candles.get(symbol);
    if (path === undefined) throw new Refusal(`No candles for ${symbol}: add --data ${symbol}=FILE`);
    const own = read(path);
    const earlier = history.get(symbol), rates = funding.get(symbol), finer = intrabar.get(symbol);
    const parts: [string, string | undefined][] = [["", path], ["funding ", rates], ["history ", earlier]];
    const named = parts.flatMap(([what, file]) => file === undefined ? [] : [what + basename(file)]);
    remarks.push(`${symbol}: ${named.join(", ")}`);
    return {
      instrument,
      ownFromMs: own.openMs[0]!,
      candles: earlier === undefined ? own : joinHistory(read(earlier), own, entryMs, earlier),
      funding: rates === undefined ? NO_FUNDING : readFunding(rates),
      ...(finer === undefined ? {} : { finer: readIntrabar(finer, config) }),
    };
  });
  const tape = tapeOf(parsed, sources, entryMs);
  remarks.push(...intrabarRemarks(tape, config));
  if (tape.assumedSettlements > 0) {
    remarks.push(
      `${tape.assumedSettlements} settlements at the assumed rate ${number(parsed, "assume-funding")}`,
    );
  }
  return { tape, historySource: (symbol) => basename(history.get(symbol) ?? ""), remarks };
}

function tapeOf(parsed: Parsed, sources: readonly Source[], entryMs: number): Tape {
  const [fromMs, toMs] = span(parsed, sources, entryMs);
  const assumeFundingRate = number(parsed, "assume-funding");
  const tape = Tape.create({
    timeframeMs: entryMs,
    fromMs,
    toMs,
    symbols: sources,
    ...(assumeFundingRate === undefined ? {} : { assumeFundingRate }),
  });
  if (tape.ok) return tape.value;
  const hint = tape.error.some((fault) => fault.includes("no funding rate"))
    ? "\nGive the rates with --funding FILE, or accept an assumed one: --assume-funding 0.0001"
    : "";
  throw new Refusal(
    `Data refused, nothing was traded:\n${tape.error.slice(0, 20).map((f) => `  ${f}`).join("\n")}${hint}`,
  );
}

const pathOf = (item: string): string => item.slice(item.indexOf("=") + 1);
const nameOf = (item: string): string | null => item.includes("=") ? item.slice(0, item.indexOf("=")) : null;

/** The instruments to trade, each once; they may be written by any of their names. */
function instrumentsOf(
  parsed: Parsed,
  config: Config,
  data: readonly string[],
  registry: Registry,
): Instrument[] {
  return namedSymbols(parsed, config, {
    others: data.map(nameOf).filter((name) => name !== null),
    find: (name) => findInstrument(registry, name),
    question: "Which symbol is it? Add --symbols BTC/USDT:USDT",
  });
}

function bySymbol(
  option: string,
  items: readonly string[],
  instruments: readonly Instrument[],
  registry: Registry,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const item of items) {
    const name = nameOf(item);
    if (name === null && instruments.length !== 1) {
      throw new Refusal(`--${option} ${item}: whose is it? Write --${option} SYMBOL=${item}`);
    }
    const { symbol } = name === null ? instruments[0]! : findInstrument(registry, name);
    if (files.has(symbol)) throw new Refusal(`--${option}: two files for ${symbol}. Name one.`);
    files.set(symbol, pathOf(item));
  }
  return files;
}

function span(parsed: Parsed, sources: readonly Source[], entryMs: number): [number, number] {
  const time = (option: string, fallback: number): number => {
    const written = text(parsed, option);
    if (written === undefined) return fallback;
    const ms = parseUtcMs(written);
    if (Number.isNaN(ms)) {
      throw new Refusal(`--${option} needs a UTC time such as 2021-07-14: current value is "${written}"`);
    }
    if (ms % entryMs !== 0) {
      const minutes = entryMs / 60_000;
      throw new Refusal(
        `--${option} must be the open of a bar, a UTC multiple of ${minutes} minutes: current value is "${written}"`,
      );
    }
    return ms;
  };
  const firstOpens = sources.map((source) => source.ownFromMs);
  const lastCloses = sources.map(({ candles }) => candles.openMs[candles.length - 1]! + entryMs);
  const firstMs = Math.min(...firstOpens), lastMs = Math.max(...lastCloses);
  const askedFromMs = time("from", firstMs), askedToMs = time("to", lastMs);
  const [askedFrom, askedTo] = [askedFromMs, askedToMs].map(iso);
  if (askedFromMs >= askedToMs) {
    throw new Refusal(
      `--from (${askedFrom}) must be before --to (${askedTo}): there is no bar between them.`,
    );
  }
  // beyond the candles there is nothing to trade: the span printed is the one that is run
  const fromMs = Math.max(firstMs, askedFromMs), toMs = Math.min(lastMs, askedToMs);
  if (fromMs < toMs) return [fromMs, toMs];
  throw new Refusal(
    `The data has no bar between ${askedFrom} and ${askedTo}: its candles run from ${iso(firstMs)} to ${
      iso(lastMs)
    }.`,
  );
}

const iso = (ms: number): string => new Date(ms).toISOString();
