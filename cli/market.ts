import { sha256Hex } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import type { Instrument } from "../lib/domain/mod.ts";
import { type CandleColumns, type FundingColumns, parseUtcMs, timeframeMs } from "../lib/market/mod.ts";
import { generateMarket, Tape } from "../lib/simulator/mod.ts";
import {
  findInstrument,
  joinHistory,
  readCandles,
  readFunding,
  readRegistry,
  type Registry,
} from "./data_files.ts";
import { Refusal } from "./exit.ts";
import { number, type Options, type Parsed, text, texts } from "./options.ts";

/** Options that say which market is traded. */
export const MARKET_OPTIONS: Options = {
  feed: { type: "string", value: "KIND", help: "simulated (default) or replay" },
  data: {
    type: "string",
    multiple: true,
    value: "[SYMBOL=]FILE",
    help: "candles of a symbol (replay); may be repeated",
  },
  funding: {
    type: "string",
    multiple: true,
    value: "[SYMBOL=]FILE",
    help: "funding rates of a symbol (replay)",
  },
  history: {
    type: "string",
    multiple: true,
    value: "[SYMBOL=]FILE",
    help: "earlier candles that only feed the features",
  },
  symbols: { type: "string", value: "A,B", help: "symbols to trade (replay)" },
  instruments: {
    type: "string",
    value: "FILE",
    help: "instrument registry (default: the nearest above the data)",
  },
  from: { type: "string", value: "TIME", help: "first bar traded, UTC; earlier candles are history" },
  to: { type: "string", value: "TIME", help: "end of the span, exclusive" },
  "assume-funding": {
    type: "string",
    value: "RATE",
    help: "rate per settlement where none is known, e.g. 0.0001",
  },
  seed: { type: "string", value: "SEED", help: "seed of the simulated market" },
};

/** A market ready to be traded, and what the run id is made of besides the configuration. */
export interface Market {
  readonly kind: "simulated" | "replay";
  readonly tape: Tape;
  /** By symbol of the tape: file whose candles only feed the features, or "". */
  readonly historySources: readonly string[];
  /** SHA-256 of each symbol's candles and funding, by symbol of the tape. */
  readonly digests: readonly string[];
  /** What was found or assumed, for the person to read. */
  readonly remarks: readonly string[];
}

/** The market that a command line and a configuration ask for; refuses with every fault of its data. */
export function loadMarket(parsed: Parsed, config: Config): Market {
  const kind = text(parsed, "feed") ?? (texts(parsed, "data").length > 0 ? "replay" : "simulated");
  if (kind === "simulated" || kind === "sim") return simulated(config);
  if (kind === "replay") return replay(parsed, config);
  throw new Refusal(`--feed must be simulated or replay: current value is "${kind}"`);
}

/** Start of the simulated market's trading; any hour would do, a fixed one makes runs comparable. */
const SIMULATED_FROM_MS = Date.UTC(2024, 0, 1);

function simulated(config: Config): Market {
  const { seed, symbols, bars } = config.feed.simulated;
  const { system } = config;
  const entryMs = timeframeMs(system.timeframes.entry), trendMs = timeframeMs(system.timeframes.trend);
  const warmUpBars = (system.min_bars * trendMs) / entryMs;
  const startMs = SIMULATED_FROM_MS - warmUpBars * entryMs;
  const sources = generateMarket({
    seed: String(seed),
    symbols,
    bars: warmUpBars + bars,
    startMs,
    timeframeMs: entryMs,
  });
  const tape = Tape.create({
    timeframeMs: entryMs,
    fromMs: SIMULATED_FROM_MS,
    toMs: SIMULATED_FROM_MS + bars * entryMs,
    symbols: sources,
  });
  if (!tape.ok) throw new Error(`Cannot play the generated market: ${tape.error.join("; ")}`);
  return market("simulated", tape.value, () => "", sources, [
    `seed ${seed}, ${symbols} symbols, ${bars} bars each`,
  ]);
}

interface Source {
  readonly instrument: Instrument;
  readonly candles: CandleColumns;
  readonly funding: FundingColumns;
}

/** A symbol's files together; `ownFromMs` is the open of its own first candle, as --history may have put others before it. */
interface ReplaySource extends Source {
  readonly ownFromMs: number;
}

