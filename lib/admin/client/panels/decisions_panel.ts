import type { DecisionLineView } from "../../views.ts";
import { base, shortTime, words } from "../format.ts";
import { h, type Part } from "../part.ts";
import { badge, table } from "../table.ts";
import { whyLink } from "./book_panels.ts";

/** How a verdict looks: a word always, a colour besides. */
export const VERDICT_TONES: Readonly<Record<string, string>> = {
  approved: "good",
  denied: "warn",
  holding: "info",
  no_trade: "",
};

/** Decisions of closed bars, newest first. `chosen` is the id of the one whose why is shown. */
export function decisionsPart(lines: readonly DecisionLineView[], chosen: string): Part {
  return table({
    caption: "Decisions of closed bars, newest first",
    columns: [
      { name: "at", label: "Bar closed" },
      { name: "symbol", label: "Symbol" },
      { name: "verdict", label: "Verdict" },
      { name: "reason", label: "Because of" },
      { name: "regime", label: "Regime" },
    ],
    empty: "No such decision yet.",
    rows: lines.map((line) => ({
      key: line.id,
      tone: line.id === chosen ? "chosen" : "",
      cells: {
        at: whyLink(
          line.symbol,
          line.at,
          `Why ${base(line.symbol)} ${shortTime(line.at)}`,
          shortTime(line.at),
        ),
        symbol: base(line.symbol),
        verdict: badge(words(line.verdict), VERDICT_TONES[line.verdict] ?? ""),
        reason: h("code", {}, line.reason === "" ? "every rule passed" : line.reason),
        regime: words(line.regime),
      },
    })),
  });
}
