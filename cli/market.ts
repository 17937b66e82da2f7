import { sha256Hex } from "../lib/core/mod.ts";
import type { Config } from "../config/mod.ts";
import { CandleColumns, timeframeMs } from "../lib/market/mod.ts";
import {
  type EndlessMarketSpec,
  generateMarket,
  type MarketModelSpec,
  simulatedInstruments,
  Tape,
} from "../lib/simulator/mod.ts";
import { Refusal } from "./exit.ts";
import { liveRemarks, type LiveSource, loadLive } from "./live_source.ts";
import { type Options, type Parsed, text, texts } from "./options.ts";
import { loadReplay } from "./replay.ts";
import type { RunPlace } from "./run_place.ts";

/** Options of a replay alone. */
const REPLAY_OPTIONS: Options = {
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
    help: "earlier candles that only feed the features (replay)",
  },
  intrabar: {
    type: "string",
    multiple: true,
    value: "[SYMBOL=]FILE",
    help: "shorter candles that tell the way within bars, for simulator.intrabar: finer (replay)",
  },
  symbols: { type: "string", value: "A,B", help: "symbols to trade (replay, live)" },
  instruments: {
    type: "string",
    value: "FILE",
    help: "instrument registry (replay; default: the nearest above the data)",
  },
  from: {
    type: "string",
    value: "TIME",
    help: "first bar traded, UTC; earlier candles are history (replay)",
  },
  to: { type: "string", value: "TIME", help: "end of the span, exclusive (replay)" },
  "assume-funding": {
    type: "string",
    value: "RATE",
    help: "rate per settlement where none is known, e.g. 0.0001 (replay)",
  },
  "repair-holes": {
    type: "boolean",
    help: "fill holes of up to a week with flat bars without volume (replay)",
  },
};

/** Options of the simulated market alone. */
const SIMULATED_OPTIONS: Options = {
  seed: { type: "string", value: "SEED", help: "seed of the simulated market" },
  bars: {
    type: "string",
    value: "N",
    help: "end after so many bars of the simulated market, which then waits for the tree",
  },
};

/** Options that say which market is traded. */
export const MARKET_OPTIONS: Options = {
  feed: {
    type: "string",
    value: "KIND",
    help: "simulated (default), replay (default with --data), or live candles of binance or kucoin",
  },
  ...REPLAY_OPTIONS,
  ...SIMULATED_OPTIONS,
};

/** A market ready to be traded, and what the run id is made of besides the configuration. */
export interface Market {
  readonly kind: "simulated" | "replay" | "live";
  readonly tape: Tape;
  /** What goes on from the tape's history without end, in place of its bars; null where the tape is all there is. */
  readonly endless: EndlessMarketSpec | null;
  /** Where the market is a venue's own: the tape holds its history, and the candle before it as its bar. */
  readonly live: LiveSource | null;
  /** By symbol of the tape: name of the file whose candles only feed the features, or "". */
  readonly historySources: readonly string[];
  /** SHA-256 of each symbol's candles up to the end of the span and of its funding in it, by symbol of the tape. */
  readonly digests: readonly string[];
  /** What was found or assumed, for the person to read. */
  readonly remarks: readonly string[];
}

/** The market that a command line and a configuration ask for; refuses with every fault of its data. */
export async function loadMarket(parsed: Parsed, config: Config, place: RunPlace): Promise<Market> {
  const kind = feedKind(parsed, config);
  if (kind === "live") {
    const others = Object.keys({ ...REPLAY_OPTIONS, ...SIMULATED_OPTIONS }).filter((it) => it !== "symbols");
    refuseOptions(parsed, others, "does not go with the candles of a venue: leave it out");
    const { tape, ...live } = await loadLive(parsed, config, place);
    const remarks = liveRemarks(live, config);
    return { ...market("live", tape, () => "", remarks), live };
  }
  if (kind === "simulated") {
    refuseOptions(
      parsed,
      Object.keys(REPLAY_OPTIONS),
      "go with recorded candles: use --feed replay --data FILE",
    );
    return simulated(config);
  }
  refuseOptions(parsed, Object.keys(SIMULATED_OPTIONS), "goes with the simulated market: leave it out");
  const { tape, historySource, remarks } = loadReplay(parsed, config);
  return market("replay", tape, historySource, remarks);
}

