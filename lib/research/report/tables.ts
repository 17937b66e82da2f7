import type { DecisionFigures, FunnelStep, RegimeFunnel } from "./decision_data.ts";
import { type Html as Markup, html as markup, type HtmlPart as Part } from "../../core/mod.ts";
import type { GroupRow, RunReport, SymbolRow, TradeRow } from "./report_data.ts";
import { numberText, pctText, priceText, signedText, timeText, toneOf } from "./text.ts";

/** A column: its head, and whether it holds numbers. */
export type Column = readonly [head: string, isNumber?: "number"];

/** A table with a head; what there is none of says so. */
export function table(columns: readonly Column[], rows: readonly (readonly Part[])[], none: string): Markup {
  if (rows.length === 0) return markup`<p class="none">${none}</p>`;
  const kind = (i: number) => (columns[i][1] === "number" ? "n" : "t");
  return markup`<div class="wide"><table>
<thead><tr>${columns.map(([head], i) => markup`<th scope="col" class="${kind(i)}">${head}</th>`)}</tr></thead>
<tbody>${
    rows.map((cells) =>
      markup`<tr>${cells.map((cell, i) => markup`<td class="${kind(i)}">${cell}</td>`)}</tr>\n`
    )
  }</tbody></table></div>`;
}

/** A text coloured by what is won or lost. */
export const toned = (text: string, value: number | null): Markup =>
  markup`<span class="${toneOf(value)}">${text}</span>`;

const GROUP_HEADS = [
  "Trades",
  "Won",
  "Profit factor",
  "Mean R",
  "Sum R",
  "Net",
  "Fees",
  "Funding",
  "Held, hours",
];

function groupCells(row: GroupRow): Part[] {
  return [
    ...[row.trades, pctText(row.winRatePct, 1), numberText(row.profitFactor)],
    ...[toned(signedText(row.expectancyR), row.expectancyR), toned(signedText(row.sumR), row.sumR)],
    ...[toned(signedText(row.netMoney), row.netMoney), numberText(row.feesMoney)],
    ...[signedText(row.fundingMoney), numberText(row.holdingMeanHours, 1)],
  ];
}

/** Groups of trades under the name of what they have in common. */
export function groupTable(head: string, rows: readonly GroupRow[]): Markup {
  const columns: Column[] = [[head], ...GROUP_HEADS.map((name): Column => [name, "number"])];
  return table(columns, rows.map((row) => [row.name, ...groupCells(row)]), "No trade was closed.");
}

/** The same by symbol, with the share of the span each had a position in. */
export function symbolTable(rows: readonly SymbolRow[]): Markup {
  const columns: Column[] = [
    ["Symbol"],
    ...[...GROUP_HEADS, "Exposure"].map((name): Column => [name, "number"]),
  ];
  return table(
    columns,
    rows.map((row) => [row.name, ...groupCells(row), pctText(row.exposurePct, 1)]),
    "No symbol.",
  );
}

/** The first trades, and how many are not shown. */
export function tradeTable({ tradeRows, tradeRowsLeftOut }: RunReport): Markup {
  const columns: Column[] = [
    ...[["Opened"], ["Closed"], ["Symbol"], ["Side"], ["Regime"], ["Quantity", "number"]] as Column[],
    ...[["In", "number"], ["Out", "number"], ["Closed by"], ["Fees", "number"]] as Column[],
    ...[["Funding", "number"], ["Net", "number"], ["R", "number"]] as Column[],
  ];
  const row = (it: TradeRow): Part[] => [
    ...[time(it.openedAtMs), time(it.closedAtMs), it.symbol, it.side],
    it.strategy === "" ? it.regime : markup`${it.regime} <small>${it.strategy}</small>`,
    ...[priceText(it.quantity), priceText(it.entryPrice), priceText(it.exitPrice), it.exits.join(", ")],
    ...[numberText(it.feesMoney), signedText(it.fundingMoney), toned(signedText(it.netMoney), it.netMoney)],
    toned(signedText(it.r), it.r),
  ];
  return markup`<div class="trades">${table(columns, tradeRows.map(row), "No trade was closed.")}</div>${
    tradeRowsLeftOut > 0 &&
    markup`<p class="none">${numberText(tradeRowsLeftOut, 0)} later trades are left out here.</p>`
  }`;
}

const time = (ms: number): Markup => markup`<span class="time">${timeText(ms)}</span>`;

/** Where decisions ended, regime by regime. */
export function funnelTables({ funnels, decisions }: DecisionFigures): Markup {
  if (decisions === 0) return markup`<p class="none">No bar was decided on: nothing was warmed up.</p>`;
  return markup`<div class="three">${funnels.map((funnel) => funnelTable(funnel, decisions))}</div>`;
}

function funnelTable(funnel: RegimeFunnel, decisions: number): Markup {
  const { regime, bars, holding, gates, intents, denials, approved } = funnel;
  const stop = ({ reason, stopped, left }: FunnelStep): Part[] => [
    reason,
    `-${numberText(stopped, 0)}`,
    numberText(left, 0),
  ];
  const rows: Part[][] = [
    ...(holding > 0
      ? [["a position is open", `-${numberText(holding, 0)}`, numberText(bars - holding, 0)]]
      : []),
    ...gates.map(stop),
    ...(intents > 0 ? [[markup`<b>intents</b>`, "", markup`<b>${numberText(intents, 0)}</b>`]] : []),
    ...denials.map(stop),
    [markup`<b>approved</b>`, "", markup`<b>${numberText(approved, 0)}</b>`],
  ];
  return markup`<div><h3>${regime} <small>${numberText(bars, 0)} bars, ${
    pctText((100 * bars) / decisions, 1)
  }</small></h3>${table([["Ended at"], ["Bars", "number"], ["Left", "number"]], rows, "")}</div>`;
}
