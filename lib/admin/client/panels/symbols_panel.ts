import type { RegimeView, SystemView } from "../../views.ts";
import { base, decimal, NOTHING, shortTime, words } from "../format.ts";
import { h, type Part } from "../part.ts";
import { action, badge, table } from "../table.ts";

/** Symbols of every system with their regime, and whether they may enter. */
export function symbolsPart(systems: readonly SystemView[], regimes: readonly RegimeView[]): Part {
  const rows = systems.flatMap((system) =>
    system.symbols.map(({ symbol, isPaused, regime }) => {
      const known = regimes.find((r) => r.symbol === symbol);
      const tone = isPaused ? "warn" : "good";
      return {
        key: `${system.id} ${symbol}`,
        cells: {
          symbol: h(
            "a",
            { href: `?symbol=${encodeURIComponent(symbol)}#chart`, "data-symbol": symbol },
            base(symbol),
          ),
          regime: regimeSign(known?.regime ?? regime),
          confidence: decimal(known?.confidence ?? null),
          since: shortTime(known?.timestamp ?? null),
          entries: badge(isPaused ? "paused" : "on", tone),
          pause: pauseButton(symbol, isPaused),
        },
      };
    })
  );
  return table({
    caption: "Symbols with their regime",
    columns: [
      { name: "symbol", label: "Symbol" },
      { name: "regime", label: "Regime" },
      { name: "confidence", label: "Confidence", isNumber: true },
      { name: "since", label: "Since" },
      { name: "entries", label: "Entries" },
      { name: "pause", label: "" },
    ],
    empty: "No symbol is watched.",
    rows,
  });
}

/** The regime in its colour; nothing before the first. */
function regimeSign(regime: string): Part | string {
  return regime === "" ? NOTHING : h("span", { class: `regime ${regime}` }, words(regime));
}

/** Systems, each with its switch. */
export function systemsPart(systems: readonly SystemView[]): Part[] {
  return systems.map(({ id, name, isPaused }) =>
    h(
      "span",
      { key: id, class: "system" },
      name,
      " ",
      action(isPaused ? "resume-system" : "pause-system", id, isPaused ? "Resume system" : "Pause system"),
    )
  );
}

/** Pauses entries of a symbol, or resumes them. */
function pauseButton(symbol: string, isPaused: boolean): Part {
  const name = isPaused ? "resume-symbol" : "pause-symbol";
  const label = isPaused ? "Resume" : "Pause";
  return action(name, symbol, label, { "aria-label": `${label} entries of ${base(symbol)}` });
}
