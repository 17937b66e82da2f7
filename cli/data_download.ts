import { systemClock } from "../lib/core/mod.ts";
import { parseTimeframe, type Timeframe, timeframeMs } from "../lib/market/mod.ts";
import { createVenueHistory, feedOptions, type VenueHistory, type VenueName } from "../lib/venues/mod.ts";
import { time } from "./data_options.ts";
import { describeGaps } from "./data_report.ts";
import { CANDLES, FUNDING, type Series } from "./data_series.ts";
import { fetchSeries } from "./data_fetch.ts";
import { inFolder } from "./data_write.ts";
import { EXIT, Refusal } from "./exit.ts";
import { CONFIG_OPTIONS, loadConfigFor } from "./load_config.ts";
import { describeOptions, type Options, type Parsed, readOptions, text } from "./options.ts";
import { complain, say } from "./terminal.ts";

const VENUES: readonly VenueName[] = ["binance", "kucoin"];

const OPTIONS: Options = {
  venue: { type: "string", value: "NAME", help: "binance or kucoin (USDT perpetuals)" },
  symbols: { type: "string", value: "A,B", help: "e.g. BTC/USDT,ETH/USDT:USDT" },
  timeframe: { type: "string", value: "1h", help: "length of a bar" },
  from: { type: "string", value: "TIME", help: "open of the first bar, UTC" },
  to: { type: "string", value: "TIME", help: "end of the span, exclusive (default: now)" },
  out: { type: "string", value: "FOLDER", help: "where the files go; half-done ones end in .part" },
  only: { type: "string", value: "candles|funding", help: "one of the two (default: both)" },
  config: CONFIG_OPTIONS.config,
};

const HELP = describeOptions(
  "deno task data download --venue NAME --symbols A,B --timeframe 1h --from TIME --out FOLDER",
  OPTIONS,
  [
    "deno task data download --venue binance --symbols BTC/USDT --timeframe 1h --from 2020-01-01 --out candles",
    "the same again: goes on where it was stopped, or adds what is new",
  ],
);

/** `data download`: a venue's candles and funding rates as columnar files, resumable. */
export async function download(args: readonly string[]): Promise<number> {
  const parsed = readOptions("data download", OPTIONS, args);
  if (parsed.values.help) {
    say(HELP);
    return EXIT.ok;
  }
  const query = readQuery(parsed);
  const config = loadConfigFor(parsed).config.feed.live.candles;
  const { symbols, timeframe } = query;
  const options = feedOptions({ ...config, venue: query.venue, transport: "rest" }, {
    symbols,
    timeframe,
    historyBars: 1,
  });
  const history = createVenueHistory(options, {
    nowMs: systemClock.nowMs,
    random: Math.random,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onRetry: (why, waitMs) => complain(`${query.venue}: ${why}; again in ${Math.ceil(waitMs / 1_000)} s`),
  });
  try {
    await fetchAll(history, query);
  } finally {
    await history.close();
  }
  return EXIT.ok;
}

interface Query {
  readonly venue: VenueName;
  readonly symbols: readonly string[];
  readonly timeframe: Timeframe;
  readonly fromMs: number;
  /** Undefined: now, which is whatever the venue says. */
  readonly toMs: number | undefined;
  readonly folder: string;
  readonly series: readonly Series[];
}

function readQuery(parsed: Parsed): Query {
  const missing = ["venue", "symbols", "timeframe", "from", "out"].filter((name) =>
    text(parsed, name) === undefined
  );
  if (missing.length > 0) {
    throw new Refusal(`Missing: ${missing.map((name) => `--${name}`).join(" ")}\n\n${HELP}`);
  }
  const venue = VENUES.find((it) => it === text(parsed, "venue"));
  if (venue === undefined) throw new Refusal(`--venue must be one of ${VENUES.join(", ")}`);
  const timeframe = parseTimeframe(text(parsed, "timeframe")!);
  if (!timeframe.ok) throw new Refusal(timeframe.error);
  const barMs = timeframeMs(timeframe.value), fromMs = time(parsed, "from")!, toMs = time(parsed, "to");
  for (const [name, ms] of [["from", fromMs], ["to", toMs]] as const) {
    if (ms === undefined || ms % barMs === 0) continue;
    throw new Refusal(
      `--${name} must be the open of a bar: ${new Date(ms).toISOString()} is none of ${timeframe.value}`,
    );
  }
  if (toMs !== undefined && toMs <= fromMs) {
    throw new Refusal("--from must be before --to: there is no bar between them.");
  }
  const only = text(parsed, "only"),
    series = [CANDLES, FUNDING].filter((it) => only === undefined || it.kind === only);
  if (series.length === 0) throw new Refusal(`--only must be candles or funding: current value is "${only}"`);
  // a perpetual is named with its settle currency; people leave it out
  const symbols = text(parsed, "symbols")!.split(",").map((it) => it.trim()).filter((it) => it !== "")
    .map((it) => it.includes(":") ? it : `${it}:${it.split("/")[1]}`);
  return { venue, symbols, timeframe: timeframe.value, fromMs, toMs, folder: text(parsed, "out")!, series };
}

async function fetchAll(history: VenueHistory, query: Query): Promise<void> {
  const { venue, symbols, timeframe, fromMs, folder, series } = query, barMs = timeframeMs(timeframe);
  const serverMs = await history.serverMs().catch((cause) => {
    throw new Refusal(`${venue} cannot be read: ${(cause as Error).message}`);
  });
  const overMs = Math.floor(serverMs / barMs) * barMs, toMs = Math.min(query.toMs ?? overMs, overMs);
  for (const symbol of symbols) {
    for (const it of series) {
      const bare = symbol.replace(/[^A-Za-z0-9]+/g, "_");
      const path = inFolder(folder, it.fileName(bare, timeframe));
      const job = {
        series: it,
        history,
        path,
        symbol,
        barMs,
        fromMs,
        toMs,
        isOpenEnded: query.toMs === undefined,
      };
      const source = `${venue} ${symbol} ${it.kind}${it === CANDLES ? ` ${timeframe}` : ""} from ${
        new Date(fromMs).toISOString()
      }`;
      const { what, gaps, stepMs } = await fetchSeries({ ...job, source });
      say(`${path}: ${what}`);
      if (gaps.length === 0) continue;
      say(`  ${describeGaps(gaps, stepMs, it.kind)}`);
      for (const { fromMs, toMs, missingBars } of gaps) {
        say(
          `    ${missingBars} missing, ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`,
        );
      }
    }
  }
}
