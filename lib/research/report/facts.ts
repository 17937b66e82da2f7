import { type Html as Markup, html as markup, type HtmlPart as Part } from "../../core/mod.ts";
import type { RunReport } from "./report_data.ts";
import { countText, dateText, durationText, numberText, pctText, priceText, timeText } from "./text.ts";

/** How far a run proves anything, in plain words. */
export function caution({ risk, facts, trades }: RunReport): Markup {
  const psr = risk.probabilisticSharpePct === null
    ? "Its daily returns do not allow a probabilistic Sharpe ratio."
    : `If this run had been the only one tried, the probability that its true Sharpe ratio is above 0 would be ${
      pctText(risk.probabilisticSharpePct, 1)
    } (95 % is the usual bar); ${trackText(risk.minimumTrackRecordDays, facts.days)}`;
  return markup`<section class="look"><h2>What this does not prove</h2>
<p>This is one run over one history of ${countText(Math.round(facts.days * 10) / 10, "day")} with ${
    countText(trades.trades, "closed trade")
  }. Nothing here shows that the rules and their parameters were chosen without having seen this history: taken by itself, all of it is in-sample. Fills, slippage and queues are modelled, the run moved no price, and the venue never failed more than its model says. Other years, other venues and the next month may differ.</p>
<p>${psr} If it is the best of several that were tried, it says too much: walk forward, and deflate its Sharpe ratio by the number of trials.</p></section>`;
}

const trackText = (needed: number | null, days: number): string =>
  needed === null
    ? "no length of such a record would reach that."
    : `a record like this reaches that with ${countText(Math.ceil(needed), "day")}, and has ${
      countText(Math.round(days), "day")
    }.`;

/** What was run, and how its figures are to be read. */
export function factsSection({ facts, market }: RunReport): Markup {
  const { fromMs, toMs, result } = facts;
  const row = (name: string, value: Part) => markup`<tr><td>${name}</td><td class="t">${value}</td></tr>`;
  const fees = facts.fees.map(({ symbol, makerBps, takerBps }) =>
    `${symbol}: ${priceText(makerBps)} bps maker, ${priceText(takerBps)} bps taker`
  );
  return markup`<section><h2>The run</h2>
<table class="facts"><tbody>
${row("System", facts.system)}
${row("Symbols", facts.symbols.join(", "))}
${
    row(
      "Span, UTC",
      `${timeText(fromMs)} to ${timeText(toMs)}, ${countText(Math.round(facts.days * 10) / 10, "day")}`,
    )
  }
${row("Bars", durationText(facts.barMs))}
${
    facts.firstDecisionMs !== null &&
    row("First decision", `${timeText(facts.firstDecisionMs)}; before it, the run warmed up`)
  }
${row("Account at the start", `${numberText(facts.walletMoney)} ${facts.currency}`)}
${row("Fees", fees.map((text) => markup`<div>${text}</div>`))}
${row("Recorded", facts.recorded === "everything" ? "everything" : "closed trades and days alone")}
${
    facts.remarks.length > 0 &&
    row(
      "Remarks",
      markup`<ul class="remarks">${facts.remarks.map((text) => markup`<li>${text}</li>`)}</ul>`,
    )
  }
${
    result !== null &&
    row(
      "Result",
      markup`<code>${result.sha256}</code> <small>SHA-256 of the canonical export, ${
        numberText(result.lines, 0)
      } lines</small>`,
    )
  }
</tbody></table>
<h3>How to read the figures</h3>
<ul class="remarks">
<li>Trades are positions from their opening until they are flat; R is the net result over the risk taken at entry. Net is after fees and funding.</li>
<li>Equity is the wallet and the profit of what is open, taken every ${facts.equityStep}. Its drawdown is in percent of the last peak.</li>
<li>Sharpe, Sortino, Calmar and volatility are of daily returns (UTC days, a part of a day at either end counted as one), annualised by 365 days, without a risk-free rate; days without a position count, those of the warm-up too.</li>
<li>Exposure is the share of the whole span in which a position was open${
    facts.recorded === "tally" && " and was closed again by its end"
  }.</li>
${
    market !== null &&
    markup`<li>Buy and hold is ${market.symbol} from ${
      dateText(fromMs)
    } on with the whole account: no fees, no funding, no leverage.</li>`
  }
</ul></section>`;
}