function replay(parsed: Parsed, config: Config): Market {
  const data = texts(parsed, "data");
  if (data.length === 0) {
    throw new Refusal("--feed replay needs --data FILE (or SYMBOL=FILE for several symbols).");
  }
  const entryMs = timeframeMs(config.system.timeframes.entry);
  const registry = readRegistry(text(parsed, "instruments"), pathOf(data[0]!));
  const symbols = symbolsOf(parsed, config, data);
  const files = (option: string) => bySymbol(option, texts(parsed, option), symbols, registry);
  const candles = files("data"), funding = files("funding"), history = files("history");
  const sources = symbols.map((name): ReplaySource => {
    const instrument = findInstrument(registry, name);
    const { symbol } = instrument;
    const path = candles.get(symbol);
    if (path === undefined) throw new Refusal(`No candles for ${symbol}: add --data ${symbol}=FILE`);
    const own = readCandles(path, entryMs);
    const earlier = history.get(symbol);
    const rates = funding.get(symbol);
    return {
      instrument,
      ownFromMs: own.openMs[0]!,
      candles: earlier === undefined
        ? own
        : joinHistory(readCandles(earlier, entryMs), own, entryMs, earlier),
      funding: rates === undefined
        ? { length: 0, atMs: new Float64Array(0), rate: new Float64Array(0) }
        : readFunding(rates),
    };
  });
  const [fromMs, toMs] = span(parsed, sources, entryMs);
  const assumeFundingRate = number(parsed, "assume-funding");
  const tape = Tape.create({
    timeframeMs: entryMs,
    fromMs,
    toMs,
    symbols: sources,
    ...(assumeFundingRate === undefined ? {} : { assumeFundingRate }),
  });
  if (!tape.ok) {
    const hint = tape.error.some((fault) => fault.includes("funding"))
      ? "\nOr accept an assumed rate: --assume-funding 0.0001"
      : "";
    throw new Refusal(
      `Data refused, nothing was traded:\n${tape.error.slice(0, 20).map((f) => `  ${f}`).join("\n")}${hint}`,
    );
  }
  const remarks = [`instruments from ${registry.path}`];
  if (tape.value.assumedSettlements > 0) {
    remarks.push(`${tape.value.assumedSettlements} settlements at the assumed rate ${assumeFundingRate}`);
  }
  return market("replay", tape.value, (symbol) => history.get(symbol) ?? "", sources, remarks);
}

function market(
  kind: Market["kind"],
  tape: Tape,
  historySource: (symbol: string) => string,
  sources: readonly Source[],
  remarks: string[],
): Market {
  const names = tape.symbols.map(({ instrument }) => instrument.symbol);
  return {
    kind,
    tape,
    historySources: names.map(historySource),
    digests: names.map((name) => digest(sources.find(({ instrument }) => instrument.symbol === name)!)),
    remarks,
  };
}

/** Independent of how the file was written: the numbers count, not their text. */
function digest({ candles, funding }: Source): string {
  const columns = [candles.openMs, candles.open, candles.high, candles.low, candles.close, candles.volume];
  const parts = [...columns, funding.atMs, funding.rate];
  return sha256Hex(
    parts.map((c) => sha256Hex(new Uint8Array(c.buffer, c.byteOffset, c.byteLength))).join("\n"),
  );
}

const pathOf = (item: string): string => item.slice(item.indexOf("=") + 1);
const nameOf = (item: string): string | null => item.includes("=") ? item.slice(0, item.indexOf("=")) : null;

function symbolsOf(parsed: Parsed, config: Config, data: readonly string[]): string[] {
  const written = text(parsed, "symbols")?.split(",").map((s) => s.trim()).filter((s) => s !== "");
  const named = data.map(nameOf).filter((name) => name !== null);
  const configured = Object.entries(config.system.symbols).filter(([, own]) => own.enabled).map(([symbol]) =>
    symbol
  );
  const symbols = written ?? (named.length > 0 ? named : configured);
  if (symbols.length === 0) throw new Refusal("Which symbol is it? Add --symbols BTC/USDT:USDT");
  const disabled = symbols.filter((symbol) => config.system.symbols[symbol]?.enabled === false);
  if (disabled.length > 0) {
    throw new Refusal(`Disabled by system.symbols: ${disabled.join(", ")}. Enable it or leave it out.`);
  }
  return [...new Set(symbols)];
}

function bySymbol(
  option: string,
  items: readonly string[],
  symbols: readonly string[],
  registry: Registry,
): Map<string, string> {
  const files = new Map<string, string>();
  for (const item of items) {
    const name = nameOf(item) ?? (symbols.length === 1 ? symbols[0]! : null);
    if (name === null) {
      throw new Refusal(`--${option} ${item}: whose is it? Write --${option} SYMBOL=${item}`);
    }
    const { symbol } = findInstrument(registry, name);
    if (files.has(symbol)) throw new Refusal(`--${option}: two files for ${symbol}. Name one.`);
    files.set(symbol, pathOf(item));
  }
  return files;
}

function span(parsed: Parsed, sources: readonly ReplaySource[], entryMs: number): [number, number] {
  const time = (option: string, fallback: number): number => {
    const written = text(parsed, option);
    if (written === undefined) return fallback;
    const ms = parseUtcMs(written);
    if (Number.isNaN(ms)) {
      throw new Refusal(`--${option} needs a UTC time such as 2021-07-14: current value is "${written}"`);
    }
    return ms;
  };
  const firstOpens = sources.map((source) => source.ownFromMs);
  const lastCloses = sources.map(({ candles }) => candles.openMs[candles.length - 1]! + entryMs);
  return [time("from", Math.min(...firstOpens)), time("to", Math.max(...lastCloses))];
}
