import type { Config } from "../config/mod.ts";
import { decodeState, encodeState, systemClock } from "../lib/core/mod.ts";
import { CandleColumns, timeframeMs } from "../lib/market/mod.ts";
import { type LiveMarketSpec, Tape, type TapeSource } from "../lib/simulator/mod.ts";
import type { VenueName } from "../lib/venues/mod.ts";
import { Refusal } from "./exit.ts";
import { type LiveHistory, readLiveHistory } from "./live_history.ts";
import { type Parsed, text } from "./options.ts";
import type { RunPlace } from "./run_place.ts";
import { utc } from "./terminal.ts";

/** A venue's candles as a market: where they come from, and what was known when the run began. */
export interface LiveSource {
  readonly venue: VenueName;
  readonly market: LiveMarketSpec;
  /** What the paper exchange is moved on: a grid of shorter bars. */
  readonly steps: Tape;
  readonly began: LiveBeginning;
}

/** Kept beside the store, so that a run that goes on is the run that began, and begins without a network. */
interface LiveBeginning {
  readonly version: 1;
  readonly venue: VenueName;
  /** First bar traded. */
  readonly fromMs: number;
  readonly history: readonly LiveHistory[];
}

/** Minutes: what a venue says of the way a price took. */
const STEP_MS = 60_000;

/** The beginning of the run that is gone on with, or a new one, asked of the venue. Refuses other symbols than it has. */
export async function loadLive(
  parsed: Parsed,
  config: Config,
  place: RunPlace,
): Promise<LiveSource & { readonly tape: Tape }> {
  const { venue } = config.feed.live.candles;
  const known = parsed.values.fresh === true ? null : readBeginning(place);
  if (known !== null && known.venue !== venue) {
    throw new Refusal(
      `The run in ${place.name} is on ${known.venue}: start it with --feed ${known.venue}, or name another store.`,
    );
  }
  const began = known ?? await begin(parsed, config);
  const { fromMs, history } = began;
  const { system, feed: { live } } = config;
  const barMs = timeframeMs(system.timeframes.entry);
  const tape = tapeOf(history, fromMs, barMs);
  const market: LiveMarketSpec = {
    symbols: tape.symbols.map(({ instrument }) => instrument.symbol),
    ...{ fromMs, stepMs: STEP_MS, barMs, graceMs: live.wait_ms, lateAfterMs: live.late_after_ms },
  };
  const last = history.map(({ instrument, candles }) => ({ instrument, candles: lastOf(candles) }));
  return { venue, market, steps: tapeOf(last, fromMs, STEP_MS), tape, began };
}

async function begin(parsed: Parsed, config: Config): Promise<LiveBeginning> {
  const { system, feed: { live: { candles: { venue } } } } = config;
  const { entry, trend } = system.timeframes;
  const barMs = timeframeMs(entry), trendMs = timeframeMs(trend);
  const fromMs = Math.floor(systemClock.nowMs() / barMs) * barMs;
  // one more, as the oldest is rarely whole
  const bars = ((system.min_bars + 1) * trendMs) / barMs;
  const symbols = symbolsOf(parsed, config);
  const history = await readLiveHistory(config, { symbols, timeframe: entry, bars, toMs: fromMs });
  return { version: 1, venue, fromMs, history };
}

/** Canonical names; a pair alone is its perpetual. */
function symbolsOf(parsed: Parsed, { system }: Config): string[] {
  const written = text(parsed, "symbols")?.split(",").map((it) => it.trim()).filter((it) => it !== "");
  const names = written ?? Object.keys(system.symbols).filter((it) => system.symbols[it]!.enabled);
  if (names.length === 0) {
    throw new Refusal("Which symbols are to be traded? Add --symbols BTC/USDT,ETH/USDT or system.symbols.");
  }
  const canonical = names.map((it) => it.includes(":") ? it : `${it}:${it.slice(it.indexOf("/") + 1)}`);
  const disabled = canonical.filter((it) => system.symbols[it]?.enabled === false);
  if (disabled.length > 0) {
    throw new Refusal(`Disabled by system.symbols: ${disabled.join(", ")}. Enable it or leave it out.`);
  }
  return [...new Set(canonical)];
}

/** Candles up to `fromMs`, and as the bar that a tape must have the price at that time; it is never played. */
function tapeOf(history: readonly LiveHistory[], fromMs: number, timeframeMs: number): Tape {
  const symbols = history.map(({ instrument, candles }): TapeSource => {
    const close = candles.close[candles.length - 1]!;
    const flat = { open: close, high: close, low: close, close, volume: 0 };
    const own = candles.length > 1 ? candles : CandleColumns.slice(candles, 0, 0);
    return { instrument, candles: append(own, { openMs: fromMs, ...flat }), funding: NO_FUNDING };
  });
  const span = { timeframeMs, fromMs, toMs: fromMs + timeframeMs, assumeFundingRate: 0 };
  const tape = Tape.create({ ...span, symbols });
  if (tape.ok) return tape.value;
  throw new Refusal(
    `The venue's history cannot be used:\n${tape.error.slice(0, 20).map((it) => `  ${it}`).join("\n")}`,
  );
}

const NO_FUNDING = { length: 0, atMs: new Float64Array(0), rate: new Float64Array(0) };

function lastOf(candles: CandleColumns): CandleColumns {
  return CandleColumns.slice(candles, candles.length - 1, candles.length);
}

type Row = Readonly<Record<"openMs" | "open" | "high" | "low" | "close" | "volume", number>>;

function append(candles: CandleColumns, row: Row): CandleColumns {
  const column = (name: keyof Row) =>
    Float64Array.of(...candles[name].subarray(0, candles.length), row[name]);
  return {
    length: candles.length + 1,
    ...{ openMs: column("openMs"), open: column("open"), high: column("high") },
    ...{ low: column("low"), close: column("close"), volume: column("volume") },
  };
}

/** Keeps what the run began with, once it is this process's run. */
export function keepLive({ began }: LiveSource, { livePath }: RunPlace): void {
  Deno.writeTextFileSync(livePath + ".new", encodeState(began));
  Deno.renameSync(livePath + ".new", livePath);
}

function readBeginning({ livePath, store, name }: RunPlace): LiveBeginning | null {
  // a new store is a new run
  if (store.kind === "sqlite" && !isThere(store.path)) return null;
  if (!isThere(livePath)) return null;
  try {
    const read = decodeState(Deno.readTextFileSync(livePath)) as LiveBeginning;
    if (read.version === 1) return read;
  } catch {
    // told below
  }
  throw new Refusal(
    `Cannot read ${livePath}, which says what the run in ${name} began with: put it back, or begin anew with --fresh.`,
  );
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** What was found or assumed, for the person to read. */
export function liveRemarks({ venue, market, began }: LiveSource, { feed: { live } }: Config): string[] {
  const bars = Math.min(...began.history.map(({ candles }) => candles.length));
  const { maker_fee_bps: maker, taker_fee_bps: taker, maint_margin_pct: margin } = live.assumed;
  const assumed = venue === "binance"
    ? [
      `assumed, as ${venue} tells it to accounts only: fees ${maker}/${taker} bps, maintenance margin ${margin} %`,
    ]
    : [];
  return [
    `${bars} candles of history, traded from ${utc(market.fromMs)} on; orders are filled on paper`,
    ...assumed,
  ];
}
