import { Money } from "../../domain/mod.ts";
import { annualReturn, mean, returnsOf } from "../statistics/mod.ts";
import { levelsAt } from "./curve.ts";
import { amount, percent } from "./figure.ts";
import type { Recorded } from "./recorded.ts";
import type { AccountFigures, Curve } from "./report_data.ts";
import type { ReportInput } from "./report_input.ts";
import { dayMarks } from "./spans.ts";

/** Days in a year of a market that never closes. */
export const DAYS_PER_YEAR = 365;

/** Equity over the span: the wallet at its start, then hour by hour where that was recorded, else day by day. */
export function equityCurve(input: ReportInput, { beats, days }: Recorded): Curve {
  const { fromMs, toMs, walletBalance, finalEquity } = input;
  const points = beats.length > 0
    ? beats
    : days.map(({ day, atMs }) => ({ atMs, equity: Money.toNumber(day.equity) }));
  const atMs = [fromMs], value = [walletBalance];
  for (const point of points) {
    if (point.atMs <= fromMs || point.atMs > toMs) continue;
    atMs.push(point.atMs);
    value.push(point.equity);
  }
  if (finalEquity === undefined) return { atMs, value };
  // what was filled at the very end came after the last pulse
  if (atMs[atMs.length - 1] === toMs) value[value.length - 1] = finalEquity;
  else {
    atMs.push(toMs);
    value.push(finalEquity);
  }
  return { atMs, value };
}

/** Daily returns of a curve, by UTC days; NaN where it had no level yet. */
export const dailyReturns = (curve: Curve, input: ReportInput): Float64Array =>
  returnsOf(levelsAt(curve, dayMarks(input)));

/** Mean equity, for what is counted in times of the account. */
export const meanEquity = ({ value }: Curve): number => mean(value);

/** What became of the account; `netMoney` is the result of its closed trades. */
export function accountFigures(
  input: ReportInput,
  recorded: Recorded,
  { equity, netMoney }: { readonly equity: Curve; readonly netMoney: number },
): AccountFigures {
  const { walletBalance } = input, { isEverything, trips, days, flows, open } = recorded;
  const finalEquityMoney = equity.value[equity.value.length - 1];
  const changeMoney = amount(finalEquityMoney - walletBalance);
  const booked = (kind: "fee" | "funding") =>
    Money.toNumber(flows.reduce((sum, flow) => flow.kind === kind ? sum + flow.amount : sum, 0n));
  const summed = (kind: "fees" | "funding") =>
    Money.toNumber(days.reduce((sum, { day }) => sum + day[kind], 0n));
  return {
    finalEquityMoney,
    changeMoney,
    returnPct: (100 * changeMoney) / walletBalance,
    returnAnnualPct: percent(annualReturn(dailyReturns(equity, input), DAYS_PER_YEAR)),
    openMoney: amount(changeMoney - netMoney),
    feesMoney: isEverything ? 0 - booked("fee") : summed("fees"),
    fundingMoney: isEverything ? booked("funding") : summed("funding"),
    liquidations: isEverything
      ? flows.filter(({ kind }) => kind === "liquidation").length
      : trips.filter(({ exits }) => exits.includes("liquidation")).length,
    openPositions: isEverything ? open.length : null,
  };
}
