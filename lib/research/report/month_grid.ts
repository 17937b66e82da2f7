import { type Html as Markup, html as markup } from "../../core/mod.ts";
import type { MonthRow } from "./report_data.ts";
import { countText, numberText, rText, signedPctText, signedText, toneOf } from "./text.ts";

const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Returns of months, a line for each year: the stronger the colour, the larger the return beside the others. */
export function monthGrid(months: readonly MonthRow[]): Markup {
  const largest = months.reduce((most, { returnPct }) => Math.max(most, Math.abs(returnPct ?? 0)), 0);
  const years = [...Map.groupBy(months, ({ month }) => month.slice(0, 4))];
  return markup`<div class="wide"><table class="months">
<thead><tr><th scope="col">Year</th>${
    NAMES.map((name) => markup`<th scope="col" class="n">${name}</th>`)
  }<th scope="col" class="n">Year</th></tr></thead>
<tbody>${years.map(([year, own]) => yearRow(year, own, largest))}</tbody></table></div>
<p class="none">Return in percent, open profit included; below it the R of the trades closed in the month.</p>`;
}

function yearRow(year: string, own: readonly MonthRow[], largest: number): Markup {
  const byNumber = new Map(own.map((row) => [Number(row.month.slice(5)), row]));
  const start = own[0].startEquityMoney, end = own[own.length - 1].endEquityMoney;
  const whole = start > 0 ? 100 * (end / start - 1) : null;
  const cells = NAMES.map((_, i) => monthCell(byNumber.get(i + 1), largest));
  const sumR = own.reduce((sum, row) => sum + row.sumR, 0),
    trades = own.reduce((sum, row) => sum + row.trades, 0);
  return markup`<tr><th scope="row">${year}</th>${cells}<td class="n year"><b class="${toneOf(whole)}">${
    signedText(whole)
  }</b><small>${trades > 0 && numberText(sumR, 1)}</small></td></tr>`;
}

function monthCell(row: MonthRow | undefined, largest: number): Markup {
  if (row === undefined) return markup`<td class="n"></td>`;
  const { month, returnPct, trades, sumR } = row;
  const tone = toneOf(returnPct);
  const heat = largest > 0 ? Math.round((45 * Math.abs(returnPct ?? 0)) / largest) : 0;
  const title = `${month}: ${signedPctText(returnPct)}, ${countText(trades, "trade")}, ${rText(sumR)}`;
  return markup`<td class="n ${tone}" style="--heat:${tone === "flat" ? 0 : heat}%" title="${title}">${
    signedText(returnPct)
  }<small>${trades > 0 && numberText(sumR, 1)}</small></td>`;
}
