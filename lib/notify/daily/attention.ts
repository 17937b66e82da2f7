import { countText } from "./format.ts";
import type { CompareRow, DailyReportData } from "./report_data.ts";

/** The rows on which book and venue do not agree. */
export const differencesOf = (rows: readonly CompareRow[]): CompareRow[] =>
  rows.filter(({ book, venue }) => book !== venue);

/** All differences of the comparison; 0 where there was none. */
export function countDifferences({ comparison }: Pick<DailyReportData, "comparison">): number {
  if (comparison === null) return 0;
  const { positions, orders, stops } = comparison;
  return differencesOf([...positions, ...orders, ...stops]).length;
}

/** What a person should look at, most urgent first; empty on a good day. */
export function attentionOf(data: DailyReportData): string[] {
  const { positions, comparison, findings, incidents, latches, restarts, changes, told, figures } = data;
  const naked = positions.filter(({ stopPrice }) => stopPrice === null).map(({ symbol }) => symbol);
  const differences = countDifferences(data);
  const bad = (rows: readonly { readonly isBad: boolean }[]) => rows.filter(({ isBad }) => isBad).length;
  const givenUp = told.reduce((sum, row) => sum + row.givenUp, 0);
  const off = latches.map(({ scope, name, cause }) =>
    `${scope === "portfolio" ? "" : `${scope} `}${name} (${cause})`
  );
  return [
    naked.length > 0 && `Without a stop: ${naked.join(", ")}`,
    differences > 0 && `Book and venue differ in ${countText(differences, "row")}`,
    comparison === null && "No comparison of book and venue is known",
    comparison?.at === null && "Book and venue were not compared on this day",
    bad(findings) > 0 && `${countText(bad(findings), "finding")} of reconciliation`,
    bad(incidents) > 0 && countText(bad(incidents), "incident"),
    latches.length > 0 && `Entries are off: ${off.join("; ")}`,
    bad(restarts) > 0 && countText(bad(restarts), "unplanned restart"),
    bad(changes) > 0 && `${countText(bad(changes), "command or change")} refused or failed`,
    givenUp > 0 && `${countText(givenUp, "notification")} did not get through`,
    figures === null && "The day has no line in the ledger",
  ].filter((line) => line !== false);
}
