import {
  CandleColumns,
  decodeCandles,
  decodeFunding,
  encodeCandles,
  encodeFunding,
  formatSpan,
  inspectFunding,
  parseFundingRows,
  parseRepairs,
  type Provenance,
  settleFunding,
} from "../lib/market/mod.ts";
import { type CandlePlan, prepareCandles, prepareTrades } from "./data_candles.ts";
import { time, timeframe } from "./data_options.ts";
import { readAnySource } from "./data_parquet.ts";
import { refuseData, type Source } from "./data_source.ts";
import { columnarName, inFolder, isFolder, writeColumnar } from "./data_write.ts";
import { resolve } from "node:path";
import { EXIT, Refusal } from "./exit.ts";
import { describeOptions, type Options, type Parsed, readOptions, text, texts } from "./options.ts";
import { say } from "./terminal.ts";

const OPTIONS: Options = {
  out: {
    type: "string",
    value: "FILE|FOLDER/",
    help: "one file of all sources together, or a folder with a file each",
  },
  symbol: {
    type: "string",
    value: "SYMBOL",
    help: 'whose data it is, e.g. "BTC/USDT:USDT"; written into the file',
  },
  timeframe: { type: "string", value: "4h", help: "make longer bars of the sources' (aggregate)" },
  trades: { type: "boolean", help: "the sources are trades (Binance aggTrades CSV); needs --timeframe" },
  repair: {
    type: "string",
    multiple: true,
    value: "NAME,...",
    help: "mend what is faulty; see docs/data.md",
  },
  from: { type: "string", value: "TIME", help: "only bars that open at this UTC time or later" },
  to: { type: "string", value: "TIME", help: "only bars that open before this UTC time" },
  "as-of": {
    type: "string",
    value: "TIME",
    help: "when the rows were told: a bar that closes later is refused",
  },
};

const HELP = describeOptions("deno task data import SRC... --out FILE|FOLDER/ [options]", OPTIONS, [
  "deno task data import BTC_USDT-1h.json.gz --out BTC.candles --symbol BTC/USDT:USDT",
  "deno task data import BTCUSDT-1h-2024-*.csv --out BTC.candles --timeframe 4h",
  "deno task data import BTC-1h.json.gz --out candles/ --repair fill-holes",
]);
const MAX_FILES = 10_000;

/** `data import`: history files of any known layout into columnar ones; faulty data is refused or repaired as asked for. */
export async function importFiles(args: readonly string[]): Promise<number> {
  const parsed = readOptions("data import", OPTIONS, args, MAX_FILES);
  if (parsed.values.help) {
    say(HELP);
    return EXIT.ok;
  }
  const out = text(parsed, "out");
  if (parsed.positionals.length === 0 || out === undefined) {
    throw new Refusal(`Which files, and where to?\n\n${HELP}`);
  }
  const repairs = parseRepairs(texts(parsed, "repair").flatMap((it) => it.split(",")).map((it) => it.trim()));
  if (!repairs.ok) throw new Refusal(repairs.error);
  const plan = {
    ...{
      timeframeMs: timeframe(parsed),
      fromMs: time(parsed, "from") ?? -Infinity,
      toMs: time(parsed, "to") ?? Infinity,
    },
    ...{ asOfMs: time(parsed, "as-of") ?? null, repairs: repairs.value },
  };
  const sources: Source[] = [];
  for (const path of parsed.positionals) {
    const source = await readAnySource(path);
    sources.push(source.fault === null ? source : refuseData("Not imported", [source.fault]));
  }
  // all are prepared before the first is written: nothing is left half done where one is refused
  const groups = isFolder(out) ? sources.map((it) => [it]) : [sources];
  const files = groups.map((group) => encode(group, plan, parsed));
  const paths = files.map(({ kind, suffix }, i) =>
    isFolder(out) ? inFolder(out, columnarName(groups[i][0].name, kind, suffix)) : out
  );
  refuseCollisions(paths, sources);
  files.forEach((file, i) => {
    writeColumnar(paths[i], file.bytes);
    tell(paths[i], file, groups[i]);
  });
  return EXIT.ok;
}

interface Encoded {
  readonly kind: "candles" | "funding";
  readonly bytes: Uint8Array;
  readonly what: string;
  readonly done: readonly string[];
  /** Told apart from a file of the source's own timeframe. */
  readonly suffix: string;
}

