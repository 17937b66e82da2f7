import { type Html, html, type HtmlPart } from "../../core/mod.ts";
import { attentionOf } from "./attention.ts";
import { dayBars, equityChart } from "./charts.ts";
import {
  countText,
  moneyText,
  numberOf,
  passText,
  pctText,
  resultText,
  rText,
  timeText,
  uptimeText,
} from "./format.ts";
import type { DailyReportData, DayFigures } from "./report_data.ts";
import { STYLE } from "./style.ts";
import { compareTable, occurrenceTable, positionTable, result, toldTable, tripTable } from "./tables.ts";

/** Nothing is loaded and nothing runs, whatever a text manages to be. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The whole page, with everything it needs in it. */
export function pageOf(data: DailyReportData): string {
  const { date, mode, findings, incidents, restarts, changes, told } = data;
  return html`
    <!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <meta name="referrer" content="no-referrer">
        <title>${date} · ${mode} · Bulkhead daily report</title>
        <style>${{ html: STYLE }}</style>
      </head>
      <body>
        <main>
    ${head(data)}
    ${attention(data)}
    ${tiles(data)}
    <section class="charts">${equityChart(data)}${dayBars(data)}</section>
    ${section("Round trips", countText(data.trips.length, "position"), tripTable(data))}
    ${section("Open positions", "at the end of the day", positionTable(data))}
    ${section("Venue against book", "", comparison(data))}
    ${section("Findings", "of reconciliation", occurrenceTable(findings, date, "Nothing was found."))}
    ${section(
      "Incidents",
      "halts, resumes, loss stops, errors",
      occurrenceTable(incidents, date, "No incident."),
    )}
    ${section("Restarts", uptimeText(data), occurrenceTable(restarts, date, "No part was restarted."))}
    ${section("Commands and configuration", "", occurrenceTable(changes, date, "Nobody changed anything."))}
    ${section("What was told", "notifications by channel", toldTable(told))}
    ${foot(data)}
        </main>
      </body>
    </html>
  `.html.trim();
}

const section = (title: string, note: string, body: Html): Html =>
  html`<section><h2>${title}${
    note !== "" && html`
      <small>${note}</small>
    `
  }</h2>
${body}
</section>`;

function head({ date, mode, venue, account, state }: DailyReportData): Html {
  return html`
    <header>
      <h1>${date}</h1>
      <span class="badge ${state === "ON" ? "good" : "bad"}">${state}</span>
      <p>Daily report · ${mode} · ${venue} · ${account}</p>
    </header>
  `;
}

function attention(data: DailyReportData): Html {
  const lines = attentionOf(data);
  if (lines.length === 0) {
    return html`
      <section class="calm">
        <p><b>Nothing needs a look.</b></p>
      </section>
    `;
  }
  return html`
    <section class="look">
      <h2>Needs a look</h2>
      <ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>
    </section>
  `;
}

function tiles(data: DailyReportData): Html {
  const { figures, trips, positions } = data;
  if (figures === null) {
    return html`
      <section>
        <p class="none">The ledger has no line of this day.</p>
      </section>
    `;
  }
  const wins = trips.filter(({ netPnl }) => numberOf(netPnl) > 0).length;
  const funding = numberOf(figures.funding) < 0 ? "paid" : "received";
  return html`<dl class="tiles">
${tile("Equity", moneyText(figures.equity), changeText(figures, data.currency))}
${tile("Wallet", moneyText(figures.wallet), "without what is open")}
${tile("Net result", result(figures.net), `${rText(figures.sumR)} in all`)}
${tile("Realised", result(figures.realized), "before fees and funding")}
${tile("Unrealised", result(figures.unrealized), `${countText(positions.length, "position")} open`)}
${tile("Fees", moneyText(figures.fees), "paid")}
${tile("Funding", result(figures.funding), funding)}
${tile("Drawdown", pctText(figures.drawdownPct), `${figures.drawdownR.toFixed(2)} R below the peak`)}
${
    tile(
      "Round trips",
      figures.roundTrips,
      trips.length === 0 ? "none closed" : `${wins} of ${trips.length} won`,
    )
  }
${tile("Decisions", figures.decisions, `${figures.entries} entered`)}
</dl>`;
}

const tile = (name: string, value: HtmlPart, note: string): Html =>
  html`
    <div class="tile">
      <dt>${name}</dt>
      <dd>${value}</dd>
      <dd>${note}</dd>
    </div>
  `;

function changeText({ equity, previousEquity }: DayFigures, currency: string): string {
  if (previousEquity === null) return `${currency}, the first day`;
  const before = numberOf(previousEquity), change = numberOf(equity) - before;
  const share = before > 0 ? ` (${change >= 0 ? "+" : ""}${pctText((100 * change) / before)})` : "";
  return `${resultText(change.toFixed(8))} ${currency}${share}`;
}

function comparison({ comparison: compared }: DailyReportData): Html {
  if (compared === null) return html`<p class="none">No comparison is known.</p>`;
  const { positions, orders, stops } = compared;
  return html`<p class="none">${passText(compared)}</p>
<div class="three">
${compareTable("Positions", positions)}
${compareTable("Open orders", orders)}
${compareTable("Stops", stops)}
</div>`;
}

function foot({ createdAt, runId, version }: DailyReportData): Html {
  return html`
    <footer>
      <p>All times UTC. R is the result in multiples of the risk a trade began with. Net result: realised
    less fees, with funding. Run ${runId}, Bulkhead ${version}, written ${timeText(createdAt)}.</p>
    </footer>
  `;
}
