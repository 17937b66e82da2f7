import type { Config } from "../config/mod.ts";
import { decodeState, encodeState, systemClock } from "../lib/core/mod.ts";
import { CandleColumns, type CandleRow, NO_FUNDING, timeframeMs } from "../lib/market/mod.ts";
import { type LiveMarketSpec, Tape, type TapeSource } from "../lib/simulator/mod.ts";
import type { VenueName } from "../lib/venues/mod.ts";
import { Refusal } from "./exit.ts";
import { type LiveHistory, readLiveHistory } from "./live_history.ts";
import { namedSymbols } from "./named_symbols.ts";
import type { Parsed } from "./options.ts";
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
  const { fromMs } = began;
  const { system, feed: { live } } = config;
  const barMs = timeframeMs(system.timeframes.entry);
  const tape = tapeOf(began, barMs, "with history");
  const market: LiveMarketSpec = {
    symbols: tape.symbols.map(({ instrument }) => instrument.symbol),
    ...{ fromMs, stepMs: STEP_MS, barMs, graceMs: live.wait_ms, lateAfterMs: live.late_after_ms },
  };
  return { venue, market, steps: tapeOf(began, STEP_MS, "bare"), tape, began };
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
function symbolsOf(parsed: Parsed, config: Config): string[] {
  const named = namedSymbols(parsed, config, {
    others: [],
    find: (name) => ({ symbol: name.includes(":") ? name : `${name}:${name.slice(name.indexOf("/") + 1)}` }),
    question: "Which symbols are to be traded? Add --symbols BTC/USDT,ETH/USDT or system.symbols.",
  });
  return named.map(({ symbol }) => symbol);
}

/**
 * The price at `fromMs` as the bar that a tape must have at that time; it is never played. Before it the history, or nothing,
 * as bars of another length cannot be on the tape.
 */
function tapeOf(
  { history, fromMs }: LiveBeginning,
  timeframeMs: number,
  before: "with history" | "bare",
): Tape {
  const symbols = history.map(({ instrument, candles }): TapeSource => {
    const close = candles.close[candles.length - 1]!;
    const price: CandleRow = [fromMs, close, close, close, close, 0];
    const earlier = before === "bare" ? [] : rowsOf(candles);
    return { instrument, candles: CandleColumns.fromRows([...earlier, price]), funding: NO_FUNDING };
  });
  const span = { timeframeMs, fromMs, toMs: fromMs + timeframeMs, assumeFundingRate: 0 };
  const tape = Tape.create({ ...span, symbols });
  if (tape.ok) return tape.value;
  throw new Refusal(
    `The venue's history cannot be used:\n${tape.error.slice(0, 20).map((it) => `  ${it}`).join("\n")}`,
  );
}

function rowsOf(candles: CandleColumns): CandleRow[] {
  return Array.from({ length: candles.length }, (_, i) => CandleColumns.row(candles, i));
}

/** Keeps what the run began with, once it is this process's run; what is kept already is not written again. */
export function keepLive({ began }: LiveSource, { livePath }: RunPlace): void {
  const text = encodeState(began);
  if (isThere(livePath) && Deno.readTextFileSync(livePath) === text) return;
  Deno.writeTextFileSync(livePath + ".new", text);
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
