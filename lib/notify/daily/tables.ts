import { type Html, html, type HtmlPart } from "../../core/mod.ts";
import { differencesOf } from "./attention.ts";
import { clockText, moneyText, resultText, rText, sidesText, signOf } from "./format.ts";
import type {
  CompareRow,
  DailyReportData,
  Occurrence,
  PositionRow,
  ToldRow,
  TripRow,
} from "./report_data.ts";

/** Most rows of a table; what is left out is counted. */
const MAX_ROWS = 300;

/** A column: its head, and whether it holds numbers. */
type Column = readonly [head: string, isNumber?: "number"];

/** A table with a head; what there is none of says so. */
function table(columns: readonly Column[], rows: readonly (readonly HtmlPart[])[], none: string): Html {
  if (rows.length === 0) return html`<p class="none">${none}</p>`;
  const left = rows.length - MAX_ROWS;
  const kind = (i: number) => (columns[i][1] === "number" ? "n" : "t");
  return html`
    <div class="wide">
      <table>
        <thead>
          <tr>${columns.map(([head], i) => html`<th scope="col" class="${kind(i)}">${head}</th>`)}</tr>
        </thead>
        <tbody>${rows.slice(0, MAX_ROWS).map((cells) =>
          html`
            <tr>${cells.map((cell, i) => html`<td class="${kind(i)}">${cell}</td>`)}</tr>
          `
        )}</tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="none">${left} more are in the store.</p>`}
  `;
}

/** A result, coloured as well as signed. */
export const result = (amount: string): Html =>
  html`<span class="${TONES[signOf(amount) + 1]}">${resultText(amount)}</span>`;

const inR = (r: number): Html => html`<span class="${TONES[Math.sign(r || 0) + 1]}">${rText(r)}</span>`;

const TONES = ["down", "flat", "up"];

export function tripTable({ trips, date }: DailyReportData): Html {
  const columns: Column[] = [
    ...[["Symbol"], ["Side"], ["Strategy"], ["Opened"], ["Closed"], ["Quantity", "number"]] as Column[],
    ...[["In", "number"], ["Out", "number"], ["Closed by"], ["Fees", "number"]] as Column[],
    ...[["Funding", "number"], ["Net", "number"], ["R", "number"]] as Column[],
  ];
  const row = (it: TripRow): HtmlPart[] => [
    ...[it.symbol, it.side, html`${it.strategy} <small>${it.regime}</small>`],
    ...[clockText(it.openedAt, date), clockText(it.closedAt, date), it.qty, it.entryPrice, it.exitPrice],
    ...[[...new Set(it.exits)].join(", "), moneyText(it.fees), resultText(it.funding)],
    ...[result(it.netPnl), inR(it.r)],
  ];
  return table(columns, trips.map(row), "No position was closed.");
}

export function positionTable({ positions, date }: DailyReportData): Html {
  const columns: Column[] = [
    ...[["Symbol"], ["Side"], ["Opened"], ["Quantity", "number"], ["Average", "number"]] as Column[],
    ...[["Last", "number"], ["Stop", "number"], ["Liquidation", "number"], [
      "Unrealised",
      "number",
    ]] as Column[],
  ];
  const stopOf = ({ stopPrice }: PositionRow): HtmlPart =>
    stopPrice ?? html`<strong class="bad">none</strong>`;
  const row = (it: PositionRow): HtmlPart[] => [
    ...[it.symbol, it.side, it.openedAt === null ? "–" : clockText(it.openedAt, date), it.qty],
    ...[it.averagePrice, it.lastPrice ?? "–", stopOf(it), it.liquidationPrice ?? "–"],
    it.unrealizedPnl === null ? "–" : result(it.unrealizedPnl),
  ];
  return table(columns, positions.map(row), "No position is open.");
}

/** Only what differs is shown row by row; what agrees is counted. */
export function compareTable(name: string, rows: readonly CompareRow[]): Html {
  const differences = differencesOf(rows);
  const head = html`<h3>${name} <span class="${differences.length > 0 ? "bad" : "good"}">${
    differences.length > 0 ? `${differences.length} differ` : "agree"
  }</span> <small>${sidesText(rows)}</small></h3>`;
  if (differences.length === 0) return html`<div>${head}</div>`;
  const columns: Column[] = [["Symbol"], ["Order"], ["Book"], ["Venue"]];
  const side = (text: string): HtmlPart => text || html`<em>nothing</em>`;
  const row = (it: CompareRow): HtmlPart[] => [it.symbol, it.id, side(it.book), side(it.venue)];
  return html`<div>${head}${table(columns, differences.map(row), "")}</div>`;
}

export function occurrenceTable(rows: readonly Occurrence[], date: string, none: string): Html {
  const columns: Column[] = [["Time"], ["What"], ["Where"], ["Details"]];
  const what = ({ what, isBad }: Occurrence): HtmlPart =>
    isBad ? html`<strong class="bad">${what}</strong>` : what;
  const row = (it: Occurrence): HtmlPart[] => [clockText(it.at, date), what(it), it.scope, it.text];
  return table(columns, rows.map(row), none);
}

export function toldTable(rows: readonly ToldRow[]): Html {
  const counts = ["info", "warning", "critical", "held", "givenUp"] as const;
  const heads = ["Info", "Warning", "Critical", "Held back", "Not delivered"];
  const columns: Column[] = [["Channel"], ...heads.map((head): Column => [head, "number"])];
  const cell = (row: ToldRow, name: (typeof counts)[number]): HtmlPart =>
    name === "givenUp" && row.givenUp > 0 ? html`<strong class="bad">${row.givenUp}</strong>` : row[name];
  return table(
    columns,
    rows.map((row) => [row.channel, ...counts.map((name) => cell(row, name))]),
    "Nobody was told anything.",
  );
}
