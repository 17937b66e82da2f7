import { attentionOf, countDifferences, differencesOf } from "./attention.ts";
import {
  clockText,
  countText,
  moneyText,
  passText,
  pctText,
  resultText,
  rText,
  sidesText,
  timeText,
  uptimeText,
} from "./format.ts";
import type { CompareRow, DailyReportData, Occurrence } from "./report_data.ts";

/** Most lines of one list; what is left out is counted. */
const MAX_LINES = 50;

/** The report without any markup: for mail readers and terminals. */
export function plainTextOf(data: DailyReportData): string {
  const { date, mode, venue, account, state, runId, version, createdAt } = data;
  const attention = attentionOf(data);
  const parts = [
    [`BULKHEAD DAILY REPORT ${date}`, `${mode}, ${venue}, ${account}; entries ${state}`],
    attention.length === 0
      ? ["Nothing needs a look."]
      : ["NEEDS A LOOK", ...attention.map((it) => `- ${it}`)],
    figureLines(data),
    listed("ROUND TRIPS", data.trips.map((it) => tripLine(it, date))),
    listed("OPEN POSITIONS", data.positions.map(positionLine)),
    comparisonLines(data),
    listed("FINDINGS", occurrenceLines(data.findings, date)),
    listed("INCIDENTS", occurrenceLines(data.incidents, date)),
    listed(`RESTARTS (${uptimeText(data)})`, occurrenceLines(data.restarts, date)),
    listed("COMMANDS AND CONFIGURATION", occurrenceLines(data.changes, date)),
    listed("TOLD", data.told.map(toldLine)),
    [`Run ${runId}, Bulkhead ${version}, written ${timeText(createdAt)}. All times UTC.`],
  ];
  return `${parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function listed(head: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`${head}: none`];
  const left = lines.length - MAX_LINES;
  return [
    head,
    ...lines.slice(0, MAX_LINES).map((it) => `- ${it}`),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}

function figureLines({ figures, currency }: DailyReportData): string[] {
  if (figures === null) return ["The ledger has no line of this day."];
  const { equity, wallet, net, realized, unrealized, fees, funding, sumR, drawdownPct, drawdownR } = figures;
  return [
    `Equity ${moneyText(equity)} ${currency} (wallet ${moneyText(wallet)})`,
    `Net ${resultText(net)} (${rText(sumR)}): realised ${resultText(realized)}, fees ${moneyText(fees)}, ` +
    `funding ${resultText(funding)}; unrealised ${resultText(unrealized)}`,
    `Drawdown ${pctText(drawdownPct)} (${drawdownR.toFixed(2)} R)`,
    `${countText(figures.roundTrips, "round trip")}, ${countText(figures.decisions, "decision")}, ` +
    `${figures.entries} entered`,
  ];
}

function tripLine(it: DailyReportData["trips"][number], date: string): string {
  const from = clockText(it.openedAt, date), to = clockText(it.closedAt, date);
  return `${it.symbol} ${it.side} ${it.qty}: ${from} at ${it.entryPrice} to ${to} at ${it.exitPrice}, ` +
    `${[...new Set(it.exits)].join(", ")}: ${resultText(it.netPnl)} (${rText(it.r)})`;
}

function positionLine(it: DailyReportData["positions"][number]): string {
  const stop = it.stopPrice === null ? "WITHOUT A STOP" : `stop ${it.stopPrice}`;
  const open = it.unrealizedPnl === null ? "" : `, ${resultText(it.unrealizedPnl)}`;
  return `${it.symbol} ${it.side} ${it.qty} at ${it.averagePrice}, ${stop}${open}`;
}

function comparisonLines(data: DailyReportData): string[] {
  const { comparison } = data;
  if (comparison === null) return ["VENUE AGAINST BOOK: no comparison is known"];
  const { positions, orders, stops } = comparison;
  const sides = [`positions: ${sidesText(positions)}`, `open orders: ${sidesText(orders)}`];
  const head = `VENUE AGAINST BOOK (${passText(comparison)})`;
  const counts = [...sides, `stops: ${sidesText(stops)}`].join("; ");
  if (countDifferences(data) === 0) return [`${head}: the same`, counts];
  const lines = (name: string, rows: readonly CompareRow[]) =>
    differencesOf(rows).map(({ symbol, id, book, venue }) =>
      `${name} ${symbol}${id === "" ? "" : ` ${id}`}: book ${book || "nothing"}, venue ${venue || "nothing"}`
    );
  const differences = [...lines("position", positions), ...lines("order", orders), ...lines("stop", stops)];
  return [...listed(head, differences), counts];
}

const occurrenceLines = (rows: readonly Occurrence[], date: string): string[] =>
  rows.map(({ at, what, scope, text, isBad }) =>
    `${isBad ? "! " : ""}${clockText(at, date)} ${what}${scope === "" ? "" : ` ${scope}`}${
      text && `: ${text}`
    }`
  );

function toldLine(
  { channel, info, warning, critical, held, givenUp }: DailyReportData["told"][number],
): string {
  const more = `${held} held back, ${givenUp} not delivered`;
  return `${channel}: ${info} info, ${warning} warning, ${critical} critical; ${more}`;
}
