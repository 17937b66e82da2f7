import { type Html as Markup, html as markup, type HtmlPart as Part } from "../../core/mod.ts";
import type { RunReport } from "./report_data.ts";
import { toned } from "./tables.ts";
import { countText, numberText, pctText, rText, signedPctText, signedText } from "./text.ts";

const FUNDING = ["paid", "none", "received"];

type Row = readonly [name: string, value: Part];

/** The figures that are looked at first. */
export function tiles(report: RunReport): Markup {
  const { account, risk, trades, activity, market, facts } = report;
  return markup`<dl class="tiles">
${
    tile(
      "Return",
      toned(signedPctText(account.returnPct), account.returnPct),
      `${signedText(account.changeMoney)} ${facts.currency}`,
    )
  }
${tile("Max drawdown", pctText(risk.maxDrawdownPct), `${numberText(risk.maxDrawdownR)} R of closed trades`)}
${
    tile(
      "Sharpe ratio",
      numberText(risk.sharpeAnnual),
      `Sortino ${numberText(risk.sortinoAnnual)}, Calmar ${numberText(risk.calmarAnnual)}`,
    )
  }
${tile("Profit factor", numberText(trades.profitFactor), "gains over losses, after costs")}
${tile("Mean R", toned(rText(trades.expectancyR), trades.expectancyR), `median ${rText(trades.medianR)}`)}
${tile("Trades", numberText(trades.trades, 0), `${pctText(trades.winRatePct, 1)} won`)}
${tile("Fees paid", numberText(trades.feesMoney), `of a gross result of ${signedText(trades.grossMoney)}`)}
${tile("Funding", signedText(trades.fundingMoney), FUNDING[Math.sign(trades.fundingMoney) + 1])}
${tile("Exposure", pctText(activity.exposurePct, 1), "of the time in a position")}
${
    market === null ? tile("Volatility", pctText(risk.volatilityAnnualPct), "a year") : tile(
      `${market.symbol} held`,
      signedPctText(market.returnPct),
      `drawdown ${pctText(market.maxDrawdownPct)}`,
    )
  }
</dl>`;
}

const tile = (name: string, value: Part, note: string): Markup =>
  markup`<div class="tile"><dt>${name}</dt><dd>${value}</dd><dd>${note}</dd></div>`;

/** All figures, in groups. */
export function figureLists(report: RunReport): Markup {
  return markup`<div class="three">
${list("Account", accountRows(report))}
${list("Risk", riskRows(report))}
${list("Trades", tradeRows(report))}
${list("Activity", activityRows(report))}
${report.market !== null && list("Market", marketRows(report))}
</div>`;
}

const list = (name: string, rows: readonly Row[]): Markup =>
  markup`<div><h3>${name}</h3><table class="figures"><tbody>${
    rows.map(([title, value]) => markup`<tr><td>${title}</td><td>${value}</td></tr>`)
  }</tbody></table></div>`;

function accountRows({ account, facts }: RunReport): Row[] {
  const { openPositions } = account;
  return [
    [`Start, ${facts.currency}`, numberText(facts.walletMoney)],
    ["End, open profit included", numberText(account.finalEquityMoney)],
    ["Return a year", signedPctText(account.returnAnnualPct)],
    ["Fees booked", numberText(account.feesMoney)],
    ["Funding booked", signedText(account.fundingMoney)],
    ["Not of closed trades", signedText(account.openMoney)],
    ["Positions open at the end", openPositions === null ? "not recorded" : openPositions],
    ["Liquidations", account.liquidations],
  ];
}

function riskRows({ risk }: RunReport): Row[] {
  return [
    ["Sharpe, Sortino", `${numberText(risk.sharpeAnnual)}, ${numberText(risk.sortinoAnnual)}`],
    ["Calmar", numberText(risk.calmarAnnual)],
    ["Volatility a year", pctText(risk.volatilityAnnualPct)],
    ["Max drawdown", `${pctText(risk.maxDrawdownPct)}, ${numberText(risk.maxDrawdownR)} R`],
    ["Longest drawdown", countText(Math.round(10 * risk.longestDrawdownDays) / 10, "day")],
    ["Probabilistic Sharpe ratio", pctText(risk.probabilisticSharpePct, 1)],
    [
      "Minimum track record",
      risk.minimumTrackRecordDays === null
        ? "none would do"
        : countText(Math.ceil(risk.minimumTrackRecordDays), "day"),
    ],
    ["Daily returns", numberText(risk.dailyReturns, 0)],
  ];
}

function tradeRows({ trades }: RunReport): Row[] {
  const exits = Object.entries(trades.exits).map(([leg, count]) => `${leg} ${count}`);
  return [
    ["Won, lost", `${trades.wins}, ${trades.losses}`],
    ["Mean, median R", `${rText(trades.expectancyR)}, ${rText(trades.medianR)}`],
    ["Sum of R", rText(trades.sumR)],
    ["Gross result", signedText(trades.grossMoney)],
    ["Net result", signedText(trades.netMoney)],
    ["Mean net result", signedText(trades.expectancyMoney)],
    ["Mean gain over mean loss", numberText(trades.payoff)],
    ["Mean time held, hours", numberText(trades.holdingMeanHours, 1)],
    ["Longest run of losses, of wins", `${trades.longestLosingStreak}, ${trades.longestWinningStreak}`],
    ["Exits", exits.length === 0 ? "none" : exits.join(", ")],
  ];
}

function activityRows({ activity }: RunReport): Row[] {
  return [
    ["Time in a position", pctText(activity.exposurePct)],
    ["Value traded", numberText(activity.turnoverMoney, 0)],
    ["Times the mean equity", numberText(activity.turnoverTimes, 1)],
    ["Fills", activity.fills === null ? "not recorded" : numberText(activity.fills, 0)],
    ["Value filled as maker", activity.fills === null ? "not recorded" : pctText(activity.makerPct, 1)],
  ];
}

function marketRows({ market }: RunReport): Row[] {
  if (market === null) return [];
  return [
    ["Bought at the start and held", market.symbol],
    ["Return", signedPctText(market.returnPct)],
    ["Max drawdown", pctText(market.maxDrawdownPct)],
    ["Sharpe", numberText(market.sharpeAnnual)],
    ["Correlation of the run with it", numberText(market.correlation)],
    ["Beta of the run to it", numberText(market.beta, 3)],
  ];
}
