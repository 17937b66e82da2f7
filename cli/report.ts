import { Money } from "../lib/domain/mod.ts";
import { parseUtcMs } from "../lib/market/mod.ts";
import type { StoreReader } from "../lib/store/mod.ts";
import type { Command } from "./command.ts";
import { DAILY_OPTIONS, printDaily } from "./daily_report.ts";
import { EXIT, Refusal } from "./exit.ts";
import { CONFIG_OPTIONS, loadConfigFor } from "./load_config.ts";
import { describeOptions, type Options, type Parsed, readOptions, text } from "./options.ts";
import { openReader, type RunPlace, runPlace } from "./run_place.ts";
import { resultText, summaryText } from "./summary.ts";
import { say, table } from "./terminal.ts";
import { whyText } from "./why.ts";

const OPTIONS: Options = {
  ...CONFIG_OPTIONS,
  expect: {
    type: "string",
    value: "R=N,...",
    help: "counts to print beside the funnel, e.g. TREND=62,RANGE=41",
  },
  ...DAILY_OPTIONS,
};

const HELP = describeOptions(
  "deno task report [summary | trades | ledger | regimes | days | daily [DATE] | export | why SYMBOL TIME] [options]",
  OPTIONS,
  [
    "deno task report",
    "deno task report trades",
    "deno task report daily 2024-01-10 --out day.html",
    "deno task report why BTC/USDT:USDT 2021-05-19T13:00",
    "deno task report export | sha256sum",
  ],
);

type Section = (store: StoreReader, parsed: Parsed, place: RunPlace) => void;

/** Words a section takes after its name; none where it is not named. */
const WORDS: Readonly<Record<string, number>> = { why: 2, daily: 1 };

const SECTIONS: Readonly<Record<string, Section>> = {
  summary: (store, parsed) => {
    say(summaryText(store, store.symbols(), [], expectation(parsed)));
    say("");
    say(resultText(store));
  },
  trades: printTrades,
  ledger: printLedger,
  regimes: (store) =>
    say(table(store.regimes().map((r) => [iso(r.atMs), r.symbol, r.regime, r.confidence.toFixed(3)]))),
  days: printDays,
  daily: printDaily,
  export: (store) => {
    for (const line of store.canonicalExport()) say(line);
  },
  why: printWhy,
};

/** `report`: reads a store without changing it. */
export const reportCommand: Command = {
  name: "report",
  summary:
    "print the summary, trades, ledger, regimes, days, the page of a day, or the why of any bar of a run",
  run(args) {
    const parsed = readOptions("report", OPTIONS, args, 3);
    const [section = "summary"] = parsed.positionals;
    if (parsed.values.help) {
      say(HELP);
      return EXIT.ok;
    }
    const print = Object.hasOwn(SECTIONS, section) ? SECTIONS[section] : undefined;
    if (print === undefined || parsed.positionals.length > 1 + (WORDS[section] ?? 0)) {
      throw new Refusal(`Unknown: report ${parsed.positionals.join(" ")}.\n\n${HELP}`);
    }
    const place = runPlace(parsed, loadConfigFor(parsed).config);
    if (place.store.kind === "sqlite" && !isFile(place.store.path)) {
      throw new Refusal(
        `No store at ${place.store.path}: run \`deno task start\` first, or name another with --store or BULKHEAD_STORE.`,
      );
    }
    const store = openReader(place);
    try {
      print(store, parsed, place);
    } finally {
      store.close();
    }
    return EXIT.ok;
  },
};

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16) + "Z";

function expectation(parsed: Parsed): ReadonlyMap<string, number> {
  const pairs = (text(parsed, "expect") ?? "").split(",").filter((part) => part !== "");
  return new Map(pairs.map((part): [string, number] => {
    const [name = "", count = ""] = part.split("=");
    if (!/^\d+$/.test(count)) {
      throw new Refusal(`--expect needs counts such as TREND=62,RANGE=41: current value is "${part}"`);
    }
    return [name, Number(count)];
  }));
}

function printTrades(store: StoreReader): void {
  const rows: (string | number)[][] = [[
    "opened",
    "closed",
    "symbol",
    "side",
    "regime",
    "strategy",
    "entry",
    "exit",
    "fees",
    "funding",
    "net",
    "R",
    "exits",
  ]];
  for (const t of store.roundTrips()) {
    rows.push([
      iso(t.openedAtMs),
      iso(t.closedAtMs),
      t.symbol,
      t.side,
      t.regimeAtEntry,
      t.strategy,
      String(Number(t.entryPrice.toPrecision(8))),
      String(Number(t.exitPrice.toPrecision(8))),
      Money.format(t.fees),
      Money.format(t.funding),
      Money.format(t.netPnl),
      t.r.toFixed(3),
      t.exits.join("+"),
    ]);
  }
  say(table(rows));
}

function printLedger(store: StoreReader): void {
  let balance = 0n;
  const rows: (string | number)[][] = [["time", "kind", "symbol", "amount", "balance"]];
  for (const flow of store.cashFlows()) {
    balance += flow.amount;
    rows.push([
      iso(flow.atMs),
      flow.kind,
      flow.symbol ?? "",
      Money.format(flow.amount),
      Money.format(balance),
    ]);
  }
  say(table(rows));
}

function printDays(store: StoreReader): void {
  const rows: (string | number)[][] = [[
    "date",
    "equity",
    "realised",
    "fees",
    "funding",
    "trades",
    "R",
    "drawdown %",
  ]];
  for (const d of store.daySummaries()) {
    const { date, equity, realized, fees, funding, roundTrips, sumR, drawdownPct } = d;
    const money = [equity, realized, fees, funding].map((amount) => Money.toNumber(amount).toFixed(2));
    rows.push([date, ...money, roundTrips, sumR.toFixed(2), drawdownPct.toFixed(2)]);
  }
  say(table(rows));
}

function printWhy(store: StoreReader, parsed: Parsed): void {
  const [, symbol, time] = parsed.positionals;
  if (symbol === undefined || time === undefined) {
    throw new Refusal(`report why needs a symbol and a time.\n\n${HELP}`);
  }
  const atMs = parseUtcMs(time);
  if (Number.isNaN(atMs)) {
    throw new Refusal(`Cannot read the time "${time}": write UTC, e.g. 2021-05-19T13:00`);
  }
  const decision = store.decision(symbol, atMs);
  if (decision === null) {
    const known = store.symbols().join(", ");
    throw new Refusal(
      `No decision for ${symbol} on the bar closed ${
        iso(atMs)
      }: symbols are ${known}; bars before the warm-up have none.`,
    );
  }
  say(whyText(decision));
}
