import type { LatchView, SummaryView } from "../../views.ts";
import { count, decimal, minute, signed, tone } from "../format.ts";
import { h, type Part } from "../part.ts";

const STATES: Readonly<Record<SummaryView["state"], readonly [string, string]>> = {
  ON: ["Entries are on", "good"],
  GUARDED: ["Entries are guarded", "warn"],
  RISK_OFF: ["Risk is off", "warn"],
  CRISIS: ["Crisis", "bad"],
  HALTED: ["Entries are off", "bad"],
};

/** Mode, state and its causes: the part of the banner that is read out when it changes. */
export function statePart({ mode, state, latches, venue }: SummaryView): Part[] {
  const [text, tone] = STATES[state];
  return [
    h("span", { class: "badge mode", title: venue }, mode.toUpperCase()),
    h("span", { class: `badge state ${tone}` }, state),
    h("span", { class: "state-text" }, causesText(text, latches)),
  ];
}

function causesText(text: string, latches: readonly LatchView[]): string {
  if (latches.length === 0) return text;
  const [first] = latches;
  const more = latches.length > 1 ? ` (and ${latches.length - 1} more)` : "";
  const where = first.scope === "portfolio" ? "" : ` for ${first.scope}`;
  const head = text === STATES.ON[0] ? "On, but not everywhere" : text;
  return `${head}: ${first.name}${where}, ${first.cause}${more}`;
}

/** The figures beside it. */
export function figuresPart(view: SummaryView): Part[] {
  const { currency, drawdownPct, drawdownR, openRiskR, positions, closedTrades } = view;
  return [
    figurePart("Equity", decimal(view.equity), currency),
    figurePart("Today", signed(view.pnlToday), currency, tone(view.pnlToday)),
    figurePart("In all", signed(view.pnlTotal), currency, tone(view.pnlTotal)),
    figurePart("Drawdown", `${decimal(drawdownPct)} %`, `${decimal(drawdownR, 1)} R`),
    figurePart("Open risk", `${decimal(openRiskR)} R`, count(positions, "position")),
    figurePart("Closed trades", decimal(closedTrades, 0), ""),
    figurePart("Market time", minute(view.marketTime), "UTC"),
  ];
}

function figurePart(label: string, value: string, unit: string, tone = ""): Part {
  return h(
    "div",
    { class: "figure", key: label },
    h("dt", {}, label),
    h(
      "dd",
      { class: tone === "" ? null : tone },
      value,
      unit === "" ? null : h("span", { class: "unit" }, unit),
    ),
  );
}

/** Pause or resume, re-arm, and the kill switch: which of them makes sense now. */
export function controlsPart({ latches }: SummaryView): Part[] {
  const isPaused = latches.some(({ scope, name }) => scope === "portfolio" && name === "operator");
  const isKilled = latches.some(({ name }) => name === "kill");
  const button = (name: string, label: string, className: string) =>
    h("button", { key: name, type: "button", class: className, "data-action": name }, label);
  return [
    isPaused ? button("resume", "Resume entries", "primary") : button("pause", "Pause entries", ""),
    ...(isKilled ? [button("rearm", "Re-arm", "primary")] : []),
    button("flatten", "Close everything", "danger"),
  ];
}