/** What a command line asks for goes before the configuration. */
function feedKind(parsed: Parsed, { feed }: Config): Market["kind"] {
  const written = text(parsed, "feed");
  if (written === undefined) return texts(parsed, "data").length > 0 ? "replay" : feed.kind;
  if (written === "sim" || written === "simulated") return "simulated";
  if (written === "replay") return "replay";
  if (liveFlags(parsed) !== null) return "live";
  throw new Refusal(`--feed must be simulated, replay, binance or kucoin: current value is "${written}"`);
}

/** The configuration that `--feed <venue>` stands for; null where it names none. */
export function liveFlags(parsed: Parsed): Record<string, unknown> | null {
  const venue = text(parsed, "feed");
  if (venue !== "binance" && venue !== "kucoin") return null;
  return { kind: "live", live: { candles: { venue } } };
}

/** An option that would do nothing is a misunderstanding, and the run would not be the one meant. */
function refuseOptions(parsed: Parsed, names: readonly string[], why: string): void {
  const written = names.filter((name) => parsed.values[name] !== undefined);
  if (written.length > 0) throw new Refusal(`${written.map((name) => `--${name}`).join(", ")} ${why}.`);
}

/** Start of the simulated market's trading; any hour would do, a fixed one makes runs comparable. */
const SIMULATED_FROM_MS = Date.UTC(2024, 0, 1);

function simulated(config: Config): Market {
  const { seed, symbols, bars } = config.feed.simulated;
  const { system } = config;
  // one bar at least, for the tape's grid
  const playedBars = Math.max(1, bars);
  const entryMs = timeframeMs(system.timeframes.entry), trendMs = timeframeMs(system.timeframes.trend);
  const warmUpBars = (system.min_bars * trendMs) / entryMs;
  const startMs = SIMULATED_FROM_MS - warmUpBars * entryMs;
  const model: MarketModelSpec = { seed: String(seed), symbols, startMs, timeframeMs: entryMs };
  const sources = generateMarket({ ...model, bars: warmUpBars + playedBars }).filter(({ instrument }) =>
    system.symbols[instrument.symbol]?.enabled !== false
  );
  if (sources.length === 0) {
    throw new Refusal(
      `Every symbol of the simulated market is disabled by system.symbols. Enable one, or raise feed.simulated.symbols.`,
    );
  }
  const tape = Tape.create({
    timeframeMs: entryMs,
    fromMs: SIMULATED_FROM_MS,
    toMs: SIMULATED_FROM_MS + playedBars * entryMs,
    symbols: sources,
  });
  if (!tape.ok) throw new Error(`Cannot play the generated market: ${tape.error.join("; ")}`);
  const length = bars === 0 ? "without end" : `${bars} bars each`;
  const remarks = [`seed ${seed}, ${sources.length} symbols, ${length}`];
  const played = market("simulated", tape.value, () => "", remarks);
  return bars === 0 ? { ...played, endless: endlessOf(model, warmUpBars, tape.value) } : played;
}

/** The model makes all its symbols, the tape has those that are traded, in its own order. */
function endlessOf(model: MarketModelSpec, warmUpBars: number, tape: Tape): EndlessMarketSpec {
  const made = simulatedInstruments(model.symbols).map(({ symbol }) => symbol);
  const symbols = tape.symbols.map(({ instrument: { symbol } }) => made.indexOf(symbol));
  return { model, warmUpBars, symbols };
}

function market(
  kind: Market["kind"],
  tape: Tape,
  historySource: (symbol: string) => string,
  remarks: readonly string[],
): Market {
  return {
    kind,
    tape,
    ...{ endless: null, live: null },
    historySources: tape.symbols.map(({ instrument }) => historySource(instrument.symbol)),
    digests: tape.symbols.map((_, i) => digest(tape, i)),
    remarks,
  };
}

/** What the run can see of a symbol. Independent of how a file was written: the numbers count, not their text. */
function digest(tape: Tape, symbolIndex: number): string {
  const { candles, rowOfBar0, fundingRates } = tape.symbols[symbolIndex]!;
  const { openMs, open, high, low, close, volume } = CandleColumns.slice(candles, 0, rowOfBar0 + tape.bars);
  const parts = [openMs, open, high, low, close, volume, fundingRates];
  return sha256Hex(
    parts.map((c) => sha256Hex(new Uint8Array(c.buffer, c.byteOffset, c.byteLength))).join("\n"),
  );
}