/** Two sources under one name, or a source that would be lost. */
function refuseCollisions(paths: readonly string[], sources: readonly Source[]): void {
  const places = paths.map((path) => resolve(path));
  const twice = paths.find((_, i) => places.indexOf(places[i]) !== i);
  if (twice !== undefined) {
    throw new Refusal(
      `Not imported: two sources would be ${twice}. Import them one by one, with --out FILE.`,
    );
  }
  const lost = sources.find(({ path }) => places.includes(resolve(path)));
  if (lost !== undefined) {
    throw new Refusal(
      `Not imported: ${lost.path} would be written over itself. Name another place with --out.`,
    );
  }
}

function encode(sources: readonly Source[], plan: CandlePlan, parsed: Parsed): Encoded {
  const isTrades = parsed.values.trades === true;
  const odd = sources.find(({ kind }) => (kind === "trades") !== isTrades);
  if (odd !== undefined) {
    const what = odd.kind === "trades"
      ? "holds trades: add --trades and --timeframe"
      : "holds no trades: leave out --trades";
    throw new Refusal(`Not imported: ${odd.path} ${what}.`);
  }
  const isFunding = sources.some(({ kind }) => kind === "funding");
  if (!isFunding) return encodeCandleFile(sources, plan, parsed, isTrades);
  if (sources.length === 1) return encodeFundingFile(sources[0], plan, parsed);
  throw new Refusal(
    "Not imported: one file of funding rates at a time, and no candles with it. Give a folder as --out.",
  );
}

function about(
  sources: readonly Source[],
  plan: CandlePlan,
  parsed: Parsed,
  done: readonly string[],
): Provenance {
  const headers = sources.flatMap(({ header }) => header === null ? [] : [header]);
  return {
    symbol: text(parsed, "symbol") ?? headers[0]?.symbol ?? "",
    sources: sources.map(({ name, sha256 }) => ({ name, sha256 })),
    asOfMs: plan.asOfMs ?? headers[0]?.asOfMs ?? null,
    repairs: done,
  };
}

function encodeCandleFile(
  sources: readonly Source[],
  plan: CandlePlan,
  parsed: Parsed,
  isTrades: boolean,
): Encoded {
  const known = { ...plan, asOfMs: plan.asOfMs ?? sources[0].header?.asOfMs ?? null };
  const { candles, timeframeMs, done } = isTrades
    ? prepareTrades(sources, known)
    : prepareCandles(sources, known);
  const bytes = encodeCandles(candles, timeframeMs, about(sources, known, parsed, done));
  const back = decodeCandles(bytes, "what was written");
  if (!back.ok || !CandleColumns.equals(back.value.candles, candles)) {
    throw new Error("the columnar file differs");
  }
  const what = `${candles.length.toLocaleString("en-US")} candles of ${formatSpan(timeframeMs)}`;
  const suffix = plan.timeframeMs === undefined ? "" : `-${formatSpan(timeframeMs)}`;
  return { kind: "candles", bytes, what, done, suffix };
}

function encodeFundingFile(source: Source, plan: CandlePlan, parsed: Parsed): Encoded {
  const raw = parseFundingRows(source.bytes, source.path);
  if (!raw.ok) return refuseData("Not imported", raw.error);
  const { faults, warnings } = inspectFunding(raw.value, source.path);
  const keepsGaps = plan.repairs.includes("keep-gaps");
  const forbidding = faults.filter(({ kind }) => !(keepsGaps && kind === "gap"));
  const hint = "Missing settlements are accepted with --repair keep-gaps; runs then need --assume-funding.";
  if (forbidding.length > 0) refuseData("Not imported", forbidding, hint);
  const settled = settleFunding(raw.value, source.path);
  if (!settled.ok) return refuseData("Not imported", settled.error);
  const gaps = faults.length === 0 ? [] : [`keep-gaps: ${faults.length} holes left as they are`];
  const moved = warnings.filter(({ kind }) => kind === "jitter" || kind === "repeat").map(({ what }) => what);
  const done = [...source.header?.repairs ?? [], ...moved, ...gaps];
  const bytes = encodeFunding(settled.value, about([source], plan, parsed, done));
  if (!decodeFunding(bytes, "what was written").ok) throw new Error("the columnar file differs");
  return {
    kind: "funding",
    bytes,
    what: `${settled.value.length.toLocaleString("en-US")} rates`,
    done,
    suffix: "",
  };
}

function tell(path: string, { what, bytes, done }: Encoded, sources: readonly Source[]): void {
  const before = sources.reduce((sum, source) => sum + source.size, 0);
  const size = (n: number) => n.toLocaleString("en-US");
  const share = Math.round(100 * bytes.length / before);
  say(`${path}: ${what}, ${size(bytes.length)} bytes (${share} % of the source's ${size(before)})`);
  for (const it of done) say(`  ${it}`);
}
